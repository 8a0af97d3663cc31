/**
 * `--workers N`: N processes serve one port. The primary watches the supergraph and hands it to all of them, so they
 * change together and read no file; a worker that dies is replaced. The primary answers no request itself: it hands out connections.
 */
import cluster, { type Worker } from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';
import { faultsOf, type CodedError } from '../base/errors.ts';
import { urlHost } from '../base/listen.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { memoryCounters } from './guard/limits/counter.ts';
import { answersCounts, type CountsRequest } from './guard/limits/primary-counter.ts';
import { ConnectionHandover, type LeavingMessage } from './connection-handover.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';

export const clusterErrors = {
  WORKER_FAILED: {
    status: 500,
    what: 'A worker process could not start',
    solve: "The message holds the worker's own error; solve that one.",
  },
} as const;
const fault = faultsOf(clusterErrors);

/** What the primary tells a worker, and the other way round. */
type ToWorker = { readonly kind: 'supergraph'; readonly sdl: string };
type ToPrimary =
  | { readonly kind: 'ready' }
  | { readonly kind: 'serving' }
  | LeavingMessage
  | CountsRequest
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A worker that dies sooner than this after its start is not replaced at once, ms: it would only die again. */
const TOO_SOON = 1_000;

export interface ClusterOptions {
  readonly workers: number;
  readonly port: number;
  readonly host: string;
  readonly source: SupergraphSource;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
}

/**
 * Runs the primary. Resolves with the URL when every worker serves.
 * @throws CodedError SUPERGRAPH_UNREADABLE, WORKER_FAILED, PORT_TAKEN, PORT_REFUSED
 */
export async function runPrimary({ workers, port, host, source, log, lifecycle }: ClusterOptions): Promise<string> {
  let sdl = '';
  const opened = await source.open(
    (changed) => {
      sdl = changed;
      for (const worker of Object.values(cluster.workers ?? {}))
        worker?.send({ kind: 'supergraph', sdl } satisfies ToWorker);
    },
    (problem) => log.error({ reason: problem.message }, 'the supergraph cannot be read; the last good one stays in use'),
  );
  sdl = opened.sdl;
  lifecycle.onStop('supergraph source', () => opened.close());
  const counters = memoryCounters();
  lifecycle.onStop('counters', () => counters.close());
  const connections = new ConnectionHandover();
  lifecycle.onStop('connections', () => connections.close());
  lifecycle.onStop('workers', stopWorkers);
  const start = (): Promise<void> =>
    startWorker({ sdl: () => sdl, log, connections, lifecycle, answerCounts: answersCounts(counters) });
  replaceTheDead(start, log, lifecycle);
  await Promise.all(Array.from({ length: workers }, start));
  return `http://${urlHost(host)}:${await connections.listen(port, host)}`;
}

interface Workplace {
  readonly sdl: () => string;
  readonly log: Log;
  readonly connections: ConnectionHandover;
  readonly lifecycle: Lifecycle;
  readonly answerCounts: ReturnType<typeof answersCounts>;
}

/** Forks one worker. Resolves when it serves. */
function startWorker(place: Workplace): Promise<void> {
  const worker = cluster.fork();
  worker.once('exit', () => place.connections.remove(worker));
  return new Promise((resolve, reject) => {
    worker.on('message', (said: ToPrimary) => {
      if (said.kind === 'failed') reject(fault('WORKER_FAILED', `${said.code}: ${said.message}`));
      else hear(worker, said, place);
      if (said.kind === 'serving') resolve();
    });
    worker.once('exit', (code) => reject(fault('WORKER_FAILED', `it ended with ${code} before it served`)));
  });
}

function hear(worker: Worker, said: ToPrimary, { sdl, log, connections, lifecycle, answerCounts }: Workplace): void {
  const { kind } = said;
  if (kind === 'count') void answerCounts(worker, said);
  if (kind === 'ready') worker.send({ kind: 'supergraph', sdl: sdl() } satisfies ToWorker);
  if (kind === 'serving') {
    log.info({ worker: worker.process.pid }, 'a worker serves');
    connections.add(worker);
  }
  if (kind === 'leaving') {
    // Refused before the first worker is let go: what came until now is with a worker that still takes it.
    const refused = lifecycle.stopping ? connections.close() : Promise.resolve();
    void refused.then(() => connections.remove(worker));
  }
}

function replaceTheDead(start: () => Promise<void>, log: Log, lifecycle: Lifecycle): void {
  const born = new WeakMap<Worker, number>();
  cluster.on('fork', (worker) => born.set(worker, performance.now()));
  cluster.on('exit', async (worker, code, signal) => {
    if (lifecycle.stopping) return;
    log.warn({ worker: worker.process.pid, code, signal }, 'a worker died; it is replaced');
    const age = performance.now() - (born.get(worker) ?? 0);
    if (age < TOO_SOON) await wait(TOO_SOON - age);
    if (!lifecycle.stopping)
      start().catch((thrown: CodedError) => log.error({ reason: thrown.message }, 'a worker could not be replaced'));
  });
}

/** SIGTERM lets each worker answer what is under way. */
async function stopWorkers(): Promise<void> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          worker.once('exit', () => resolve());
          worker.kill('SIGTERM');
        }),
    ),
  );
}

/** The supergraph as the primary hands it to this worker. */
export function primarySource(): SupergraphSource {
  return {
    name: 'the primary process',
    open: (offer) =>
      new Promise((resolve) => {
        let first = true;
        const hear = ({ kind, sdl }: ToWorker): void => {
          if (kind !== 'supergraph') return;
          if (!first) return offer(sdl);
          first = false;
          resolve({ sdl, close: async () => void process.off('message', hear) });
        };
        process.on('message', hear);
        void tellPrimary({ kind: 'ready' });
      }),
  };
}

/** Says to the primary that this worker serves, or why it cannot; resolves when it has been told. */
export function tellPrimary(said: ToPrimary): Promise<void> {
  return new Promise((resolve) =>
    process.send ? process.send(said, undefined, undefined, () => resolve()) : resolve(),
  );
}
