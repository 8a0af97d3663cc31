/** Changes of ENCRYPTION_KEY and RECORD_KEY: each works in the background, and what was not done when the subgraph stops is done after its next start. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { isRekeying, rekeyAll } from './counts/rekey.ts';
import type { DatabaseConnection } from './data/database.ts';
import { fieldEncryption } from './data/field-encryption.ts';
import { isResealing, resealAll } from './data/reseal.ts';
import type { Keys } from './settings.ts';
import type { OpenedSubgraph } from './subgraph.ts';

/** What keys are changed in. */
interface KeyChanges {
  readonly connection: DatabaseConnection;
  readonly opened: OpenedSubgraph;
  readonly keys: Keys;
  readonly lifecycle: Lifecycle;
  readonly log: Log;
}

/** Begins what the keys ask for, and returns. @throws CodedError OTHER_KEY, OTHER_RECORD_KEY */
export async function startKeyChanges(changes: KeyChanges): Promise<void> {
  const { connection, opened, keys } = changes;
  if (opened.sealed !== undefined && (await isResealing(connection, keys.encryptionKey))) startResealing(changes);
  if (opened.keyed !== undefined && (await isRekeying(connection, keys.recordKey))) startRekeying(changes);
}

function startResealing(changes: KeyChanges): void {
  const { connection, opened, keys, log } = changes;
  const { encryptionKey } = keys;
  inBackground(changes, 'sealing anew', async (stopped) => {
    const sealing = { connection, collections: opened.sealed!, seal: fieldEncryption(encryptionKey), encryptionKey };
    const done = await resealAll({ ...sealing, stopped });
    if (done === undefined) return;
    const advice = done.unreadable === 0 ? 'the key before may leave ENCRYPTION_KEY' : 'no key opens some of them';
    log.info(done, `values are sealed under the new key; ${advice}`);
  });
}

function startRekeying(changes: KeyChanges): void {
  const { connection, opened, keys, log } = changes;
  const recount = async (): Promise<void> => {
    for (const { queue, all } of opened.works ?? []) await queue.mark(await all());
  };
  inBackground(changes, 'making record keys', async (stopped) => {
    const records = await rekeyAll({ connection, ...opened.keyed!, recordKey: keys.recordKey, stopped, recount });
    if (records === undefined) return;
    log.info({ records }, 'record keys are made with the new key; the key before may leave RECORD_KEY');
  });
}

/** A stop of the subgraph waits until the work has noticed it. */
function inBackground(
  { lifecycle, log }: KeyChanges,
  name: string,
  work: (stopped: () => boolean) => Promise<void>,
): void {
  let isStopped = false;
  const ended = work(() => isStopped).catch((cause: unknown) => {
    if (!isStopped) log.error({ err: cause }, `${name} failed; the next start goes on`);
  });
  lifecycle.onStop(name, () => {
    isStopped = true;
    return ended;
  });
}
