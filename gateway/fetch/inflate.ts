/**
 * Decompression of what arrives: of subgraphs' responses and of clients' requests. Of subgraphs the gateway requests none, because on a near
 * network it costs more time than it saves; a proxy may compress all the same. The decompressed size is limited as the compressed size is.
 */
import {
  brotliDecompress,
  constants,
  gunzip,
  inflate as inflateZlib,
  inflateRaw,
  zstdDecompress,
  type ZlibOptions,
} from 'node:zlib';

type Done = (error: NodeJS.ErrnoException | null, text: Buffer) => void;
type Decompress = (bytes: Buffer, options: Pick<ZlibOptions, 'maxOutputLength'>, done: Done) => void;

const DECODERS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['br', brotliDecompress],
  ['deflate', (bytes, options, done) => (hasZlibHead(bytes) ? inflateZlib : inflateRaw)(bytes, options, done)],
  ['zstd', (bytes, options, done) => zstdDecompress(bytes, { ...options, params: ZSTD_WINDOW }, done)],
]);

/** The largest window that zstd may have in HTTP, 8 MB (RFC 9659): a frame of a few bytes may name one of 128 MB. */
const ZSTD_WINDOW = { [constants.ZSTD_d_windowLogMax]: 23 };

/** Some servers leave out the zlib header that RFC 9110 requires of `deflate`. */
function hasZlibHead(bytes: Buffer): boolean {
  return bytes.length > 1 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

/** @param header a Content-Encoding @returns the encoding's name, `identity` for none, `undefined` when it cannot be decoded */
export function knownEncoding(header: string | undefined): string | undefined {
  const name = header === undefined ? 'identity' : header.toLowerCase();
  return name === 'identity' || DECODERS.has(name) ? name : undefined;
}

/** The decompressed bytes, or why there are none. */
export type Inflated = Buffer | 'too large' | 'broken';

/**
 * Decompresses a body.
 * @param encoding from `knownEncoding`, and not `identity`
 * @param limit of the decompressed size, in bytes; decompression stops soon after it
 */
export function inflate(bytes: Buffer, encoding: string, limit: number): Promise<Inflated> {
  return new Promise((resolve) => {
    DECODERS.get(encoding)!(bytes, { maxOutputLength: limit }, (error, text) => {
      if (!error) resolve(text);
      else resolve(error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'broken');
    });
  });
}
