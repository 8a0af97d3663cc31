/** On whose behalf subgraphs are queried. The guard makes one after authentication, and every fetch of a request passes it on. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { Forwarded, HeaderForwarding } from './forwarded-headers.ts';

type Headers = Readonly<Record<string, string>>;

/** The claims that subgraphs receive about the caller of a request. */
export interface CallerClaims {
  readonly subject: ClaimsSubject;
  /** Equal for two callers who get the same rows from every subgraph. */
  readonly identity: string;
}

/** @returns the value of the header `CLAIMS_HEADER` for one body; valid once, so each attempt needs a new one */
export type SignClaims = (subject: ClaimsSubject, subgraph: string, body: string) => string;

/** A caller as subgraphs see it: forwarded headers and claims. */
export class SubgraphCaller {
  /** The request's headers, names in lower case; those on a subgraph's allow list are forwarded to it. They must not change. */
  readonly headers: Headers;
  /** Absent where subgraphs receive no claims. */
  readonly claims: CallerClaims | undefined;
  /** Equal for callers whom no subgraph can tell apart. */
  readonly identity: string;
  readonly #forwarded = new Map<HeaderForwarding, Forwarded>();

  /** @param forwardHeaders names of the headers that any subgraph sees, in lower case */
  constructor(headers: Headers, claims?: CallerClaims, forwardHeaders: readonly string[] = []) {
    this.headers = headers;
    this.claims = claims;
    this.identity = forwardHeaders.reduce(
      (identity, name) => `${identity}\n${headers[name] ?? ''}`,
      claims?.identity ?? '',
    );
  }

  /** @returns what a subgraph with this allow list receives; computed once */
  forwardedBy(forwarding: HeaderForwarding): Forwarded {
    let forwarded = this.#forwarded.get(forwarding);
    if (forwarded === undefined) this.#forwarded.set(forwarding, (forwarded = forwarding(this)));
    return forwarded;
  }
}

/** @returns whether a request has a header that some subgraph sees; without one, its claims alone describe the caller */
export function forwardsAny(headers: Headers, forwardHeaders: readonly string[]): boolean {
  return forwardHeaders.some((name) => headers[name] !== undefined);
}

/** The gateway itself as the caller, for probes: it has no role and no scope. */
export function gatewayItself(): SubgraphCaller {
  return new SubgraphCaller(
    {},
    { subject: Object.freeze({ sub: 'gateway', roles: [], scopes: [] }), identity: 'gateway' },
  );
}
