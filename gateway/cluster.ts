/**
 * `--workers N`: N processes serve one port. The primary watches the supergraph and sends it to all of them, so that they
 * change together and read no file. A worker that dies is replaced. The primary answers no request itself: it hands out connections.
 */
import cluster, { type Worker } from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';
import { faultsOf, reasonOf } from '../base/errors.ts';
import { urlHost } from '../base/listen.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { primaryMetrics } from './observe/metrics/primary-metrics.ts';
import { memoryCounters } from './guard/limits/open-counters.ts';
import { answersCounts, type CountsRequest } from './guard/limits/primary-counter.ts';
import { ConnectionHandover, type LeavingMessage } from './connection-handover.ts';
import {
  answerPrimary,
  OperatedWorkers,
  type AskedWorker,
  type OperateAnswer,
  type OperatedProcess,
  type OperateQuestion,
} from './operate/ask-workers.ts';
import type { OperatedGateway } from './operate/operated.ts';
import type { SupergraphSource, SupergraphTexts } from './supergraph/supergraph-source.ts';

/** Why a cluster of workers does not start. */
export const clusterErrors = {
  WORKER_FAILED: {
    status: 500,
    what: 'A worker process could not start',
    solve: "The message holds the worker's own error; solve that one.",
  },
} as const;
const fault = faultsOf(clusterErrors);

/** Messages from the primary to a worker. */
type ToWorker = ({ readonly kind: 'supergraph' } & SupergraphTexts) | EndedTags;
/** Messages from a worker to the primary. */
type ToPrimary =
  | { readonly kind: 'ready' }
  | { readonly kind: 'serving' }
  | EndedTags
  | LeavingMessage
  | CountsRequest
  | OperateAnswer
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A mutation of one worker has ended answers, if it has any tags, which the others keep too; they may also have begun to make them. */
interface EndedTags {
  readonly kind: 'ended tags';
  readonly tags: readonly string[];
}

/** A worker that dies younger than this is replaced only at this age, ms: its replacement would likely die as well. */
const LEAST_AGE = 1_000;

/** What a primary runs with. */
export interface ClusterOptions {
  /** How many worker processes. */
  readonly workers: number;
  /** What the workers speak at the port. */
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly host: string;
  readonly source: SupergraphSource;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
  /** Opens the operators' port for the workers together. */
  readonly operate: (operated: OperatedGateway) => Promise<unknown>;
  /** Begins to stop as SIGTERM does. */
  readonly drain: () => void;
}

/**
 * Runs the primary.
 * @returns the URL, once every worker serves
 * @throws CodedError SUPERGRAPH_UNREADABLE, WORKER_FAILED, PORT_TAKEN, PORT_REFUSED
 */
export async function runPrimary(options: ClusterOptions): Promise<string> {
  const { workers, scheme, port, host, source, log, lifecycle, operate, drain } = options;
  let texts: SupergraphTexts = { sdl: '' };
  const opened = await source.open(
    (changed, contracts) => {
      texts = { sdl: changed, contracts };
      for (const worker of Object.values(cluster.workers ?? {}))
        worker?.send({ kind: 'supergraph', ...texts } satisfies ToWorker);
      // Each worker judges it; one that all of them refuse would be kept here.
      source.onLive?.(changed);
    },
    (problem) =>
      log.error({ reason: problem.message }, 'the supergraph cannot be read; the last good one stays in use'),
  );
  texts = { sdl: opened.sdl, contracts: opened.contracts };
  lifecycle.onStop('supergraph source', () => opened.close());
  const counters = memoryCounters();
  lifecycle.onStop('counters', () => counters.close());
  const connections = new ConnectionHandover();
  lifecycle.onStop('connections', () => connections.close());
  lifecycle.onStop('workers', stopWorkers);
  const readSource = async (): Promise<SupergraphTexts> => (await opened.read?.()) ?? texts;
  const measured = primaryMetrics(
    () => servingWorkers().length,
    () => opened.failingSince?.(),
  );
  const metrics = () => measured.registry.getMetricsAsJSON();
  const operated = new OperatedWorkers({ workers: servingWorkers, readSource, drain, metrics });
  const answerCounts = answersCounts(counters);
  const start = (): Promise<void> =>
    startWorker({ texts: () => texts, log, connections, lifecycle, operated, answerCounts });
  replaceDeadWorkers(start, { log, lifecycle, onDeath: () => measured.workerDied() });
  await Promise.all(Array.from({ length: workers }, start));
  await operate(operated);
  source.onLive?.(texts.sdl);
  return `${scheme}://${urlHost(host)}:${await connections.listen(port, host)}`;
}

/** What the primary needs to run a worker. */
interface WorkerParts {
  readonly texts: () => SupergraphTexts;
  readonly log: Log;
  readonly connections: ConnectionHandover;
  readonly lifecycle: Lifecycle;
  readonly answerCounts: ReturnType<typeof answersCounts>;
  readonly operated: Pick<OperatedWorkers, 'answered' | 'workerEnded'>;
}

/** Workers that have said that they serve: one that still starts would keep whoever asks waiting. */
const serving = new WeakSet<Worker>();

/** @returns the workers that can be asked */
function servingWorkers(): AskedWorker[] {
  return Object.values(cluster.workers ?? {}).flatMap((worker) =>
    worker?.isConnected() === true && serving.has(worker)
      ? [{ pid: worker.process.pid!, send: (question: OperateQuestion) => void worker.send(question, () => {}) }]
      : [],
  );
}

/** Forks one worker. Resolves when it serves. @throws CodedError WORKER_FAILED */
function startWorker(parts: WorkerParts): Promise<void> {
  const worker = cluster.fork();
  worker.once('exit', () => {
    parts.connections.remove(worker);
    parts.operated.workerEnded(worker.process.pid!);
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'failed') reject(fault('WORKER_FAILED', `${message.code}: ${message.message}`));
      else receive(worker, message, parts);
      if (message.kind === 'serving') resolve();
    });
    worker.once('exit', (code) => reject(fault('WORKER_FAILED', `it ended with ${code} before it served`)));
  });
}

function receive(worker: Worker, message: ToPrimary, parts: WorkerParts): void {
  const { texts, log, connections, lifecycle, operated, answerCounts } = parts;
  const { kind } = message;
  if (kind === 'operated') operated.answered(message);
  if (kind === 'ended tags') tellOthers(worker, message);
  if (kind === 'count') void answerCounts(worker, message);
  if (kind === 'ready') worker.send({ kind: 'supergraph', ...texts() } satisfies ToWorker);
  if (kind === 'serving') {
    log.info({ worker: worker.process.pid }, 'a worker serves');
    serving.add(worker);
    connections.add(worker);
  }
  if (kind === 'leaving') {
    // New connections are refused before the first worker is released: those accepted so far are with a worker that still reads them.
    const refused = lifecycle.stopping ? connections.close() : Promise.resolve();
    void refused.then(() => connections.remove(worker));
  }
}

function tellOthers(from: Worker, message: EndedTags): void {
  for (const worker of Object.values(cluster.workers ?? {}))
    if (worker !== from && worker?.isConnected() === true) worker.send(message, () => {});
}

function replaceDeadWorkers(
  start: () => Promise<void>,
  { log, lifecycle, onDeath }: Pick<ClusterOptions, 'log' | 'lifecycle'> & { readonly onDeath: () => void },
): void {
  const isStopping = (): boolean => lifecycle.stopping;
  const startedAt = new WeakMap<Worker, number>();
  cluster.on('fork', (worker) => startedAt.set(worker, performance.now()));
  const replace = async (worker: Worker): Promise<void> => {
    const age = performance.now() - (startedAt.get(worker) ?? 0);
    if (age < LEAST_AGE) await wait(LEAST_AGE - age);
    // The gateway may have begun to stop meanwhile.
    if (isStopping()) return;
    start().catch((thrown: unknown) => log.error({ reason: reasonOf(thrown) }, 'a worker could not be replaced'));
  };
  cluster.on('exit', (worker, code, signal) => {
    if (isStopping()) return;
    // With Ctrl-C every process gets the signal, and a worker may have ended before this one hears of it.
    if (code === 0) log.info({ worker: worker.process.pid }, 'a worker has ended');
    else {
      onDeath();
      log.warn({ worker: worker.process.pid, code, signal }, 'a worker died; it is replaced');
    }
    void replace(worker);
  });
}

/** On SIGTERM each worker answers what is under way before it ends. */
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

/** In a worker: supergraphs as the primary sends them. */
export function primarySource(): SupergraphSource {
  return {
    name: 'the primary process',
    open: (offer) =>
      new Promise((resolve) => {
        let first = true;
        const receive = ({ kind, sdl, contracts }: SupergraphTexts & { readonly kind: string }): void => {
          if (kind !== 'supergraph') return;
          if (!first) return offer(sdl, contracts);
          first = false;
          resolve({
            sdl,
            contracts,
            close: () => {
              process.off('message', receive);
              return Promise.resolve();
            },
          });
        };
        process.on('message', receive);
        void notifyPrimary({ kind: 'ready' });
      }),
  };
}

/** In a worker: answers what the primary asks for the operator. */
export function answerQuestions(running: OperatedProcess): void {
  process.on('message', (message: OperateQuestion | ToWorker) => {
    if (message.kind === 'operate') void answerPrimary(running, message, (answer) => void notifyPrimary(answer));
    if (message.kind === 'ended tags') running.mutatedElsewhere(message.tags);
  });
}

/** In a worker: sends the primary a message. Resolves once it is sent; at once in a process without a primary. */
export function notifyPrimary(message: ToPrimary): Promise<void> {
  return new Promise((resolve) =>
    process.send ? process.send(message, undefined, undefined, () => resolve()) : resolve(),
  );
}
