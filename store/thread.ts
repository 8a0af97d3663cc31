/** Starts the store in a thread of its own, so that its work does not delay that of the caller. */
import { Worker } from 'node:worker_threads';
import { CodedError } from '../base/errors.ts';
import type { RunningStore, StoreOptions } from './serve.ts';
import type { LogLevel } from '../base/log.ts';

/** How a store in a thread is started; its log is made in the thread, at `warn` by default. */
export type StoreThreadOptions = Omit<StoreOptions, 'log'> & { readonly logLevel?: LogLevel };
type Answer =
  | { readonly uri: string; readonly port: number }
  | { readonly error: string; readonly code: string; readonly status: number };

/** Starts a store. @throws CodedError with the reason why it did not start: PORT_TAKEN, STORE_FAILED … */
export async function startStoreThread(options: StoreThreadOptions): Promise<RunningStore> {
  const worker = new Worker(new URL('./thread-entry.ts', import.meta.url), {
    workerData: options,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const answer = await new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if ('error' in answer) throw new CodedError(answer.code, answer.status, answer.error);
  return {
    ...answer,
    async stop() {
      worker.postMessage('stop');
      await exited;
    },
  };
}
