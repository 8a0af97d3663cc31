/** Where the store's Unix socket is: in its folder, whose permissions keep others out, or in a short folder of its own where that path would be too long. */
import { chmodSync, lstatSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { startFault } from './start-errors.ts';

/** The longest path of a socket, in bytes: the size of `sun_path` of the operating system, without the 0 at its end. */
const LONGEST = process.platform === 'darwin' ? 103 : 107;
const NAME = 'store.sock';
/** The beginning of the name of a folder that is made for a socket. */
const SHORT = 'sigap-store-';

/** Chooses the path of the socket. @param temporary where short folders are made @returns a path that is free @throws CodedError SOCKET_REFUSED */
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

/** Removes a socket at which no store listens any more, and the short folder that was made for it. @param path as `socketPlace` returned it, now or before a crash */
export function forgetSocket(path: string): void {
  freed(path);
  const folder = dirname(path);
  if (basename(path) !== NAME || !basename(folder).startsWith(SHORT)) return;
  try {
    rmdirSync(folder);
  } catch {
    // It does not exist any more, or belongs to another user.
  }
}

/** Removes what a crash has left: the caller holds the lock of the folder, so no store listens there. @throws CodedError SOCKET_REFUSED for another file */
function freed(path: string): string {
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isSocket())
    throw startFault('SOCKET_REFUSED', `${path} exists and is not a socket`);
  rmSync(path, { force: true });
  return path;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}

/** @returns the path of the socket in a URI of the store; `undefined` for TCP */
export function socketIn(uri: string): string | undefined {
  const host = /^mongodb:\/\/([^/?]+)/.exec(uri)?.[1];
  return host?.startsWith('%2F') ? decodeURIComponent(host) : undefined;
}
