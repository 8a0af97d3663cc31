/** Reads one HTTP/1.1 response from the bytes of a connection, however they are cut. */
import type { BodyBuffer } from './body-buffer.ts';
import { MAX_HEAD, readHead, readHeaders, type ResponseHead } from './response-head.ts';

/** How far a response has been read, or why it is not read on. */
export type Progress =
  | 'incomplete'
  | 'complete'
  /** The bytes are not those of an HTTP/1.1 response. */
  | 'not-http'
  /** Its body is larger than the limit, or says that it is. */
  | 'too-large'
  /** The connection ended before the response did. */
  | 'cut'
  /** `acceptHead` did not want its body. */
  | 'refused';

/** Bytes of one line between chunks: a size and what else stands there. */
const MAX_CHUNK_LINE = 256;
/** Bytes of all those lines, beside half of what the chunks hold: a body of single bytes would cost hundreds of times as much to read. */
const MAX_CHUNK_LINES = 65_536;
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:=[!#$%&'*+.^_`|~0-9A-Za-z-]+)?)*$/;
const LINE_END = Buffer.from('\r\n');
const LF = 0x0a;
const HEAD_END = Buffer.from('\r\n\r\n');
const FIRST_BYTES = Buffer.from('HTTP/1.');
const NOTHING = Buffer.alloc(0);

type Part = 'head' | 'body' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'over';

/** One response. After `complete`, `head`, `body` and `isReusable` tell what came. */
export class ResponseReader {
  readonly #collected: BodyBuffer;
  readonly #maxBody: number;
  readonly #acceptHead: (head: ResponseHead) => boolean;
  #part: Part = 'head';
  /** Bytes that came and are not read yet: the beginning of a head or a line. */
  #unread: Buffer = NOTHING;
  #headBytes = 0;
  #chunkLineBytes = 0;
  #head: ResponseHead | undefined;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #body: Buffer = NOTHING;
  #hasMore = false;

  /**
   * @param collected memory for a body that comes in pieces; the reader clears it
   * @param maxBody bytes
   * @param acceptHead called once, with the head of the final response; false: its body is not read
   */
  constructor(collected: BodyBuffer, maxBody: number, acceptHead: (head: ResponseHead) => boolean) {
    collected.clear();
    this.#collected = collected;
    this.#maxBody = maxBody;
    this.#acceptHead = acceptHead;
  }

  /** The body, as it was transferred: bytes of the last `read`, or those that were collected. It is valid until that memory is used again. */
  get body(): Buffer {
    return this.#body;
  }

  /** Bytes of the body that have come. */
  get bodyBytes(): number {
    return this.#body.length || this.#collected.length;
  }

  /** How long the connection may be idle before it is used again, in ms; `undefined`: the server does not say. 0: it may not be used again. */
  get idle(): number | undefined {
    return this.#hasMore || this.#head?.framing.kind === 'until-close' ? 0 : this.#head?.idle;
  }

  /** @param bytes what has come; they need to stay unchanged only until this returns */
  read(bytes: Buffer): Progress {
    let at = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    this.#unread = NOTHING;
    for (;;) {
      const before = this.#part;
      const next = this.#step(at);
      if (typeof next === 'string') return next;
      if (next === at && before === this.#part) {
        // Copied, since these bytes stand in memory that the next read uses.
        this.#unread = Buffer.from(at);
        return 'incomplete';
      }
      at = next;
    }
  }

  /** The connection has ended. */
  end(): Progress {
    if (this.#part !== 'body' || this.#head?.framing.kind !== 'until-close') return 'cut';
    this.#body = this.#collected.bytes();
    return 'complete';
  }

  /** Reads one part. @returns the bytes after it; the same bytes when more are needed; or how the reading ends */
  #step(bytes: Buffer): Buffer | Progress {
    switch (this.#part) {
      case 'head':
        return this.#readHead(bytes);
      case 'body':
        return this.#readBody(bytes);
      case 'chunk-line':
        return this.#readChunkLine(bytes);
      case 'chunk':
        return this.#readChunk(bytes);
      case 'chunk-end':
        return this.#readChunkEnd(bytes);
      case 'trailers':
        return this.#readTrailers(bytes);
      case 'over':
        return 'not-http';
    }
  }

  #readHead(bytes: Buffer): Buffer | Progress {
    const end = bytes.indexOf(HEAD_END);
    if (end === -1) return mayBeHead(bytes) && this.#headBytes + bytes.length <= MAX_HEAD ? bytes : 'not-http';
    this.#headBytes += end + HEAD_END.length;
    const head = this.#headBytes > MAX_HEAD ? undefined : readHead(bytes.toString('latin1', 0, end));
    if (head === undefined || head.status === 101) return 'not-http';
    const rest = bytes.subarray(end + HEAD_END.length);
    // Interim: the final response follows.
    return head.status < 200 ? rest : this.#begin(head, rest);
  }

  #begin(head: ResponseHead, rest: Buffer): Buffer | Progress {
    this.#head = head;
    if (!this.#acceptHead(head)) return 'refused';
    const { framing } = head;
    if (framing.kind === 'chunked') this.#part = 'chunk-line';
    else {
      this.#left = framing.kind === 'length' ? framing.bytes : Infinity;
      if (framing.kind === 'length' && this.#left > this.#maxBody) return 'too-large';
      this.#part = 'body';
      if (rest.length >= this.#left) return this.#complete(rest.subarray(0, this.#left), rest.length > this.#left);
    }
    return rest;
  }

  #readBody(bytes: Buffer): Buffer | Progress {
    const last = bytes.length >= this.#left;
    const part = last ? bytes.subarray(0, this.#left) : bytes;
    if (!this.#collect(part)) return 'too-large';
    this.#left -= part.length;
    return last ? this.#complete(this.#collected.bytes(), bytes.length > part.length) : 'incomplete';
  }

  #readChunkLine(bytes: Buffer): Buffer | Progress {
    const end = bytes.indexOf(LINE_END);
    if (end === -1) return bytes.length <= MAX_CHUNK_LINE && !hasBareLineEnd(bytes) ? bytes : 'not-http';
    const size = end > MAX_CHUNK_LINE ? undefined : CHUNK_LINE.exec(bytes.toString('latin1', 0, end))?.[1];
    if (size === undefined) return 'not-http';
    this.#chunkLineBytes += end + 2 * LINE_END.length;
    if (this.#chunkLineBytes > MAX_CHUNK_LINES + this.bodyBytes / 2) return 'not-http';
    this.#left = Number.parseInt(size, 16);
    if (this.#left + this.bodyBytes > this.#maxBody) return 'too-large';
    this.#part = this.#left === 0 ? 'trailers' : 'chunk';
    return bytes.subarray(end + LINE_END.length);
  }

  #readChunk(bytes: Buffer): Buffer | Progress {
    const part = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    if (!this.#collect(part)) return 'too-large';
    this.#left -= part.length;
    if (this.#left > 0) return 'incomplete';
    this.#part = 'chunk-end';
    return bytes.subarray(part.length);
  }

  #readChunkEnd(bytes: Buffer): Buffer | Progress {
    if (bytes.length < LINE_END.length) return bytes.length === 0 || bytes[0] === LINE_END[0] ? bytes : 'not-http';
    if (bytes.compare(LINE_END, 0, LINE_END.length, 0, LINE_END.length) !== 0) return 'not-http';
    this.#part = 'chunk-line';
    return bytes.subarray(LINE_END.length);
  }

  /** Trailers must be HTTP, and say nothing to us. */
  #readTrailers(bytes: Buffer): Buffer | Progress {
    if (bytes.length < LINE_END.length) return bytes;
    const isEmpty = bytes.compare(LINE_END, 0, LINE_END.length, 0, LINE_END.length) === 0;
    const end = isEmpty ? 0 : bytes.indexOf(HEAD_END);
    const size = end + (isEmpty ? LINE_END : HEAD_END).length;
    if (this.#headBytes + (end === -1 ? bytes.length : size) > MAX_HEAD) return 'not-http';
    if (end === -1) return hasBareLineEnd(bytes) ? 'not-http' : bytes;
    if (!isEmpty && !isTrailer(bytes.toString('latin1', 0, end))) return 'not-http';
    return this.#complete(this.#collected.bytes(), bytes.length > size);
  }

  #collect(part: Buffer): boolean {
    if (this.#collected.length + part.length > this.#maxBody) return false;
    this.#collected.add(part);
    return true;
  }

  #complete(body: Buffer, hasMore: boolean): Progress {
    this.#body = body;
    this.#hasMore = hasMore;
    this.#part = 'over';
    return 'complete';
  }
}

/** Whether bytes without the end of a head may begin one: what speaks another protocol is refused before it has sent 16 kB. */
function mayBeHead(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, FIRST_BYTES.length);
  return bytes.compare(FIRST_BYTES, 0, length, 0, length) === 0 && !hasBareLineEnd(bytes);
}

/** Whether a line ends without a carriage return: no end as HTTP has it would ever come, and it would be waited for until the deadline. */
function hasBareLineEnd(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1))
    if (at === 0 || bytes[at - 1] !== LINE_END[0]) return true;
  return false;
}

/** Framing among the trailers is how responses are smuggled. */
function isTrailer(text: string): boolean {
  const headers = readHeaders(text.split('\r\n'));
  return headers !== undefined && !headers.has('content-length') && !headers.has('transfer-encoding');
}
