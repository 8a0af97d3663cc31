/** Values to BSON bytes, by the `bson` package. */
import { BSON } from 'bson';
import { storeFault, type StoreError } from '../errors.ts';
import { MAX_DOCUMENT } from './decode.ts';
import { bsonSize } from './size.ts';
import type { Document } from './types.ts';

/** The bytes of a document for the wire or the disk. @param document of plain objects and Maps, which may be mixed */
export function encode(document: Document | Readonly<Record<string, unknown>>): Buffer {
  const bytes = BSON.serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A size that is counted roughly has room for what the count leaves out. */
const FAR_TOO_LARGE = 2 * MAX_DOCUMENT;

/** The bytes of a document that is to be stored. @throws StoreError BSONObjectTooLarge */
export function encodeStored(document: Document): Buffer {
  // The package would write a document that holds others twice, again and again, without end: past its buffer nothing stops it.
  const size = bsonSize(document, FAR_TOO_LARGE);
  if (size > FAR_TOO_LARGE) throw tooLarge(size);
  const bytes = encodeBounded(document);
  checkSize(bytes);
  return bytes;
}

/** The package has a buffer of 17 MB, and throws an error of its own when that is full. */
function encodeBounded(document: Document): Buffer {
  try {
    return encode(document);
  } catch (thrown) {
    const size = bsonSize(document, FAR_TOO_LARGE);
    throw size > MAX_DOCUMENT ? tooLarge(size) : thrown;
  }
}

function tooLarge(size: number): StoreError {
  return storeFault(
    'BSONObjectTooLarge',
    `object to insert too large. size in bytes: ${size}, max size: ${MAX_DOCUMENT}`,
  );
}

/** Checks the size of a document. @throws StoreError BSONObjectTooLarge */
export function checkSize(bytes: Buffer): void {
  if (bytes.length <= MAX_DOCUMENT) return;
  throw tooLarge(bytes.length);
}

/** A BSON document whose last field is an array of documents that are bytes already. */
export function encodeBatch(fields: Readonly<Record<string, unknown>>, name: string, batch: readonly Buffer[]): Buffer {
  const head = encode(fields);
  const parts: Buffer[] = [head.subarray(0, head.length - 1), Buffer.from(`\x04${name}\0`), Buffer.alloc(4)];
  let size = 4;
  for (let i = 0; i < batch.length; i += 1) {
    const label = Buffer.from(`\x03${i}\0`, 'latin1');
    parts.push(label, batch[i]!);
    size += label.length + batch[i]!.length;
  }
  parts[2]!.writeInt32LE(size + 1, 0);
  parts.push(Buffer.of(0, 0));
  const whole = Buffer.concat(parts);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}

/** `outer.name = document`, for a document that is bytes already, before the closing zero of `outer`. */
export function embed(outer: Buffer, name: string, document: Buffer): Buffer {
  const whole = Buffer.concat([
    outer.subarray(0, outer.length - 1),
    Buffer.from(`\x03${name}\0`),
    document,
    Buffer.of(0),
  ]);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}
