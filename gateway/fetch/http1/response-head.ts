/** Reads the head of an HTTP/1.1 response (RFC 9112), strictly: what is not exactly HTTP is refused, so that nobody can read it otherwise. */

/** What is needed of a response's head. A header that came several times is one text with commas. */
export interface ResponseHead {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly retryAfter: string | undefined;
  readonly framing: Framing;
  /** How long the connection may be idle, in ms, as the server says it; `undefined` when it says nothing, 0 when it ends after this response. */
  readonly idle: number | undefined;
}

/** How long the body is: so many bytes, or as its chunks say, or until the connection ends. */
type Framing =
  { readonly kind: 'length'; readonly bytes: number } | { readonly kind: 'chunked' } | { readonly kind: 'until-close' };

/** The longest head that is read, with those of interim responses before it, in bytes. */
export const MAX_HEAD = 16_384;

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;

/** The headers that are looked at. */
const NEEDED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'keep-alive',
  'retry-after',
  'transfer-encoding',
]);

/** @param text lines in Latin-1, without the empty line at the end @returns the head; `undefined` when it is not HTTP */
export function readHead(text: string): ResponseHead | undefined {
  const [first, ...lines] = text.split('\r\n');
  const [, minor, digits] = STATUS_LINE.exec(first!) ?? [];
  const headers = readHeaders(lines);
  if (minor === undefined || headers === undefined) return undefined;
  const status = Number(digits);
  const framing = framingOf(status, minor === '1', headers);
  return (
    framing && {
      status,
      framing,
      contentType: headers.get('content-type'),
      contentEncoding: headers.get('content-encoding'),
      retryAfter: headers.get('retry-after'),
      idle: minor === '0' || isClosing(headers.get('connection')) ? 0 : idleOf(headers.get('keep-alive')),
    }
  );
}

/** @param lines of a head or of trailers @returns the needed headers by their names in lower case; `undefined` when a line is no header */
export function readHeaders(lines: readonly string[]): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, written, value] = HEADER_LINE.exec(line) ?? [];
    if (written === undefined) return undefined;
    const name = written.toLowerCase();
    if (!NEEDED.has(name)) continue;
    // Node's parser takes `chunked` with a tab behind it for another coding: who reads it either way may be told two answers as one.
    if (name === 'transfer-encoding' && value!.includes('\t')) return undefined;
    const before = headers.get(name);
    const bare = withoutBlanks(value!);
    headers.set(name, before === undefined ? bare : `${before}, ${bare}`);
  }
  return headers;
}

/** Without the spaces and tabs around it. No pattern: one that looks for blanks at an end tries each of many blanks within. */
function withoutBlanks(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value.charCodeAt(start))) start++;
  while (end > start && isBlank(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** RFC 9112, section 6.3. Two lengths, or a length beside chunks, are how responses are smuggled: they are no HTTP here. */
function framingOf(status: number, isCurrent: boolean, headers: ReadonlyMap<string, string>): Framing | undefined {
  const length = headers.get('content-length');
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) {
    const isChunked = isCurrent && length === undefined && coding.toLowerCase() === 'chunked' && !hasNoBody(status);
    return isChunked ? { kind: 'chunked' } : undefined;
  }
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return undefined;
  if (hasNoBody(status)) return Number(length ?? 0) === 0 ? { kind: 'length', bytes: 0 } : undefined;
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', bytes: Number(length) };
}

function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

function isClosing(connection: string | undefined): boolean {
  return connection !== undefined && connection !== 'keep-alive' && /(^|[,\s])close($|[,\s])/i.test(connection);
}

/** One second less than the server says, for what is on its way when the server closes. */
function idleOf(keepAlive: string | undefined): number | undefined {
  const [, seconds] = /(?:^|[,\s])timeout=(\d{1,9})/i.exec(keepAlive ?? '') ?? [];
  return seconds === undefined ? undefined : Math.max(0, Number(seconds) - 1) * 1000;
}
