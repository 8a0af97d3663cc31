/** Changes of keys. Those of ENCRYPTION_KEY and RECORD_KEY work in the background, and what was not done when the subgraph stops is done after its next start. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { rekeyAll } from './counts/rekey.ts';
import { addHashes } from './data/add-hashes.ts';
import type { DatabaseConnection } from './data/database.ts';
import { fieldEncryption } from './data/field-encryption.ts';
import { isKeyChanging, KEPT_KEYS } from './data/kept-key.ts';
import { resealAll } from './data/reseal.ts';
import { retokenAll } from './data/retoken.ts';
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

/** Begins what the keys ask for; only of another IDENTITY_KEY the end is awaited. @throws CodedError OTHER_KEY, OTHER_RECORD_KEY, OTHER_IDENTITY_KEY */
export async function startKeyChanges(changes: KeyChanges): Promise<void> {
  const { connection, opened, keys } = changes;
  if (opened.tokened !== undefined)
    await ((await isKeyChanging(connection, KEPT_KEYS.identity, keys.identityKey))
      ? makeTokens(changes)
      : addHashes(opened.tokened));
  if (opened.sealed !== undefined && (await isKeyChanging(connection, KEPT_KEYS.encryption, keys.encryptionKey)))
    startResealing(changes);
  if (opened.keyed !== undefined && (await isKeyChanging(connection, KEPT_KEYS.records, keys.recordKey)))
    startRekeying(changes);
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

async function makeTokens({ connection, opened, keys, log }: KeyChanges): Promise<void> {
  log.info('persons get tokens of the new IDENTITY_KEY; nothing is answered until all have them');
  const records = await retokenAll(connection, opened.tokened!, keys.identityKey);
  await recountAll(opened);
  log.info(
    { records },
    'persons have tokens of the new key; the key before may leave IDENTITY_KEY once all subgraphs say so',
  );
}

async function recountAll({ works = [] }: OpenedSubgraph): Promise<void> {
  for (const { queue, all } of works) await queue.mark(await all());
}

function startRekeying(changes: KeyChanges): void {
  const { connection, opened, keys, log } = changes;
  const recount = (): Promise<void> => recountAll(opened);
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
