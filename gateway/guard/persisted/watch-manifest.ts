/** The manifest in force: read at the start, and again when its file changes. An invalid file leaves the last good one in force. */
import { unwatchFile, watchFile } from 'node:fs';
import { readManifest, type Manifest } from './manifest.ts';

/** A manifest that follows its file. */
export interface WatchedManifest {
  current(): Manifest;
  /** Stops watching. */
  close(): void;
}

const POLL_MS = 1_000;

/**
 * Reads a manifest and watches its file, once a second.
 * @param onFailure called when a changed file cannot be read
 * @throws CodedError BAD_MANIFEST where the first reading fails
 */
export async function watchManifest(path: string, onFailure: (thrown: unknown) => void): Promise<WatchedManifest> {
  let held = await readManifest(path);
  const onChange = (): void => void readManifest(path).then((manifest) => void (held = manifest), onFailure);
  watchFile(path, { interval: POLL_MS, persistent: false }, onChange);
  return { current: () => held, close: () => unwatchFile(path, onChange) };
}
