/** The manifest in force: read at the start, read again when its file changes; a broken one leaves the last good one in force. */
import { unwatchFile, watchFile } from 'node:fs';
import { readManifest, type Manifest } from './manifest.ts';

export interface WatchedManifest {
  current(): Manifest;
  close(): void;
}

const POLL_MS = 1_000;

/** @throws CodedError BAD_MANIFEST when it is broken from the start */
export async function watchManifest(path: string, onFailure: (thrown: unknown) => void): Promise<WatchedManifest> {
  let held = await readManifest(path);
  const onChange = (): void => void readManifest(path).then((manifest) => void (held = manifest), onFailure);
  watchFile(path, { interval: POLL_MS, persistent: false }, onChange);
  return { current: () => held, close: () => unwatchFile(path, onChange) };
}
