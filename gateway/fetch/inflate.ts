/**
 * Answers that a subgraph compressed though nobody asked: on a near network it costs both sides more time than it saves, so no
 * question says that it may; but a proxy on the way may do it all the same. What comes out is bounded as what came in is.
 */
import {
  brotliDecompress,
  gunzip,
  inflate as inflateZlib,
  inflateRaw,
  zstdDecompress,
  type ZlibOptions,
} from 'node:zlib';

type Done = (error: NodeJS.ErrnoException | null, text: Buffer) => void;
type Decompress = (bytes: Buffer, options: Pick<ZlibOptions, 'maxOutputLength'>, done: Done) => void;

const WAYS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['br', brotliDecompress],
  ['deflate', (bytes, options, done) => (hasZlibHead(bytes) ? inflateZlib : inflateRaw)(bytes, options, done)],
  ['zstd', (bytes, options, done) => zstdDecompress(bytes, options, done)],
]);

/** Some servers leave out the head that RFC 9110 asks of `deflate`. */
function hasZlibHead(bytes: Buffer): boolean {
  return bytes.length > 1 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

/** @returns the encoding's name when it can be undone, `identity` when there is nothing to undo, `undefined` otherwise */
export function knownEncoding(header: string | string[] | undefined): string | undefined {
  const name = header === undefined ? 'identity' : typeof header === 'string' ? header.trim().toLowerCase() : '';
  return name === 'identity' || WAYS.has(name) ? name : undefined;
}

/** What came out, or why nothing did. */
export type Inflated = Buffer | 'too large' | 'broken';

/**
 * @param encoding from `knownEncoding`, and not `identity`
 * @param most bytes that may come out; not many more are ever made
 */
export function inflate(bytes: Buffer, encoding: string, most: number): Promise<Inflated> {
  return new Promise((resolve) => {
    WAYS.get(encoding)!(bytes, { maxOutputLength: most }, (error, text) => {
      if (!error) resolve(text);
      else resolve(error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'broken');
    });
  });
}
