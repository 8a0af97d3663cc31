/** The store in a thread of its own, so that it does not hold up the thread that asks for it. */
import { Worker } from 'node:worker_threads';
import type { RunningStore, StoreOptions } from './serve.ts';
import type { LogLevel } from '../base/log.ts';

export type ThreadOptions = Omit<StoreOptions, 'log'> & { readonly logLevel?: LogLevel };
type Answer = { readonly uri: string; readonly port: number } | { readonly error: string };

/** @throws Error with the reason why it did not start */
export async function startStoreThread(options: ThreadOptions): Promise<RunningStore> {
  const worker = new Worker(new URL('./thread-entry.ts', import.meta.url), { workerData: options, execArgv: ['--disable-warning=ExperimentalWarning'] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const answer = await new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if ('error' in answer) throw new Error(answer.error);
  return {
    ...answer,
    async stop() {
      worker.postMessage('stop');
      await exited;
    },
  };
}
