/** What runs in the thread of a mingo stage; started by mingo-stage.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { runMingo, type MingoTask } from './mingo-run.ts';

parentPort!.postMessage(runMingo(workerData as MingoTask));
