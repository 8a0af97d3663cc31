/** What runs in the store's thread; started by thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { CodedError, reasonOf } from '../base/errors.ts';
import { logOf } from '../base/log.ts';
import { startStore } from './serve.ts';
import { startFault } from './start-errors.ts';
import type { StoreThreadOptions } from './thread.ts';

const options = workerData as StoreThreadOptions;
const port = parentPort!;
try {
  const store = await startStore({ ...options, log: logOf('store', options.logLevel ?? 'warn') });
  port.once('message', () => void store.stop().then(() => port.close()));
  port.postMessage({ uri: store.uri, port: store.port });
} catch (thrown) {
  const { message, code, status } =
    thrown instanceof CodedError ? thrown : startFault('STORE_FAILED', reasonOf(thrown));
  port.postMessage({ error: message, code, status });
  port.close();
}
