/**
 * The gateway's engine: the generation that serves, the next one while it is built, the old ones until their last request
 * has ended. A request pins the generation it begins with; a new generation goes live by one assignment.
 */
import { EventEmitter } from 'node:events';
import { CodedError, reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { SliceScheduler } from '../../base/time-slices.ts';
import { DEFAULT_LIMITS } from '../plan/operation-limits.ts';
import { buildGeneration, supergraphId, type GenerationOptions } from './build-generation.ts';
import { supergraphFault } from './errors.ts';
import type { Generation, Pinned } from './generation.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import { warm, type GenerationAuthorizations, type WarmOptions } from './warm.ts';

export interface EngineOptions extends Partial<Omit<GenerationOptions, 'compile'>>, Pick<GenerationOptions, 'compile'> {
  readonly source: SupergraphSource;
  readonly warm?: Partial<WarmOptions>;
  /** Whether a generation may serve at all under the gateway's options. @throws CodedError that refuses the supergraph */
  readonly validate?: (generation: Pick<Generation, 'sdl' | 'subgraphs'>) => void;
  /** Whose rights operations are prepared for before a generation goes live; `warm` tells of them unless told here. */
  readonly authorizations?: GenerationAuthorizations;
  readonly log?: Pick<Log, 'info' | 'warn' | 'error'>;
  /**
   * Called with every subgraph that some open generation may still ask, the newest generation's URL where they differ:
   * before a generation goes live, and after one has closed.
   */
  readonly onSubgraphs?: (subgraphs: ReadonlyMap<string, string>) => void;
}

/** What an engine tells those who listen. */
interface EngineEvents {
  /** A generation serves from now on. */
  live: [generation: Generation, previous: Generation | undefined];
  /** A new supergraph was not taken; the last good one serves on. */
  refused: [reason: CodedError];
  /** The last request of an old generation has ended, its planner with it. */
  closed: [id: string];
}

export interface ExecutionEngine {
  current(): Generation;
  pin(): Pinned;
  readonly events: EventEmitter<EngineEvents>;
  /** Takes a supergraph as its source would offer it. Resolves when it serves or is refused, which is also an event. */
  offer(sdl: string): Promise<void>;
  stop(): Promise<void>;
}

export const PLANNER_DEFAULTS: GenerationOptions['planner'] = {
  limits: DEFAULT_LIMITS,
  planBytes: 250_000,
  memory: 512,
  timeout: 2_000,
  startTimeout: 60_000,
  workers: 2,
  queue: 1_000,
  wait: 10_000,
};
const WARM_DEFAULTS: WarmOptions = { documents: [], authorizations: undefined, budget: 5_000, most: 500 };

/** @throws CodedError SUPERGRAPH_UNREADABLE, SUPERGRAPH_REFUSED, SUPERGRAPH_NOT_ENFORCED, what `judge` throws, for the first supergraph */
export async function createEngine(options: EngineOptions): Promise<ExecutionEngine> {
  const engine = new GenerationEngine(options);
  await engine.start();
  return engine;
}

class GenerationEngine implements ExecutionEngine {
  readonly events = new EventEmitter<EngineEvents>();
  readonly #options: EngineOptions;
  readonly #building: GenerationOptions;
  readonly #warm: WarmOptions;
  /** Every generation that is not closed; the last one serves. */
  readonly #open = new Set<Holder>();
  #live!: Holder;
  #source: { close(): Promise<void> } | undefined;
  /** The newest supergraph that waits while another one is built; an older one that waited is not worth building. */
  #next: string | undefined;
  #changing: Promise<void> | undefined;
  #stopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#building = {
      compile: options.compile,
      planner: { ...PLANNER_DEFAULTS, ...options.planner },
      preparedBytes: options.preparedBytes ?? 64_000_000,
      enforced: options.enforced ?? [],
      scheduler: options.scheduler ?? new SliceScheduler(),
    };
    this.#warm = { ...WARM_DEFAULTS, ...options.warm };
  }

  async start(): Promise<void> {
    const { source, log } = this.#options;
    const { sdl, close } = await source.open(
      (sdl) => void this.offer(sdl),
      (problem) => this.#refuse(problem),
    );
    this.#source = { close };
    try {
      await this.#change(sdl);
    } catch (thrown) {
      await close();
      throw thrown;
    }
    log?.info({ source: source.name, generation: this.#live.generation.id.slice(0, 12) }, 'supergraph loaded');
  }

  current(): Generation {
    return this.#live.generation;
  }

  pin(): Pinned {
    return this.#live.pin();
  }

  async offer(sdl: string): Promise<void> {
    this.#next = sdl;
    this.#changing ??= this.#changeWhileOffered();
    await this.#changing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#source?.close();
    await this.#changing;
    await Promise.all([...this.#open].map((holder) => holder.close()));
    this.events.removeAllListeners();
  }

  async #changeWhileOffered(): Promise<void> {
    // Not before `#changing` is set: it is cleared in the same step that finds nothing offered, so that no offer falls between.
    await undefined;
    while (this.#next !== undefined && !this.#stopped) {
      const sdl = this.#next;
      this.#next = undefined;
      try {
        if (supergraphId(sdl) !== this.current().id) await this.#change(sdl);
      } catch (thrown) {
        this.#refuse(thrown);
      }
    }
    this.#changing = undefined;
  }

  async #change(sdl: string): Promise<void> {
    const generation = await buildGeneration(sdl, this.#building);
    const rights = await this.#judge(generation);
    const before = this.#live as Holder | undefined;
    await warm(generation, before?.generation, { ...this.#warm, ...rights });
    if (this.#stopped) return generation.operations.close();
    const holder = new Holder(generation, () => this.#closed(holder));
    this.#open.add(holder);
    this.#tellSubgraphs();
    this.#live = holder;
    before?.retire();
    this.events.emit('live', generation, before?.generation);
  }

  /** @returns whose rights count on a generation that may serve */
  async #judge(generation: Generation): Promise<Partial<Pick<WarmOptions, 'authorizations' | 'renewed'>>> {
    const { validate: judge, authorizations: rights } = this.#options;
    try {
      judge?.(generation);
      return rights === undefined ? {} : { authorizations: rights.expected(generation), renewed: rights.renewed };
    } catch (thrown) {
      await generation.operations.close();
      throw thrown;
    }
  }

  #closed(holder: Holder): void {
    this.#open.delete(holder);
    if (!this.#stopped) this.#tellSubgraphs();
    this.events.emit('closed', holder.generation.id);
  }

  #tellSubgraphs(): void {
    const subgraphs = [...this.#open].flatMap(({ generation }) => [...generation.subgraphs]);
    this.#options.onSubgraphs?.(new Map(subgraphs));
  }

  #refuse(thrown: unknown): void {
    const reason =
      thrown instanceof CodedError
        ? thrown
        : supergraphFault('SUPERGRAPH_REFUSED', reasonOf(thrown), { cause: thrown });
    this.#options.log?.error(
      { code: reason.code, reason: reason.message },
      'new supergraph refused; the last good one serves on',
    );
    this.events.emit('refused', reason);
  }
}

/** Counts who still uses a generation and closes it when it is old and nobody does. */
class Holder {
  readonly generation: Generation;
  readonly #onClosed: () => void;
  #pins = 0;
  #retired = false;
  #closing: Promise<void> | undefined;

  constructor(generation: Generation, onClosed: () => void) {
    this.generation = generation;
    this.#onClosed = onClosed;
  }

  pin(): Pinned {
    this.#pins++;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      this.#pins--;
      if (this.#retired && this.#pins === 0) void this.close();
    };
    return { generation: this.generation, release };
  }

  retire(): void {
    this.#retired = true;
    if (this.#pins === 0) void this.close();
  }

  close(): Promise<void> {
    this.#closing ??= this.generation.operations.close().then(() => this.#onClosed());
    return this.#closing;
  }
}
