/**
 * The operations that are ready, the least recently used dropped when they weigh too much. Whoever asks for one that is
 * being prepared waits for the same preparation; one that was refused is refused again without work for a short while.
 */
import { LRUCache } from 'lru-cache';
import type { AbortState } from '../../base/abort-state.ts';
import { WaitingClients } from './waiting-clients.ts';
import { labelledWays, withLabels, type LabelledWays } from './labelled-ways.ts';
import { checkText } from './operation-limits.ts';
import { prepareOperation, type PreparationContext } from './prepare-operation.ts';
import type { ChooseLabels } from './override-labels.ts';
import type { Planner } from './planner.ts';
import type { OperationPreparer, PreparedOperation } from './prepared-operation.ts';
import type { Authorization } from './authorization.ts';

export interface PreparedOptions {
  /** How much the prepared operations may weigh together, bytes. */
  readonly bytes: number;
  /** The longest text that is looked at, characters. */
  readonly text: number;
}

/** How long a refusal is remembered, ms: long enough to make a client that repeats it cheap, short enough to forget a bad moment. */
const REFUSAL_LIFE = 5_000;
/** What all remembered refusals may weigh, characters of their keys. */
const REFUSAL_BYTES = 2_000_000;

interface Entry {
  readonly prepared: PreparedOperation;
  uses: number;
}

export function preparedOperations(
  ground: PreparationContext & { readonly planner: Planner },
  options: PreparedOptions,
): OperationPreparer {
  return new PreparedOperations(ground, options);
}

class PreparedOperations implements OperationPreparer {
  readonly #ground: PreparationContext & { readonly planner: Planner };
  readonly #options: PreparedOptions;
  readonly #ready: LRUCache<string, Entry>;
  readonly #refused = new LRUCache<string, { thrown: unknown }>({
    maxSize: REFUSAL_BYTES,
    sizeCalculation: (_, key) => key.length + 500,
    ttl: REFUSAL_LIFE,
  });
  readonly #ways: LabelledWays;
  readonly #coming = new Map<
    string,
    { readonly prepared: Promise<PreparedOperation>; readonly askers: WaitingClients }
  >();

  constructor(ground: PreparationContext & { readonly planner: Planner }, options: PreparedOptions) {
    this.#ground = ground;
    this.#options = options;
    this.#ways = labelledWays(ground.labels.all.length > 0);
    this.#ready = new LRUCache({ maxSize: options.bytes, sizeCalculation: ({ prepared }) => prepared.bytes });
  }

  peek(
    text: string,
    operationName: string | undefined,
    rightsKey: string,
    choose?: ChooseLabels,
  ): PreparedOperation | undefined {
    return this.#use(this.#ways.keyOf(keyOf(text, operationName, rightsKey), this.#held(choose)));
  }

  async prepare(
    text: string,
    operationName: string | undefined,
    rights: Authorization,
    choose?: ChooseLabels,
    client = '',
    gone?: AbortState,
  ): Promise<PreparedOperation> {
    checkText(text, this.#options);
    const [base, held] = [keyOf(text, operationName, rights.key), this.#held(choose)];
    const ready = this.#use(this.#ways.keyOf(base, held));
    if (ready) return ready;
    // Which labels an operation depends on is known only once it has been prepared.
    const key = withLabels(base, held);
    const refused = this.#refused.get(key);
    if (refused) throw refused.thrown;
    const coming = this.#coming.get(key);
    if (coming !== undefined && !coming.askers.all.aborted) {
      coming.askers.join(client, gone);
      return coming.prepared;
    }
    const askers = new WaitingClients(client, gone);
    const prepared = this.#prepare(key, base, askers, () =>
      prepareOperation(this.#groundFor(askers), text, operationName, rights, held),
    );
    this.#coming.set(key, { prepared, askers });
    return prepared;
  }

  mostUsed(limit: number): readonly PreparedOperation[] {
    const entries = [...this.#ready.values()].sort((one, other) => other.uses - one.uses);
    return entries.slice(0, limit).map(({ prepared }) => prepared);
  }

  async close(): Promise<void> {
    await this.#ground.planner.close();
    this.#ready.clear();
    this.#refused.clear();
  }

  #held(choose: ChooseLabels | undefined): readonly string[] {
    const { all } = this.#ground.labels;
    return all.length === 0 ? all : (choose?.(all) ?? []);
  }

  #use(key: string | undefined): PreparedOperation | undefined {
    const entry = key === undefined ? undefined : this.#ready.get(key);
    if (entry === undefined) return undefined;
    entry.uses++;
    return entry.prepared;
  }

  /** The same ground, planned on in the turns of those who wait. */
  #groundFor(askers: WaitingClients): PreparationContext {
    const { planner } = this.#ground;
    return { ...this.#ground, planner: { plan: (job) => planner.plan(job, askers) } };
  }

  async #prepare(
    key: string,
    base: string,
    askers: WaitingClients,
    prepare: () => Promise<PreparedOperation>,
  ): Promise<PreparedOperation> {
    try {
      const prepared = await prepare();
      this.#ready.set(
        this.#ways.keep(base, prepared.labels, (dropped) => this.#ready.delete(dropped)),
        { prepared, uses: 1 },
      );
      return prepared;
    } catch (thrown) {
      if (isLasting(thrown)) this.#refused.set(key, { thrown });
      throw thrown;
    } finally {
      if (this.#coming.get(key)?.askers === askers) this.#coming.delete(key);
    }
  }
}

/** A refusal that the same operation would meet again. One for want of a free thread says nothing about it. */
function isLasting(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown }).code;
  return typeof code === 'string' && code !== 'PLAN_BUSY' && code !== 'PLAN_ABANDONED' && code !== 'PLAN_FAILED';
}

/** Lengths stand before the parts, so no two (rights, name, text) give the same key, whatever is in them. */
function keyOf(text: string, operationName: string | undefined, rightsKey: string): string {
  const name = operationName === undefined ? '-' : String(operationName.length);
  return `${rightsKey.length}:${name}:${rightsKey}${operationName ?? ''}${text}`;
}
