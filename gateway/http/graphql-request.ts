/** A request to the graph and its reply, free of any HTTP library. */
import type { RequestWatch } from '../watch/request-watch.ts';
import type { MediaType } from './media-type.ts';

/** A request as the gateway's stages see it, free of any HTTP library. */
export interface GraphqlRequest {
  readonly method: 'GET' | 'POST';
  /** Values by name in lower case; headers that may occur only once have been checked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The type that the client prefers of those that are answered. */
  readonly mediaType: MediaType;
  /** The bytes of a POST, within the size limit and declared as JSON, not parsed yet; `undefined` for a GET. */
  readonly body: Buffer | undefined;
  /** Name of the contract in the path: `public` of `/graphql/public`; absent for `/graphql`. */
  readonly contract?: string;
  /** The query string with its `?`, or an empty string. */
  readonly search: string;
  /** Names this request in logs, in the audit and in the header `x-request-id`. */
  readonly requestId: string;
  /** Where the request comes from, as far as TRUSTED_PROXIES are believed; otherwise who is connected, perhaps a proxy. */
  readonly clientAddress: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Where its stages note how long they took; absent where nobody observes. */
  readonly watch?: RequestWatch;
}

/** The answer to a request. */
export interface GraphqlReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** True where the operation or its variables are not valid GraphQL, so that nothing ran: a request error, by GraphQL's specification. */
  readonly invalid?: boolean;
  /** True where nothing in it is kept from anybody, so that it may be compressed; absent: something may be. */
  readonly open?: boolean;
  /** To be called once the client has read the answer, or has gone: until then it takes memory. */
  readonly onEnd?: () => void;
}

/** Answers one request. It rejects with what is refused before the work begins; the caller turns that into a reply. */
export type GraphqlHandler = (request: GraphqlRequest) => Promise<GraphqlReply>;
