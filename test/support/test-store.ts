/** A store of its own for one test file, in a thread and a folder that go with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startStoreThread, type StoreThreadOptions } from '../../store/thread.ts';

export interface TestStore {
  readonly uri: string;
  readonly port: number;
  readonly folder: string;
  readonly client: MongoClient;
  close(): Promise<void>;
}

export async function openTestStore(options: Partial<StoreThreadOptions> = {}): Promise<TestStore> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'store-test-'));
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent', ...options });
  const client = await new MongoClient(store.uri).connect();
  return {
    uri: store.uri,
    port: store.port,
    folder,
    client,
    async close() {
      await client.close();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
