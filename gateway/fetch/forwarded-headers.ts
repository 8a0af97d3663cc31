/** Which of a caller's headers a subgraph sees: those on the allow list, and what every question carries. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { tied } from '../../base/tied.ts';
import type { CallerClaims } from './caller-claims.ts';

export interface Forwarded {
  /** Names and values in turn, as undici takes them. */
  readonly flat: readonly string[];
  /** The caller's allowed headers alone, for a subgraph in this process. */
  readonly own: Readonly<Record<string, string>>;
  /** Equal for two callers who are the same to every subgraph. */
  readonly identity: string;
  /** What subgraphs are told about the caller. */
  readonly claims: ClaimsSubject | undefined;
}

/** A compressed answer is not asked for, since subgraphs are near; one that comes all the same is read (`inflate.ts`). */
const ALWAYS = ['content-type', 'application/json', 'accept', 'application/graphql-response+json, application/json;q=0.9', 'accept-encoding', 'identity'];

/** @param allowed names in lower case @returns what to forward, remembered by the headers' object: it must not change after */
export function headerForwarding(allowed: readonly string[], claims?: Pick<CallerClaims, 'of'>): (headers: Readonly<Record<string, string>>) => Forwarded {
  // All fetches of one request hand in one object, so the list is filtered once a request and subgraph.
  const remembered = tied<Forwarded>('forwarded');
  return (headers) => remembered.get(headers) ?? remembered.set(headers, filter(headers, allowed, claims));
}

function filter(headers: Readonly<Record<string, string>>, allowed: readonly string[], claims: Pick<CallerClaims, 'of'> | undefined): Forwarded {
  const hop = hopByHop(headers);
  const names = allowed.filter((name) => Object.hasOwn(headers, name) && !hop.includes(name));
  const pairs = names.flatMap((name) => [name, headers[name]!]);
  const carried = claims?.of(headers);
  const identity = carried === undefined ? pairs : [...pairs, carried.identity];
  return { flat: [...ALWAYS, ...pairs], own: Object.fromEntries(names.map((name) => [name, headers[name]!])), identity: identity.length === 0 ? '' : JSON.stringify(identity), claims: carried?.subject };
}

/** A header that Connection names is meant for this hop alone (RFC 9110, section 7.6.1). */
function hopByHop({ connection }: Readonly<Record<string, string>>): readonly string[] {
  return connection === undefined || connection === 'keep-alive' ? [] : connection.toLowerCase().split(',').map((name) => name.trim());
}
