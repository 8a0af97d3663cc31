/** As whom a question is asked: a reader by their token, a server by its API key, anybody by nothing. */

/** One of the two, or none, which is the public; both are refused (`CREDENTIALS_TWICE`). */
export interface Credential {
  /** Of a person who has signed in. */
  readonly token?: string | undefined;
  /** `sgk_…`, of a server. In a page it is no secret. */
  readonly apiKey?: string | undefined;
}

/** @returns the header that says it */
export function credentialHeaders({ token, apiKey }: Credential): Record<string, string> {
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(apiKey !== undefined && { 'x-api-key': apiKey }),
  };
}
