/** The API keys a running gateway accepts. The file is read again within a second of a change. */
import { unwatchFile, watchFile } from 'node:fs';
import { isLive, secretFits, splitApiKey, type ApiKeyRecord } from './api-key.ts';
import { readApiKeys } from './api-key-file.ts';
import { callerOf, type Caller } from './caller.ts';
import { identityFault } from './errors.ts';
import type { Roles } from './roles.ts';

/** The API keys in force. */
export interface ApiKeyStore {
  /** @throws CodedError BAD_API_KEY, the same for unknown, wrong, revoked and expired keys: it helps nobody to guess one */
  callerOf(key: string): Caller;
  /** Reads the file now. @throws CodedError BAD_API_KEYS_FILE; the previous keys stay in force */
  reload(): Promise<void>;
  /** Stops watching the file. */
  close(): void;
}

const POLL_MS = 1_000;
/** Compared with the secret where no key has that id, so that an unknown id takes as long as a wrong secret. */
const NOBODY = { hash: '0'.repeat(64) };

/**
 * Reads the file of API keys and watches it.
 * @param path of the file; it need not exist
 * @param onFailure called when a changed file cannot be read; the keys read before stay in force
 * @param now ms since 1970; for tests
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
