/** What subgraphs are told about the caller of a request. Who knows callers (the guard) implements it; nothing here reads it. */
import type { ClaimsSubject } from '../../base/claims.ts';

export interface CarriedClaims {
  readonly subject: ClaimsSubject;
  /** Equal for two callers who get the same rows from every subgraph. */
  readonly identity: string;
}

export interface CallerClaims {
  /** The claims of a request, found by its headers object: `SubgraphRequest.headers`. */
  of(headers: object): CarriedClaims | undefined;
  /** @returns the value of the header `CLAIMS_HEADER` for one body, good once: asked for anew for every try. Absent: nothing is signed. */
  readonly sign?: (subject: ClaimsSubject, subgraph: string, body: string) => string;
}
