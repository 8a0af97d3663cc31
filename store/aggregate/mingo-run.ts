/** One stage computed by mingo, from documents in bytes to documents in bytes. */
import { reasonOf } from '../../base/errors.ts';
import { decode } from '../value/decode.ts';
import { encode } from '../value/encode.ts';
import type { Document } from '../value/types.ts';
import { runStage } from './mingo.ts';
import { documentOf, toPlain } from './plain.ts';

/** What goes to the thread. */
export interface MingoTask {
  /** `{stage: {$name: argument}}` in bytes. */
  readonly stage: Uint8Array;
  readonly documents: readonly Uint8Array[];
}
/** What comes back: documents, or why there are none. */
export type MingoAnswer = { readonly documents: readonly Uint8Array[] } | { readonly reason: string };

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function runMingo({ stage, documents }: MingoTask): MingoAnswer {
  try {
    const plain = documents.map((bytes) => toPlain(decode(bufferOf(bytes))));
    const found = runStage(toPlain((decode(bufferOf(stage)) as Document).get('stage')), plain);
    return { documents: found.map((one) => encode(documentOf(one))) };
  } catch (thrown) {
    return { reason: reasonOf(thrown) };
  }
}
