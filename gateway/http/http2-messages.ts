/** Requests and responses of HTTP/2 as a listener of HTTP/1.1 reads and writes them: Node's own lack a few members, and warn of others. */
import { constants, Http2ServerResponse, type Http2ServerRequest, type ServerHttp2Stream } from 'node:http2';

/** What HTTP/2 does not have (RFC 9113, section 8.2.2): it says the same in frames. */
const OF_CONNECTIONS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Gives a request the headers of HTTP/1.1: `host` is the authority that the client asks, and no name begins with a colon. */
export function asHttp1(request: Http2ServerRequest): void {
  const { headers } = request;
  const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  const host = headers.host ?? headers[':authority'];
  // Node reads method and path from the headers as they came.
  Object.defineProperty(request, 'headers', {
    value: { ...Object.fromEntries(named), ...(host !== undefined && { host }) },
  });
}

/** A response that says whether its stream is gone, and leaves out what HTTP/2 does not have. */
export class PlainResponse extends Http2ServerResponse {
  constructor(stream: ServerHttp2Stream) {
    super(stream);
    // Node's types say that they are there.
    Object.defineProperties(this, {
      destroyed: { get: () => stream.destroyed },
      closed: { get: () => stream.closed },
    });
  }

  /** Says that the answer is not whole, which Node's own leaves out. */
  override destroy(): this {
    this.stream.close(constants.NGHTTP2_CANCEL);
    return this;
  }

  override setHeader(name: string, value: number | string | readonly string[]): void {
    if (!OF_CONNECTIONS.has(name.toLowerCase())) super.setHeader(name, value);
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    const headers = (rest.at(-1) ?? {}) as Readonly<Record<string, string>>;
    const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTIONS.has(name.toLowerCase()));
    super.writeHead(status, Object.fromEntries(kept));
    return this;
  }
}
