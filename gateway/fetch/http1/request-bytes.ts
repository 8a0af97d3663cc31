/** Writes HTTP/1.1 requests. */

const ALLOWED_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const ALLOWED_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What every request says. Subgraphs are near, so no compression is requested; a response that is compressed anyway is read (`inflate.ts`). */
const SAME_HEADERS = [
  'connection: keep-alive',
  'content-type: application/json',
  'accept: application/graphql-response+json, application/json;q=0.9',
  'accept-encoding: identity',
];

/** @returns the beginning of every request to one resource: request line, Host, and the headers that all have @param host with its port, as a URL says it */
export function requestStart(host: string, path: string): string {
  return [`POST ${path} HTTP/1.1`, `host: ${host}`, ...SAME_HEADERS, ''].join('\r\n');
}

/**
 * @param headers what it says beside those of its start, names and values in turn
 * @returns the whole request, text to be written as Latin-1; `undefined` when a header cannot be written, such as one with a line end in it
 */
export function requestBytes(start: string, headers: readonly string[], body: string): string | Buffer | undefined {
  let head = start;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1]!;
    if (!ALLOWED_NAME.test(name) || !ALLOWED_VALUE.test(value)) return undefined;
    head += `${name}: ${value}\r\n`;
  }
  const bodyBytes = Buffer.byteLength(body);
  head += `content-length: ${bodyBytes}\r\n\r\n`;
  // Heads are Latin-1 and bodies UTF-8, which are the same for ASCII. Node writes Latin-1 without memory of its own.
  return bodyBytes === body.length ? head + body : Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}
