/** The keys a running gateway accepts: its callers made ready, and read again within a second of a change. */
import { unwatchFile, watchFile } from 'node:fs';
import { isLive, secretFits, splitApiKey, type ApiKeyRecord } from './api-key.ts';
import { readApiKeys } from './api-key-file.ts';
import { callerOf, type Caller } from './caller.ts';
import { identityFault } from './errors.ts';
import type { Roles } from './roles.ts';

export interface ApiKeyStore {
  /** @throws CodedError BAD_API_KEY, the same for unknown, wrong, revoked and expired: none tells a guesser that they were near */
  callerOf(key: string): Caller;
  /** Reads the file now. @throws CodedError BAD_API_KEYS_FILE; the keys before stay */
  reload(): Promise<void>;
  close(): void;
}

const POLL_MS = 1_000;
/** Compared with when no key has that id, so that an unknown id takes as long as a wrong secret. */
const NOBODY = { hash: '0'.repeat(64) };

/**
 * @param onFailure told when a changed file cannot be read; the keys read before stay in force
 * @throws CodedError BAD_API_KEYS_FILE when the file is broken from the start
 */
export async function openApiKeys(
  path: string,
  roles: Roles,
  onFailure: (thrown: unknown) => void,
  now: () => number = Date.now,
): Promise<ApiKeyStore> {
  let held = new Map<string, ApiKeyRecord>();
  let callers = new Map<string, Caller>();
  const reload = async (): Promise<void> => {
    held = new Map((await readApiKeys(path)).map((record) => [record.id, record]));
    callers = new Map();
  };
  await reload();
  const onChange = (): void => void reload().catch(onFailure);
  // Polled, as change events are lost on network file systems, and a revocation must not be.
  watchFile(path, { interval: POLL_MS, persistent: false }, onChange);

  return {
    reload,
    close: () => unwatchFile(path, onChange),
    callerOf: (key) => {
      const parts = splitApiKey(key);
      const record = parts && held.get(parts.id);
      const fits = secretFits(parts?.secret ?? '', record ?? NOBODY);
      if (!fits || record === undefined || !isLive(record, now())) throw identityFault('BAD_API_KEY');
      return remember(callers, record, roles);
    },
  };
}

function remember(callers: Map<string, Caller>, record: ApiKeyRecord, roles: Roles): Caller {
  let caller = callers.get(record.id);
  if (caller === undefined) {
    const expiresAt = record.expiresAt === undefined ? Infinity : Date.parse(record.expiresAt);
    caller = callerOf(
      {
        id: `key:${record.id}`,
        kind: 'key',
        roles: record.roles,
        scopes: record.scopes,
        agency: record.agency,
        expiresAt,
      },
      roles,
    );
    callers.set(record.id, caller);
  }
  return caller;
}
