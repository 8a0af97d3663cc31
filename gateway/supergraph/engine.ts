/**
 * The gateway's engine: the generation that serves, the next one while it is built, and old ones until their last request has ended. A
 * request pins the generation with which it begins. A new generation goes live by one assignment.
 */
import { EventEmitter } from 'node:events';
import { CodedError, reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { defaultSettings } from '../../base/settings.ts';
import { SliceScheduler } from '../../base/time-slices.ts';
import { DEFAULT_PREPARED_BYTES, PLANNER_DEFAULTS } from '../plan/planner-defaults.ts';
import { buildGeneration, type GenerationOptions } from './build-generation.ts';
import type { ContractText } from './contract-text.ts';
import { supergraphFault } from './errors.ts';
import { changesBetween } from './changes-between.ts';
import { schemaVersion, type Generation, type Pinned } from './generation.ts';
import { supergraphSettings } from './settings.ts';
import type { OpenedSource, SupergraphSource, SupergraphTexts } from './supergraph-source.ts';
import { warm, type GenerationAuthorizations, type WarmOptions } from './warm.ts';

/** What an engine needs; everything but `source` and `compile` has a default. */
export interface EngineOptions
  extends Partial<Omit<GenerationOptions, 'compile' | 'planner'>>, Pick<GenerationOptions, 'compile'> {
  /** What is left out has the default of its option. */
  readonly planner?: Partial<GenerationOptions['planner']>;
  readonly source: SupergraphSource;
  /** How operations are prepared before a generation goes live; by default as WARM_OPERATIONS and WARM_BUDGET do. */
  readonly warm?: Partial<WarmOptions>;
  /** Checks whether a generation may serve under the gateway's options. @throws CodedError that refuses the supergraph */
  readonly validate?: (generation: Pick<Generation, 'sdl' | 'subgraphs'>) => void;
  /** For whom operations are prepared before a generation goes live; absent: as `warm` states. */
  readonly authorizations?: GenerationAuthorizations;
  readonly log?: Pick<Log, 'info' | 'warn' | 'error'>;
  /**
   * Called with every subgraph that an open generation may still call, with the newest generation's URL where they differ. Called before
   * a generation goes live, and after one has closed.
   */
  readonly onSubgraphs?: (subgraphs: ReadonlyMap<string, string>) => void;
}

/** The events of an engine. */
interface EngineEvents {
  /** A generation serves from now on. */
  live: [generation: Generation, previous: Generation | undefined];
  /** A new supergraph was refused; the last good one stays in use. */
  refused: [reason: CodedError];
  /** The last request of an old generation has ended, and its planner is closed. */
  closed: [id: string];
}

/** What came of a supergraph that an operator asked for. */
export type Reloaded =
  /** It serves now, or did before. */
  | { readonly outcome: 'live' | 'same'; readonly id: string }
  /** The one with this id stays in use. */
  | { readonly outcome: 'refused'; readonly id: string; readonly code: string; readonly reason: string };

/** Holds the generations of a gateway. */
export interface ExecutionEngine {
  /** The generation that serves now. */
  current(): Generation;
  /** Since when it serves. */
  readonly liveSince: Date;
  /** Since when its source cannot be read, ms since 1970; `undefined` while it can. */
  sourceFailingSince(): number | undefined;
  /** The same, kept open until it is released: for one request. */
  pin(): Pinned;
  readonly events: EventEmitter<EngineEvents>;
  /** Offers a supergraph with its variants, as the source does. Resolves when it serves or is refused, which is also an event. */
  offer(sdl: string, contracts?: readonly ContractText[]): Promise<void>;
  /** Offers what the source has now, or the texts that are passed. @throws CodedError where the source cannot be read */
  reload(texts?: SupergraphTexts): Promise<Reloaded>;
  /** Stops watching the source and closes all generations. */
  stop(): Promise<void>;
}

const { warmBudget: budget, warmOperations: most } = defaultSettings(supergraphSettings);
const WARM_DEFAULTS: WarmOptions = { documents: [], authorizations: undefined, budget, most };

/**
 * Starts an engine. Resolves when the first supergraph serves.
 * @throws CodedError SUPERGRAPH_UNREADABLE, SUPERGRAPH_REFUSED, SUPERGRAPH_NOT_ENFORCED for it, and what `validate` throws
 */
export async function createEngine(options: EngineOptions): Promise<ExecutionEngine> {
  const engine = new GenerationEngine(options);
  await engine.start();
  return engine;
}

type ExpectedAuthorizations = Partial<Pick<WarmOptions, 'authorizations' | 'renewed'>>;

function isSame(one: SupergraphTexts, other: SupergraphTexts | undefined): boolean {
  const texts = ({ contracts = [] }: SupergraphTexts): string => JSON.stringify(contracts);
  return one.sdl === other?.sdl && texts(one) === texts(other);
}

class GenerationEngine implements ExecutionEngine {
  readonly events = new EventEmitter<EngineEvents>();
  readonly #options: EngineOptions;
  readonly #building: GenerationOptions;
  readonly #warm: WarmOptions;
  /** Every generation that is not closed; the last one serves. */
  readonly #open = new Set<Holder>();
  #live!: Holder;
  liveSince = new Date();
  #source: OpenedSource | undefined;
  /** The newest supergraph that waits while another one is built. It replaces an older one that waits. */
  #next: SupergraphTexts | undefined;
  /** What serves now. */
  #served: SupergraphTexts | undefined;
  #changing: Promise<void> | undefined;
  #stopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#building = {
      compile: options.compile,
      planner: { ...PLANNER_DEFAULTS, ...options.planner },
      preparedBytes: options.preparedBytes ?? DEFAULT_PREPARED_BYTES,
      enforced: options.enforced ?? [],
      scheduler: options.scheduler ?? new SliceScheduler(),
    };
    this.#warm = { ...WARM_DEFAULTS, ...options.warm };
  }

  async start(): Promise<void> {
    // What the source offers meanwhile waits until the first supergraph serves.
    const first = Promise.resolve().then(() => this.#serveFirst());
    this.#changing = first.then(
      () => this.#changeWhileOffered(),
      () => {},
    );
    await first;
  }

  async #serveFirst(): Promise<void> {
    const { source, log } = this.#options;
    const opened = await source.open(
      (sdl, contracts) => void this.offer(sdl, contracts),
      (problem) => this.#refuse(problem),
    );
    this.#source = opened;
    try {
      await this.#change(opened);
    } catch (thrown) {
      await opened.close();
      throw thrown;
    }
    log?.info({ source: source.name, generation: schemaVersion(this.#live.generation) }, 'supergraph loaded');
  }

  current(): Generation {
    return this.#live.generation;
  }

  sourceFailingSince(): number | undefined {
    return this.#source?.failingSince?.();
  }

  pin(): Pinned {
    return this.#live.pin();
  }

  async offer(sdl: string, contracts: readonly ContractText[] = []): Promise<void> {
    this.#next = { sdl, contracts };
    this.#changing ??= this.#changeWhileOffered();
    await this.#changing;
  }

  async reload(given?: SupergraphTexts): Promise<Reloaded> {
    const texts = given ?? (await this.#source?.read?.()) ?? this.#served!;
    if (isSame(texts, this.#served)) return { outcome: 'same', id: this.current().id };
    let refused: CodedError | undefined;
    const onRefused = (reason: CodedError): void => void (refused = reason);
    this.events.on('refused', onRefused);
    await this.offer(texts.sdl, texts.contracts).finally(() => this.events.off('refused', onRefused));
    const { id } = this.current();
    return refused === undefined
      ? { outcome: 'live', id }
      : { outcome: 'refused', id, code: refused.code, reason: refused.message };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#source?.close();
    await this.#changing;
    await Promise.all([...this.#open].map((holder) => holder.close()));
    this.events.removeAllListeners();
  }

  async #changeWhileOffered(): Promise<void> {
    // Continue only after `#changing` is set. It is cleared in the same step that finds nothing offered, so no offer is lost.
    await Promise.resolve();
    while (this.#next !== undefined && !this.#stopped) {
      const offered = this.#next;
      this.#next = undefined;
      try {
        if (!isSame(offered, this.#served)) await this.#change(offered);
      } catch (thrown) {
        this.#refuse(thrown);
      }
    }
    this.#changing = undefined;
  }

  async #change(offered: SupergraphTexts): Promise<void> {
    const { sdl, contracts = [] } = offered;
    const generation = await buildGeneration(sdl, this.#building, contracts);
    const authorizations = await this.#validate(generation);
    const before = this.#live as Holder | undefined;
    await this.#prepare(generation, before?.generation, authorizations);
    if (this.#stopped) return generation.operations.close();
    const holder = new Holder(generation, () => this.#closed(holder));
    this.#open.add(holder);
    this.#notifySubgraphs();
    this.#live = holder;
    this.liveSince = new Date();
    this.#served = offered;
    before?.retire();
    this.#options.source.onLive?.(sdl);
    if (before !== undefined) this.#tellChange(generation, before.generation);
    this.events.emit('live', generation, before?.generation);
  }

  #tellChange(generation: Generation, before: Generation): void {
    this.#options.log?.info(
      {
        source: this.#options.source.name,
        generation: schemaVersion(generation),
        before: schemaVersion(before),
        ...changesBetween(before, generation),
      },
      'a new supergraph serves',
    );
  }

  /** @returns for whom operations are prepared on a generation that may serve */
  async #validate(generation: Generation): Promise<ExpectedAuthorizations> {
    const { authorizations } = this.#options;
    try {
      this.#options.validate?.(generation);
      if (authorizations === undefined) return {};
      for (const shown of generation.contracts.values()) authorizations.expected(shown);
      return {
        authorizations: authorizations.expected(generation),
        renewed: (previous, next) => authorizations.renewed(previous, next),
      };
    } catch (thrown) {
      await generation.operations.close();
      throw thrown;
    }
  }

  /** Contracts come after the whole graph, and only with what was asked under them. */
  async #prepare(
    generation: Generation,
    before: Generation | undefined,
    authorizations: ExpectedAuthorizations,
  ): Promise<void> {
    const until = performance.now() + this.#warm.budget;
    await warm(generation, before, { ...this.#warm, ...authorizations });
    for (const [name, shown] of generation.contracts) {
      await warm(shown, before?.contracts.get(name), {
        ...this.#warm,
        ...(authorizations.renewed && { renewed: authorizations.renewed }),
        documents: [],
        budget: Math.max(0, until - performance.now()),
      });
    }
  }

  #closed(holder: Holder): void {
    this.#open.delete(holder);
    if (!this.#stopped) this.#notifySubgraphs();
    this.events.emit('closed', holder.generation.id);
  }

  #notifySubgraphs(): void {
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
      'new supergraph refused; the last good one stays in use',
    );
    this.events.emit('refused', reason);
  }
}

/** Counts the requests on a generation, and closes it when it is retired and no request uses it. */
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
