/**
 * Where the embedded store of a data folder listens, written to a file beside its data. So a command beside `npm start` finds the store
 * without an option, also when the folder's path is too long for a socket in it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFile } from './private-files.ts';

const fileOf = (folder: string): string => join(folder, 'store.uri');

/** @returns a URI for MongoDB's drivers; undefined when no store has written one */
export function storeAddress(folder: string): string | undefined {
  try {
    return readFileSync(fileOf(folder), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Writes where the store listens. @param uri undefined once the store no longer listens, which removes the file */
export function writeStoreAddress(folder: string, uri: string | undefined): void {
  if (uri === undefined) return rmSync(fileOf(folder), { force: true });
  privateFile(fileOf(folder));
  writeFileSync(fileOf(folder), `${uri}\n`);
}
