/** The codes of an answer: what a request was refused with, or which errors its answer has. */
import type { RequestWatch } from '../watch/request-watch.ts';

/** A code of ours, of Apollo Server or of a subgraph. */
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
/** An error whose code cannot be told. */
const UNCODED = 'UNCODED';

/** An error of an answer. */
export interface ToldError {
  readonly code: string;
  /** The subgraph that it comes from. */
  readonly subgraph: string | undefined;
}

/** @returns each kind of error once, in the order of the answer; none for an answer without errors */
export function toldErrorsOf(watch: RequestWatch): readonly ToldError[] {
  if (watch.code !== undefined) return [{ code: watch.code, subgraph: undefined }];
  if (watch.refusal !== undefined) return [{ code: codeIn(watch.refusal), subgraph: undefined }];
  if (watch.errors.length === 0) return NONE;
  const told = watch.errors.map(({ extensions: { code, service } }) => ({
    code: toldCode(code),
    subgraph: typeof service === 'string' ? service : undefined,
  }));
  return [...new Map(told.map((error) => [`${error.code} ${error.subgraph}`, error])).values()];
}

const NONE: readonly ToldError[] = [];

const toldCode = (code: unknown): string => (typeof code === 'string' && CODE.test(code) ? code : UNCODED);

/** Messages may hold what the caller sent, so they are left out. */
function codeIn(body: string | Buffer): string {
  try {
    const { errors } = JSON.parse(body.toString()) as { errors?: { extensions?: { code?: unknown } }[] };
    return toldCode(errors?.[0]?.extensions?.code);
  } catch {
    return UNCODED;
  }
}
