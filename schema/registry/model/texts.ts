/** Texts by their SHA-256, once each: a pin, a rollback and a publish of what was there already share theirs. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { registryFault } from '../errors.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import type { RegistryDatabase } from './open-database.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Keeps a text. @returns its hash */
export async function keepText({ texts }: RegistryDatabase, text: string): Promise<string> {
  const hash = sha256Of(text);
  const packed = await pack(text);
  await texts.updateOne({ _id: hash }, { $setOnInsert: { gzip: packed } }, { upsert: true });
  return hash;
}

/** @returns a kept text @throws CodedError REGISTRY_NOT_FOUND where it is lost or is not what its hash says */
export async function readText({ texts }: RegistryDatabase, hash: string): Promise<string> {
  const found = await texts.findById(hash).lean<{ gzip: { buffer: Uint8Array } | Buffer } | null>();
  if (found !== null) {
    const packed = Buffer.isBuffer(found.gzip) ? found.gzip : found.gzip.buffer;
    const text = (await unpack(packed)).toString('utf8');
    if (sha256Of(text) === hash) return text;
  }
  throw registryFault(
    'REGISTRY_NOT_FOUND',
    `the text ${hash.slice(0, 12)} is not in the database, or was altered there`,
  );
}
