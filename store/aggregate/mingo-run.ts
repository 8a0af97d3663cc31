/** One stage computed by mingo, from documents in bytes to documents in bytes. */
import { reasonOf } from '../../base/errors.ts';
import { decode } from '../value/decode.ts';
import { encode } from '../value/encode.ts';
import { runStage } from './mingo.ts';
import { documentOf, toPlain } from './plain.ts';

/** One stage and its input, as they are sent to the thread. */
export interface MingoTask {
  /** `{stage: {$name: argument}}` in bytes. */
  readonly stage: Uint8Array;
  /** One after another; each begins with its length. */
  readonly documents: Uint8Array;
}
/** What the thread sends back: documents, or the reason why there are none. */
export type MingoAnswer = { readonly documents: Uint8Array } | { readonly reason: string };

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The documents that stand one after another in bytes, not copied. */
export function* splitDocuments(bytes: Uint8Array): Generator<Buffer> {
  const all = bufferOf(bytes);
  for (let at = 0; at < all.length; at += all.readInt32LE(at)) yield all.subarray(at, at + all.readInt32LE(at));
}

/** Runs a stage; whatever mingo throws becomes the reason. */
export function runMingo({ stage, documents }: MingoTask): MingoAnswer {
  try {
    const plain = [...splitDocuments(documents)].map((bytes) => toPlain(decode(bytes)));
    const found = runStage(toPlain(decode(bufferOf(stage)).get('stage')), plain);
    return { documents: Buffer.concat(found.map((one) => encode(documentOf(one)))) };
  } catch (thrown) {
    return { reason: reasonOf(thrown) };
  }
}
