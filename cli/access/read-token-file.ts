import { readFileSync, statSync } from 'node:fs';
import type { Refuse } from './safe-address.ts';

/** Permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** @returns the token in a file @throws what `refuse` makes: for a file that others may read, that cannot be read, or that holds another text */
export function readTokenFile(path: string, refuse: Refuse): string {
  let text: string;
  try {
    if ((statSync(path).mode & OTHERS) !== 0 && process.platform !== 'win32')
      throw refuse(`expected a file that its owner alone may read (chmod 600), got ${path}`);
    text = readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code?.startsWith('E') ? refuse(`${path} (${code})`) : thrown;
  }
  if (!/^[\w.~+/=-]+$/.test(text)) throw refuse(`expected one token in ${path}, got another text`);
  return text;
}
