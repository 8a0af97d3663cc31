/** Refuses a second value of headers that decide who the caller is or how the body is read: no rule says which of the two would count. */
import { httpFault } from './errors.ts';

/** Names in lower case. */
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
 * @param rawHeaders names and values alternating, as Node provides them
 * @param once names in lower case of the headers that may occur once
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
