/**
 * Where the embedded store of a data folder listens, written beside its data: a socket's place follows from the folder, unless its path is too
 * long for one. So a command that is run beside `npm start` finds the store, and nobody types the socket's path.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFile } from './private-files.ts';

const fileOf = (folder: string): string => join(folder, 'store.uri');

/** @returns a URI for MongoDB's drivers; undefined when no store has said one */
export function storeAddress(folder: string): string | undefined {
  try {
    return readFileSync(fileOf(folder), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** @param uri undefined when the store listens no more */
export function sayStoreAddress(folder: string, uri: string | undefined): void {
  if (uri === undefined) return rmSync(fileOf(folder), { force: true });
  privateFile(fileOf(folder));
  writeFileSync(fileOf(folder), `${uri}\n`);
}
