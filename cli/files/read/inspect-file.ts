/** What a file is by its bytes, whatever its name says, and its hash: one pass over it, before anything else of it is read. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { tableFileFault } from './errors.ts';
import { EncodingProof, type TextEncoding } from './csv/text-encoding.ts';

/** What a file turned out to be. */
export interface InspectedFile {
  readonly kind: 'csv' | 'xlsx';
  /** SHA-256 of all its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** Of a CSV file. */
  readonly encoding: TextEncoding;
}

/** How other kinds of file begin, and what they are called. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['%PDF', 'a PDF'],
  ['{\\rtf', 'a document in rich text'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['\x1f\x8b', 'a gzip archive'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['SQLite format 3', 'a database'],
];
const ZIP = 'PK\x03\x04';
/** The compound files of Microsoft: old Excel, and new Excel with a password. */
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** Stands in the folder of a compound file that holds an encrypted workbook, in UTF-16. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
/** Web pages and XML that old programs save as `.xls`. */
const MARKUP = /^\s*<(?:!doctype|html|table|\?xml|meta|head|style)/i;

/**
 * @param mostBytes the largest file that is read
 * @throws CodedError FILE_UNREADABLE, FILE_EMPTY, FILE_TOO_LARGE, FILE_OLD_EXCEL, FILE_PASSWORD, FILE_NO_TABLE
 */
export async function inspectFile(path: string, mostBytes: number): Promise<InspectedFile> {
  const bytes = sizeOf(path);
  if (bytes === 0) throw tableFileFault('FILE_EMPTY', `expected rows, got 0 bytes`);
  if (bytes > mostBytes) throw tableFileFault('FILE_TOO_LARGE', `expected at most ${mostBytes} bytes, got ${bytes}`);
  const hash = createHash('sha256');
  const proof = new EncodingProof();
  let kind: InspectedFile['kind'] | undefined;
  let compound = false;
  let encrypted = false;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (kind === undefined && !compound) {
      compound = begins(chunk, COMPOUND);
      if (!compound) kind = kindOf(chunk);
    }
    if (compound) encrypted ||= chunk.includes(ENCRYPTED);
    else if (kind === 'csv') proof.add(chunk);
  }
  if (compound)
    throw encrypted
      ? tableFileFault('FILE_PASSWORD', 'expected a workbook that opens without a password, got one that is encrypted')
      : tableFileFault('FILE_OLD_EXCEL', 'expected CSV or .xlsx, got a workbook of the former format');
  const encoding = kind === 'csv' ? proof.encoding() : { name: 'utf-8' as const, markBytes: 0 };
  return { kind: kind!, sha256: hash.digest('hex'), bytes, encoding };
}

function sizeOf(path: string): number {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw tableFileFault('FILE_UNREADABLE', `expected a file, got a folder or a device: ${path}`);
    return stat.size;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code?.startsWith('E')
      ? tableFileFault('FILE_UNREADABLE', `expected a file that you may read, got ${code}: ${path}`)
      : thrown;
  }
}

const begins = (chunk: Buffer, signature: string): boolean =>
  chunk.subarray(0, signature.length).toString('latin1') === signature;

function kindOf(chunk: Buffer): InspectedFile['kind'] {
  if (begins(chunk, ZIP)) return 'xlsx';
  const other = SIGNATURES.find(([signature]) => begins(chunk, signature));
  if (other !== undefined) throw tableFileFault('FILE_NO_TABLE', `expected CSV or XLSX, got ${other[1]}`);
  if (
    MARKUP.test(
      chunk
        .subarray(0, 200)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, ''),
    )
  )
    throw tableFileFault(
      'FILE_NO_TABLE',
      'expected CSV or XLSX, got a web page or XML that was saved under another name',
    );
  return 'csv';
}
