/** What runs in the thread of a check; started by check.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../../base/errors.ts';
import { verifyFile } from './verify.ts';

try {
  verifyFile(workerData as string);
  parentPort!.postMessage(undefined);
} catch (thrown) {
  parentPort!.postMessage(reasonOf(thrown));
}
