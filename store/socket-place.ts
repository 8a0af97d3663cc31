/** Where the store's Unix socket lies: in its folder, whose rights keep others out; in a short folder of its own where the path would be too long. */
import { chmodSync, lstatSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { startFault } from './start-errors.ts';

/** The longest path of a socket, bytes: what the systems' `sun_path` holds, without the 0 at its end. */
const LONGEST = process.platform === 'darwin' ? 103 : 107;
const NAME = 'store.sock';
/** How a folder that is made for a socket begins. */
const SHORT = 'sigap-store-';

/** @param temporary where short folders are made @returns a path that is free @throws CodedError SOCKET_REFUSED */
export function socketPlace(folder: string, temporary: string = tmpdir()): string {
  const inFolder = join(resolve(folder), NAME);
  if (fits(inFolder)) return freed(inFolder);
  if (!fits(join(temporary, `${SHORT}XXXXXX`, NAME)))
    throw startFault(
      'SOCKET_REFUSED',
      `expected a path of at most ${LONGEST} bytes, got ${inFolder}, and TMPDIR is too long as well`,
    );
  const short = mkdtempSync(join(temporary, SHORT));
  chmodSync(short, 0o700);
  return join(short, NAME);
}

/** Takes away a socket that nobody listens at any more, and the short folder that was made for it. @param path as `socketPlace` gave it, now or before a crash */
export function forgetSocket(path: string): void {
  freed(path);
  const folder = dirname(path);
  if (basename(path) !== NAME || !basename(folder).startsWith(SHORT)) return;
  try {
    rmdirSync(folder);
  } catch {
    // Gone, or not ours: nothing that anybody could enter.
  }
}

/** What a crash left there is no socket of anybody: whoever asks holds the lock of the folder. */
function freed(path: string): string {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSocket()) throw startFault('SOCKET_REFUSED', `${path} is there and is no socket`);
  rmSync(path, { force: true });
  return path;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}

/** @returns the path of the socket in a URI of ours; undefined for TCP */
export function socketIn(uri: string): string | undefined {
  const host = /^mongodb:\/\/([^/?]+)/.exec(uri)?.[1];
  return host?.startsWith('%2F') ? decodeURIComponent(host) : undefined;
}
