/** The caller's headers that a subgraph receives: those on its allow list. */
import type { ClaimsSubject } from '../../base/claims.ts';

/** A caller: the headers of its request, and the claims about it. */
interface HeaderSource {
  readonly headers: Readonly<Record<string, string>>;
  readonly claims: { readonly subject: ClaimsSubject; readonly identity: string } | undefined;
}

/** What one caller's requests to a subgraph carry. */
export interface Forwarded {
  /** Names and values in turn. */
  readonly flat: readonly string[];
  /** The caller's allowed headers alone, for a subgraph in this process. */
  readonly callerHeaders: Readonly<Record<string, string>>;
  /** Equal for two callers who are the same to every subgraph with this allow list. */
  readonly identity: string;
  /** The claims about the caller; absent when subgraphs receive none. */
  readonly claims: ClaimsSubject | undefined;
}

/** Applies an allow list to a caller's headers. */
export type HeaderForwarding = (sender: HeaderSource) => Forwarded;

/** @param allowed names of the headers to forward, in lower case */
export function headerForwarding(allowed: readonly string[]): HeaderForwarding {
  return ({ headers, claims }) => {
    const hop = hopByHop(headers);
    const names = allowed.filter((name) => Object.hasOwn(headers, name) && !hop.includes(name));
    const pairs = names.flatMap((name) => [name, headers[name]!]);
    const identity = claims === undefined ? pairs : [...pairs, claims.identity];
    return {
      flat: pairs,
      callerHeaders: Object.fromEntries(names.map((name) => [name, headers[name]!])),
      identity: identity.length === 0 ? '' : JSON.stringify(identity),
      claims: claims?.subject,
    };
  };
}

/** A header that Connection names belongs to this hop alone (RFC 9110, section 7.6.1). */
function hopByHop({ connection }: Readonly<Record<string, string>>): readonly string[] {
  return connection === undefined || connection === 'keep-alive'
    ? []
    : connection
        .toLowerCase()
        .split(',')
        .map((name) => name.trim());
}
