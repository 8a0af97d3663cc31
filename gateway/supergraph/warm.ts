/** Prepares operations on a generation before it goes live, so that the first requests after a change are as fast as those before. */
import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import type { ChooseLabels } from '../plan/override-labels.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../plan/authorization.ts';
import type { Generation } from './generation.ts';

/** Makes authorizations for a generation. One of another generation does not hold, since its rules may differ. */
export interface GenerationAuthorizations {
  /** The authorizations to expect, made before a generation serves. @throws CodedError that refuses the supergraph */
  expected(generation: Generation): readonly Authorization[];
  /** The authorization on this generation of a caller with an authorization of another one. */
  renewed(previous: Authorization, generation: Generation): Authorization;
}

/** What is prepared, for whom, and for how long. */
export interface WarmOptions {
  /** Operation documents that clients will send, in their exact text. */
  readonly documents: readonly string[];
  /** Authorizations for which the documents are prepared; by default the public one. */
  readonly authorizations: readonly Authorization[] | undefined;
  /** The authorization for an operation of the previous generation; by default the same as before. */
  readonly renewed?: (previous: Authorization, generation: Generation) => Authorization;
  /** Which override labels hold for the documents. Operations of the previous generation keep theirs. */
  readonly chooseLabels?: ChooseLabels;
  /** The longest it may take, ms. */
  readonly budget: number;
  /** How many of the most used operations of the previous generation are prepared. */
  readonly most: number;
}

interface Wanted {
  readonly text: string;
  readonly operationName: string | undefined;
  readonly rights: Authorization;
  readonly chooseLabels: ChooseLabels | undefined;
}

/**
 * Prepares operations until all are ready or the time is over. Operations that are not valid on the new schema are left out.
 * @param before the generation that serves now
 * @returns how many operations are ready
 */
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
        generation.operations.prepare(wanted.text, wanted.operationName, wanted.rights, {
          chooseLabels: wanted.chooseLabels,
        }),
      )
    )
      ready++;
  }
  return ready;
}

/** The most used operations come first, then the documents, by authorization: the time may end before the rest. */
function wantedOf(
  generation: Generation,
  before: Generation | undefined,
  { documents, authorizations = [PUBLIC_AUTHORIZATION], renewed = (same) => same, most, chooseLabels }: WarmOptions,
): Wanted[] {
  const used = (before?.operations.mostUsed(most) ?? []).map((one): Wanted => ({
    ...one,
    rights: renewed(one.authorization, generation),
    chooseLabels: (labels) => labels.filter((label) => one.labels.held.includes(label)),
  }));
  const named = documents.flatMap((text) => operationNames(text).map((operationName) => ({ text, operationName })));
  const listed = authorizations.flatMap((rights) => named.map((each) => ({ ...each, rights, chooseLabels })));
  return [...used, ...listed];
}

/** The operation names that a client may send with a document: none or its name for one operation, each name for several. */
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

/** @returns false where the work failed or took longer; it then goes on in the background */
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
