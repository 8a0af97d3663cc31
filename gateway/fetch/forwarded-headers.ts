/** Which of a caller's headers a subgraph sees: those on the allow list, and what every question carries. */
import type { ClaimsSubject } from '../../base/claims.ts';

/** Of whom headers are forwarded, and what subgraphs are told about them. */
interface Sender {
  readonly headers: Readonly<Record<string, string>>;
  readonly claims: { readonly subject: ClaimsSubject; readonly identity: string } | undefined;
}

export interface Forwarded {
  /** Names and values in turn, as undici takes them. */
  readonly flat: readonly string[];
  /** The caller's allowed headers alone, for a subgraph in this process. */
  readonly own: Readonly<Record<string, string>>;
  /** Equal for two callers who are the same to every subgraph with this allow list. */
  readonly identity: string;
  /** What subgraphs are told about the caller. */
  readonly claims: ClaimsSubject | undefined;
}

/** An allow list at work. */
export type HeaderForwarding = (sender: Sender) => Forwarded;

/** A compressed answer is not asked for, since subgraphs are near; one that comes all the same is read (`inflate.ts`). */
const ALWAYS = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json;q=0.9',
  'accept-encoding',
  'identity',
];

/** @param allowed names in lower case */
export function headerForwarding(allowed: readonly string[]): HeaderForwarding {
  return ({ headers, claims }) => {
    const hop = hopByHop(headers);
    const names = allowed.filter((name) => Object.hasOwn(headers, name) && !hop.includes(name));
    const pairs = names.flatMap((name) => [name, headers[name]!]);
    const identity = claims === undefined ? pairs : [...pairs, claims.identity];
    return {
      flat: [...ALWAYS, ...pairs],
      own: Object.fromEntries(names.map((name) => [name, headers[name]!])),
      identity: identity.length === 0 ? '' : JSON.stringify(identity),
      claims: claims?.subject,
    };
  };
}

/** A header that Connection names is meant for this hop alone (RFC 9110, section 7.6.1). */
function hopByHop({ connection }: Readonly<Record<string, string>>): readonly string[] {
  return connection === undefined || connection === 'keep-alive'
    ? []
    : connection
        .toLowerCase()
        .split(',')
        .map((name) => name.trim());
}
