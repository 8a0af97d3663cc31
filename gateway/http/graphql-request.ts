/** A request at the gateway's door and the answer that leaves it, free of any HTTP library. */
export interface GraphqlRequest {
  readonly method: 'GET' | 'POST';
  /** Header values by name in lower case; a header that may stand only once does. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of a POST, within the size limit and said to be JSON, not parsed yet; `undefined` for a GET. */
  readonly body: Buffer | undefined;
  /** The query string with its `?`, or an empty string. */
  readonly search: string;
  /** Names this request in logs, in the audit and in the header `x-request-id`. */
  readonly requestId: string;
  readonly clientAddress: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

export interface GraphqlReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** To be called once the client has taken the answer, or cannot any more: until then it takes memory. */
  readonly onEnd?: () => void;
}

/** Answers one request; it never rejects: what fails is said in the reply. */
export type GraphqlHandler = (request: GraphqlRequest) => Promise<GraphqlReply>;
