/** Prepares operations for a generation before it goes live, so that the first requests after a change are as quick as the last before it. */
import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import type { ChooseLabels } from '../plan/override-labels.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../plan/authorization.ts';
import type { Generation } from './generation.ts';

/** An authorization is made of a generation's rules: one of another says nothing of what its callers may have now. */
export interface GenerationAuthorizations {
  /** The rights that are expected, made before a generation serves. @throws CodedError that refuses the supergraph */
  expected(generation: Generation): readonly Authorization[];
  /** What somebody who had these rights on another generation has on this one. */
  renewed(rights: Authorization, generation: Generation): Authorization;
}

export interface WarmOptions {
  /** Operation documents that clients are known to send, as they send them. */
  readonly documents: readonly string[];
  /** Whose rights the documents are prepared for; PUBLIC unless told. */
  readonly authorizations: readonly Authorization[] | undefined;
  /** As whom an operation of the generation before is prepared; as it was unless told. */
  readonly renewed?: GenerationAuthorizations['renewed'];
  /** Which override labels hold for documents; what was used before is prepared as it was. */
  readonly chooseLabels?: ChooseLabels;
  /** The longest it may take, ms. */
  readonly budget: number;
  /** How many of the operations most used on the generation before are taken over. */
  readonly most: number;
}

interface Wanted {
  readonly text: string;
  readonly operationName: string | undefined;
  readonly rights: Authorization;
  readonly chooseLabels: ChooseLabels | undefined;
}

/** @returns how many operations are ready; what does not fit the new schema any more is left out */
export async function warm(
  generation: Generation,
  before: Generation | undefined,
  options: WarmOptions,
): Promise<number> {
  const until = performance.now() + options.budget;
  let ready = 0;
  for (const wanted of wantedOf(generation, before, options)) {
    const left = until - performance.now();
    if (left <= 0) break;
    if (
      await within(
        left,
        generation.operations.prepare(wanted.text, wanted.operationName, wanted.rights, wanted.chooseLabels),
      )
    )
      ready++;
  }
  return ready;
}

/** What was used most comes first, then everything for those who are named first: the budget may end before the rest. */
function wantedOf(
  generation: Generation,
  before: Generation | undefined,
  { documents, authorizations: rights = [PUBLIC_AUTHORIZATION], renewed = (same) => same, most, chooseLabels }: WarmOptions,
): Wanted[] {
  const used = (before?.operations.mostUsed(most) ?? []).map((one): Wanted => ({
    ...one,
    rights: renewed(one.rights, generation),
    chooseLabels: (labels) => labels.filter((label) => one.labels.held.includes(label)),
  }));
  const named = documents.flatMap((text) => operationNames(text).map((operationName) => ({ text, operationName })));
  const given = rights.flatMap((one) => named.map((each) => ({ ...each, rights: one, chooseLabels })));
  return [...used, ...given];
}

/** The names a client may send with a document: none where there is one operation, each where there are several. */
function operationNames(text: string): (string | undefined)[] {
  const document = parsed(text);
  if (!document) return [];
  const names = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
  );
  return getOperationAST(document) ? [undefined, ...names] : names;
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return undefined;
  }
}

/** False when it failed, or was not done in time (it then goes on by itself). */
function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void work
      .then(
        () => true,
        () => false,
      )
      .then((done) => {
        clearTimeout(timer);
        resolve(done);
      });
  });
}
