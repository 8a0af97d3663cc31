/** A request as the log, metrics and traces tell it: by names that hold no person's number, and by codes. */
import { toldName } from '../usage/used-document.ts';
import type { RequestWatch } from '../watch/request-watch.ts';
import type { ToldError } from './codes.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** @returns the method as OpenTelemetry's semantic conventions call it */
export const toldMethod = ({ method }: RequestWatch): string => (METHODS.has(method) ? method : '_OTHER');

/** @returns the operation's name; undefined without one that can be told, or where none was prepared */
export const toldOperation = ({ operation }: RequestWatch): string | undefined =>
  toldName(operation?.operation.name?.value) ?? undefined;

/** @returns what the client calls itself, or its version; undefined where it does not say, or says what cannot be told */
export function toldClient({ headers }: RequestWatch, what: 'name' | 'version'): string | undefined {
  const header = headers[`apollographql-client-${what}`];
  return typeof header === 'string' ? (toldName(header) ?? undefined) : undefined;
}

/** @returns `workers:SUBGRAPH_TIMEOUT`, each with its subgraph; undefined where there are none */
export function toldCodes(errors: readonly ToldError[]): readonly string[] | undefined {
  if (errors.length === 0) return undefined;
  return errors.map(({ code, subgraph }) => (subgraph === undefined ? code : `${subgraph}:${code}`));
}
