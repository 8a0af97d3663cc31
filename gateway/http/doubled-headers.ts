/** Headers that change who a caller is or what their bytes mean: sent twice, nobody can say which one counts. */
import { httpFault } from './errors.ts';

/** In lower case. */
const ONCE: ReadonlySet<string> = new Set([
  'authorization',
  'content-type',
  'content-encoding',
  'content-length',
  'host',
  'x-api-key',
  'x-purpose',
  'x-request-id',
]);

/**
 * @param rawHeaders name and value by turns, as Node gives them
 * @param once names in lower case
 * @throws CodedError BAD_REQUEST
 */
export function refuseDoubled(rawHeaders: readonly string[], once: ReadonlySet<string> = ONCE): void {
  let seen: string[] | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    if (!once.has(name)) continue;
    if (seen?.includes(name)) throw httpFault('BAD_REQUEST', `expected the header ${name} once, got it twice`);
    (seen ??= []).push(name);
  }
}
