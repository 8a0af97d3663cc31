/** Random operations on random graphs whose subgraphs fail at random: an explanation changes nothing of an answer, and has each of its nulls. */
import { parse, validate } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../../base/log.ts';
import type { Explanation } from '../../../gateway/explain/explanation.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { Federation, Uncomposable, type Question } from '../../contract/executor/federation.ts';
import { randomGraph } from '../../contract/executor/random-graph.ts';
import { randomQuery } from '../../contract/executor/random-query.ts';
import { Random } from '../../contract/executor/random.ts';
import { spoiled } from '../../contract/executor/spoiled.ts';

const QUESTIONS = 12;

interface Reply {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly extensions?: { readonly explain?: Explanation };
}

function federationOf(seed: number): Federation | undefined {
  try {
    return new Federation(randomGraph(seed).definitions);
  } catch (thrown) {
    if (thrown instanceof Uncomposable) return undefined;
    throw thrown;
  }
}

async function startOver(federation: Federation, seed: number) {
  const { ask } = spoiled(
    (request) => federation.fetch(request),
    (name) => federation.schemaOf(name),
    seed,
  );
  const names = [...federation.supergraphSdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].map(([, name]) => name!);
  const gateway = await startGateway({
    // A request that carries several fetches is sent again in parts once it has failed: then the same request is not the same twice.
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      guard: false,
      merge: { all: 1, named: new Map() },
      breakerFailures: 101,
      retries: 0,
    }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(federation.supergraphSdl),
    inProcess: Object.fromEntries(
      names.map((subgraph) => [subgraph, (asked: object) => ask({ ...asked, subgraph } as never)]),
    ) as never,
  });
  onTestFinished(() => gateway.stop());
  return async (question: Question, headers: Record<string, string> = {}): Promise<Reply> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(question),
    });
    return (await response.json()) as Reply;
  };
}

/** Nulls of an answer, the answer itself among them. */
function nullsIn(value: unknown): number {
  if (value === null) return 1;
  if (typeof value !== 'object') return 0;
  return Object.values(value as object).reduce<number>((sum, one) => sum + nullsIn(one), 0);
}

const NO_NULLS = new Set(['masked', 'perturbed']);

it.each([11, 24, 37, 58, 71, 83, 96, 109])(
  'of seed %i: the same data and the same errors, and every null has a reason',
  async (seed) => {
    const federation = federationOf(seed);
    if (federation === undefined) return;
    const ask = await startOver(federation, seed);
    const random = new Random(seed);
    let [compared, nulls] = [0, 0];
    for (let index = 0; index < QUESTIONS; index++) {
      const question = randomQuery(federation.api, random, true);
      if (validate(federation.api, parse(question.query)).length > 0) continue;
      const plain = await ask(question);
      const explained = await ask(question, { 'x-explain': 'true' });
      expect({ data: explained.data, errors: explained.errors }, question.query).toEqual({
        data: plain.data,
        errors: plain.errors,
      });
      if (plain.data === undefined) continue;
      compared++;
      const { values, valuesLeftOut } = explained.extensions!.explain!;
      const told = values.filter(({ kind }) => !NO_NULLS.has(kind));
      nulls += nullsIn(plain.data);
      expect(
        told.reduce((sum, { count }) => sum + count, valuesLeftOut),
        question.query,
      ).toBeGreaterThanOrEqual(nullsIn(plain.data));
      for (const { path, why } of told)
        if (/^(Null|Denied|Suppressed): /.test(why)) expect(at(plain.data, path) ?? null, question.query).toBeNull();
    }
    expect(compared).toBeGreaterThan(0);
    expect(nulls).toBeGreaterThan(0);
  },
  60_000,
);

function at(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string, unknown> | null | undefined)?.[part], data);
}
