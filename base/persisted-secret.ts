/** Random secrets, kept in files that only their owner may read. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateFile, privateFolder } from './private-files.ts';

/** The same secret after every start. @returns 64 hexadecimal digits; made and written when the file is missing or empty */
export function persistedSecret(path: string): string {
  privateFolder(dirname(path));
  privateFile(path);
  return readFileSync(path, 'utf8').trim() || newSecret(path);
}

function newSecret(path: string): string {
  const secret = randomBytes(32).toString('hex');
  writeFileSync(path, `${secret}\n`);
  return secret;
}
