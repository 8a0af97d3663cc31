/** The file of API keys: read and written as a whole (a new file is renamed over the old one), by one writer at a time. */
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { apiKeyRecord, type ApiKeyRecord } from './api-key.ts';
import { identityFault } from './errors.ts';

const file = z.strictObject({ keys: z.array(apiKeyRecord) });

/** @returns all keys, expired and revoked ones too; none where there is no file yet. @throws CodedError BAD_API_KEYS_FILE */
export async function readApiKeys(path: string): Promise<readonly ApiKeyRecord[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw identityFault('BAD_API_KEYS_FILE', reasonOf(thrown));
  }
  return parse(path, text);
}

function parse(path: string, text: string): readonly ApiKeyRecord[] {
  try {
    const parsed = file.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.keys;
    const issue = parsed.error.issues[0]!;
    throw new Error(`${issue.path.join('.')}: ${issue.message}`);
  } catch (thrown) {
    throw identityFault('BAD_API_KEYS_FILE', `${path}: ${reasonOf(thrown)}`);
  }
}

/**
 * Changes the file under a lock, so that two commands at once lose no change, such as a revocation.
 * @param change receives the keys; returns the keys to write, and a result for the caller
 * @returns the result of `change`. @throws CodedError BAD_API_KEYS_FILE, also when the lock stays taken for 5 s
 */
export async function changeApiKeys<Result>(
  path: string,
  change: (keys: readonly ApiKeyRecord[]) => { keys: readonly ApiKeyRecord[]; result: Result },
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  await takeLock(lock);
  try {
    const { keys, result } = change(await readApiKeys(path));
    await writeFile(`${path}.new`, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
    return result;
  } finally {
    await rm(lock, { force: true });
  }
}

const LOCK_TRIES = 50;
const LOCK_PAUSE_MS = 100;

async function takeLock(lock: string): Promise<void> {
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    try {
      await (await open(lock, 'wx')).close();
      return;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST')
        throw identityFault('BAD_API_KEYS_FILE', reasonOf(thrown));
      await wait(LOCK_PAUSE_MS);
    }
  }
  throw identityFault('BAD_API_KEYS_FILE', `another command holds ${lock}; remove it if none runs`);
}
