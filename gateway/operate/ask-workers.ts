/**
 * `--workers`: the primary asks each worker what its operator asks, and answers for all of them. A worker that does not answer in time is
 * left out, so that one that does not get on hides nothing of the others.
 */
import { AggregatorRegistry } from 'prom-client';
import { codedError } from '../../base/errors.ts';
import type { LogLevel } from '../../base/log.ts';
import type { Readiness, SubgraphHealth } from '../fetch/subgraph-health.ts';
import type { Reloaded } from '../supergraph/engine.ts';
import type { SupergraphTexts } from '../supergraph/supergraph-source.ts';
import { EndedWorkers, type ProcessMetrics } from './ended-workers.ts';
import { operateFault } from './errors.ts';
import type { ByProcess, GenerationReport, Invalidated, OperatedGateway } from './operated.ts';

/** What a worker is asked. */
type Question =
  | { readonly ask: 'metrics' | 'readiness' | 'subgraphs' | 'generation' }
  | { readonly ask: 'reload'; readonly texts: SupergraphTexts }
  | { readonly ask: 'invalidate'; readonly tags: readonly string[] | 'all' }
  | { readonly ask: 'log level'; readonly level: LogLevel; readonly ms: number };

/** From the primary to a worker. */
export type OperateQuestion = { readonly kind: 'operate'; readonly id: number } & Question;
/** From a worker to the primary. */
export interface OperateAnswer {
  readonly kind: 'operated';
  readonly id: number;
  readonly value?: unknown;
  /** Why there is no value. */
  readonly fault?: string;
}

/** A worker as the primary asks it. */
export interface AskedWorker {
  readonly pid: number;
  send(question: OperateQuestion): void;
}

/** What of a process a worker answers with. */
export interface OperatedProcess extends Omit<
  OperatedGateway,
  'metrics' | 'subgraphs' | 'generation' | 'reload' | 'invalidate' | 'drain' | 'readiness'
> {
  /** As prom-client aggregates it. */
  metrics(): Promise<object>;
  readiness(): Readiness;
  subgraphs(): readonly SubgraphHealth[];
  generation(): GenerationReport;
  /** @param texts offered instead of what its source has */
  reload(texts?: SupergraphTexts): Promise<Reloaded>;
  invalidate(tags: readonly string[] | 'all'): Promise<Invalidated>;
  /** A mutation of another process has ended answers of these tags, if any, of which everybody else is told already. */
  mutatedElsewhere(tags: readonly string[]): void;
}

/** ms that a worker has for an answer; a supergraph takes longer, since operations are prepared for it. */
const [PATIENCE, RELOAD_PATIENCE] = [5_000, 60_000];

/** In a worker: what the primary asks, answered. */
export async function answerPrimary(
  process: OperatedProcess,
  question: OperateQuestion,
  send: (answer: OperateAnswer) => void,
): Promise<void> {
  const { id } = question;
  try {
    send({ kind: 'operated', id, value: await answerOf(process, question) });
  } catch (thrown) {
    send({ kind: 'operated', id, fault: codedError(thrown).message });
  }
}

function answerOf(process: OperatedProcess, question: OperateQuestion): unknown {
  switch (question.ask) {
    case 'reload':
      return process.reload(question.texts);
    case 'invalidate':
      return process.invalidate(question.tags);
    case 'log level':
      return process.logLevel(question.level, question.ms);
    case 'metrics':
      return process.metrics();
    case 'readiness':
      return process.readiness();
    case 'subgraphs':
      return process.subgraphs();
    case 'generation':
      return process.generation();
  }
}

/** What the primary itself knows and does. */
export interface PrimaryParts {
  /** The workers that serve. */
  readonly workers: () => readonly AskedWorker[];
  /** Reads the source now. @throws CodedError */
  readonly readSource: () => Promise<SupergraphTexts>;
  readonly drain: () => void;
  /** What the primary itself measures, as prom-client aggregates it. */
  readonly metrics: () => Promise<object>;
}

/** The workers of a primary, as their operator meets them. */
export class OperatedWorkers implements OperatedGateway {
  readonly #parts: PrimaryParts;
  readonly #asked = new Map<number, { readonly pid: number; readonly end: (answer?: OperateAnswer) => void }>();
  readonly #ended = new EndedWorkers();
  #last = 0;

  constructor(parts: PrimaryParts) {
    this.#parts = parts;
  }

  /** A worker has answered. */
  answered(answer: OperateAnswer): void {
    this.#asked.get(answer.id)?.end(answer);
  }

  /** A worker has died: nobody waits for its answer any more. */
  workerEnded(pid: number): void {
    for (const asked of [...this.#asked.values()]) if (asked.pid === pid) asked.end();
  }

  async metrics(): Promise<string> {
    const { processes } = await this.#askAll<ProcessMetrics>({ ask: 'metrics' });
    const answered = new Map(Object.entries(processes).map(([pid, metrics]) => [Number(pid), metrics]));
    const living = new Set(this.#parts.workers().map(({ pid }) => pid));
    const before = await this.#ended.beside(answered, living);
    const all = [...answered.values(), ...before, await this.#parts.metrics()];
    return AggregatorRegistry.aggregate(all).metrics();
  }

  /** Ready when every worker that answers is. */
  async readiness(): Promise<Readiness> {
    const { processes } = await this.#askAll<Readiness>({ ask: 'readiness' });
    return Object.values(processes).find(({ state }) => state !== 'ready') ?? { state: 'ready' };
  }

  subgraphs(): Promise<ByProcess<readonly SubgraphHealth[]>> {
    return this.#askAll({ ask: 'subgraphs' });
  }

  generation(): Promise<ByProcess<GenerationReport>> {
    return this.#askAll({ ask: 'generation' });
  }

  async reload(): Promise<ByProcess<Reloaded>> {
    return this.#askAll({ ask: 'reload', texts: await this.#parts.readSource() }, RELOAD_PATIENCE);
  }

  invalidate(tags: readonly string[] | 'all'): Promise<ByProcess<Invalidated>> {
    return this.#askAll({ ask: 'invalidate', tags });
  }

  async logLevel(level: LogLevel, ms: number): Promise<void> {
    await this.#askAll({ ask: 'log level', level, ms });
  }

  drain(): void {
    this.#parts.drain();
  }

  /** @throws CodedError WORKER_SILENT where none answers */
  async #askAll<Value>(question: Question, patience = PATIENCE): Promise<ByProcess<Value>> {
    const answers = await Promise.all(
      this.#parts.workers().map(async (worker) => [worker.pid, await this.#ask(worker, question, patience)] as const),
    );
    const given = answers.flatMap(([pid, answer]) =>
      answer === undefined || answer.fault !== undefined ? [] : [[pid, answer.value] as const],
    );
    if (given.length > 0) return { processes: Object.fromEntries(given) as Record<string, Value> };
    throw operateFault(
      'WORKER_SILENT',
      answers.map(([, answer]) => answer?.fault).find((fault) => fault !== undefined),
    );
  }

  /** @returns undefined where it does not answer in time */
  #ask(worker: AskedWorker, question: Question, patience: number): Promise<OperateAnswer | undefined> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      const end = (answer?: OperateAnswer): void => {
        clearTimeout(timer);
        this.#asked.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(end, patience);
      this.#asked.set(id, { pid: worker.pid, end });
      worker.send({ kind: 'operate', id, ...question });
    });
  }
}
