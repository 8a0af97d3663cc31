/** Stages that mingo computes over all documents at once. Values it would not order or compute as MongoDB does are refused (plain.ts). */
import { Aggregator } from 'mingo';
import { fault, StoreError } from '../errors.ts';
import { reasonOf } from '../../base/errors.ts';
import type { Document } from '../value/types.ts';
import { documentOf, toPlain } from './plain.ts';
import type { StageMaker, Stream } from './pipeline.ts';

/** Mingo works on all documents in one go, so their number is bounded to keep others answered. */
const MOST_DOCUMENTS = 20_000;

export function mingoStage(name: string): StageMaker {
  return (argument) => {
    const stage = { [name]: toPlain(argument) };
    return function* (input): Stream {
      const documents: Record<string, unknown>[] = [];
      for (const document of input) {
        if (document === undefined) yield undefined;
        else documents.push(toPlain(document) as Record<string, unknown>);
        if (documents.length > MOST_DOCUMENTS) throw fault('QueryExceededMemoryLimitNoDiskUseAllowed', `${name} is offered for at most ${MOST_DOCUMENTS} documents by the embedded store`);
      }
      yield* run(name, stage, documents);
    };
  };
}

function run(name: string, stage: Record<string, unknown>, documents: Record<string, unknown>[]): Document[] {
  try {
    return (new Aggregator([stage] as never).run(documents as never) as Record<string, unknown>[]).map(documentOf);
  } catch (thrown) {
    throw thrown instanceof StoreError ? thrown : fault('BadValue', `${name}: ${reasonOf(thrown)}`);
  }
}
