/** Node's own parser of HTTP, llhttp, as a reference: what it makes of the bytes of one response. */
import { createRequire } from 'node:module';

export interface ParsedResponse {
  readonly status: number;
  readonly body: string;
  /** Bytes after the end of the response. */
  readonly after: number;
}

interface Parser {
  [event: number]: unknown;
  initialize(type: number, resource: object): void;
  execute(bytes: Buffer): number | Error;
  finish(): Error | undefined;
}

interface ParserClass {
  new (): Parser;
  readonly RESPONSE: number;
  readonly kOnHeadersComplete: number;
  readonly kOnBody: number;
  readonly kOnMessageComplete: number;
}

// Node shows this parser nowhere else without sockets and its own idea of when a response ends.
const { HTTPParser } = createRequire(import.meta.url)('_http_common') as { HTTPParser: ParserClass };

/** @returns the final response; `undefined` when the bytes are refused, or are not a whole response even at the end of the connection */
export function parseWithLlhttp(bytes: Buffer): ParsedResponse | undefined {
  const parser = new HTTPParser();
  parser.initialize(HTTPParser.RESPONSE, {});
  let status = 0;
  const body: Buffer[] = [];
  let end: number | undefined;
  // Called with the version, headers, method, URL, status and more, in this order.
  parser[HTTPParser.kOnHeadersComplete] = (...given: unknown[]) => {
    status = given[5] as number;
    return 0;
  };
  parser[HTTPParser.kOnBody] = (part: Buffer) => void body.push(Buffer.from(part));
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (status >= 200) end ??= at;
  };
  // Byte by byte, so that the end of the response is known whatever stands behind it.
  let at = 0;
  while (at < bytes.length && end === undefined) {
    const step = bytes.subarray(at, ++at);
    if (parser.execute(step) instanceof Error && end === undefined) return undefined;
  }
  if (end === undefined && parser.finish() instanceof Error) return undefined;
  if (end === undefined || status < 200) return undefined;
  return { status, body: Buffer.concat(body).toString('latin1'), after: bytes.length - end };
}
