/**
 * The cache of prepared operations; the least recently used are dropped when their memory exceeds the limit. Requests for an operation
 * in preparation share the preparation. A refused operation is refused again without work for a short while.
 */
import { LRUCache } from 'lru-cache';

import { WaitingClients } from './waiting-clients.ts';
import { labelledWays, withLabels, type LabelledWays } from './labelled-ways.ts';
import { checkText } from './operation-limits.ts';
import { prepareOperation, type PreparationContext } from './prepare-operation.ts';
import type { ChooseLabels } from './override-labels.ts';
import { planDropped, planEnd, type PlanEnd } from './plan-events.ts';
import type { Planner } from './planner.ts';
import type { OperationPreparer, PreparationRequest, PreparedOperation, PreparedStatus } from './prepared-operation.ts';
import type { Authorization } from './authorization.ts';

/** Limits of the cache. */
export interface PreparedOperationsOptions {
  /** The memory of all prepared operations, in bytes. */
  readonly bytes: number;
  /** The longest text that is read, in characters. */
  readonly text: number;
}

/** How long a refusal is kept, in ms: long enough to make repeated requests cheap, short enough for a temporary cause to pass. */
const REFUSAL_LIFE = 5_000;
/** The size of all kept refusals, in characters of their keys. */
const REFUSAL_BYTES = 2_000_000;

interface Entry {
  readonly prepared: PreparedOperation;
  uses: number;
}

/** Makes an empty cache for one supergraph. */
export function preparedOperations(
  context: PreparationContext & { readonly planner: Planner },
  options: PreparedOperationsOptions,
): OperationPreparer {
  return new PreparedOperations(context, options);
}

class PreparedOperations implements OperationPreparer {
  readonly #context: PreparationContext & { readonly planner: Planner };
  readonly #options: PreparedOperationsOptions;
  readonly #ready: LRUCache<string, Entry>;
  readonly #refused = new LRUCache<string, { thrown: unknown }>({
    maxSize: REFUSAL_BYTES,
    sizeCalculation: (_, key) => key.length + 500,
    ttl: REFUSAL_LIFE,
  });
  readonly #ways: LabelledWays;
  readonly #inPreparation = new Map<
    string,
    { readonly prepared: Promise<PreparedOperation>; readonly waiters: WaitingClients }
  >();

  constructor(context: PreparationContext & { readonly planner: Planner }, options: PreparedOperationsOptions) {
    this.#context = context;
    this.#options = options;
    this.#ways = labelledWays(context.labels.all.length > 0);
    this.#ready = new LRUCache({
      maxSize: options.bytes,
      sizeCalculation: ({ prepared }) => prepared.bytes,
      dispose: ({ prepared }, _, reason) => {
        if (reason === 'evict' && planDropped.hasSubscribers) planDropped.publish(prepared.bytes);
      },
    });
  }

  peek(
    text: string,
    operationName: string | undefined,
    authorizationKey: string,
    choose?: ChooseLabels,
  ): PreparedOperation | undefined {
    return this.#use(this.#ways.keyOf(keyOf(text, operationName, authorizationKey), this.#held(choose)));
  }

  async prepare(
    text: string,
    operationName: string | undefined,
    authorization: Authorization,
    { chooseLabels, client = '', signal }: PreparationRequest = {},
  ): Promise<PreparedOperation> {
    checkText(text, this.#options);
    const [base, held] = [keyOf(text, operationName, authorization.key), this.#held(chooseLabels)];
    const ready = this.#use(this.#ways.keyOf(base, held));
    if (ready) return ready;
    // Which labels an operation depends on is known only once it has been prepared.
    const key = withLabels(base, held);
    const refused = this.#refused.get(key);
    if (refused) throw refused.thrown;
    const begun = this.#inPreparation.get(key);
    if (begun !== undefined && !begun.waiters.all.aborted) {
      begun.waiters.join(client, signal);
      return begun.prepared;
    }
    const waiters = new WaitingClients(client, signal);
    const prepared = this.#prepare(key, base, waiters, () =>
      prepareOperation(this.#contextFor(waiters), text, operationName, authorization, held),
    );
    this.#inPreparation.set(key, { prepared, waiters });
    return prepared;
  }

  mostUsed(limit: number): readonly PreparedOperation[] {
    const entries = [...this.#ready.values()].sort((one, other) => other.uses - one.uses);
    return entries.slice(0, limit).map(({ prepared }) => prepared);
  }

  status(): PreparedStatus {
    const { waiting, threads } = this.#context.planner.status();
    return { operations: this.#ready.size, bytes: this.#ready.calculatedSize, waiting, threads };
  }

  async close(): Promise<void> {
    await this.#context.planner.close();
    this.#ready.clear();
    this.#refused.clear();
  }

  #held(choose: ChooseLabels | undefined): readonly string[] {
    const { all } = this.#context.labels;
    return all.length === 0 ? all : (choose?.(all) ?? []);
  }

  #use(key: string | undefined): PreparedOperation | undefined {
    const entry = key === undefined ? undefined : this.#ready.get(key);
    if (entry === undefined) return undefined;
    entry.uses++;
    return entry.prepared;
  }

  /** The same context, with a planner that plans in the turns of the waiting clients. */
  #contextFor(waiters: WaitingClients): PreparationContext {
    const { planner } = this.#context;
    return { ...this.#context, planner: { plan: (job) => planner.plan(job, waiters) } };
  }

  async #prepare(
    key: string,
    base: string,
    waiters: WaitingClients,
    prepare: () => Promise<PreparedOperation>,
  ): Promise<PreparedOperation> {
    const began = performance.now();
    let code: string | undefined;
    try {
      const prepared = await prepare();
      this.#ready.set(
        this.#ways.keep(base, prepared.labels, (dropped) => this.#ready.delete(dropped)),
        { prepared, uses: 1 },
      );
      return prepared;
    } catch (thrown) {
      code = codeOf(thrown);
      if (isLasting(code)) this.#refused.set(key, { thrown });
      throw thrown;
    } finally {
      if (this.#inPreparation.get(key)?.waiters === waiters) this.#inPreparation.delete(key);
      if (planEnd.hasSubscribers) planEnd.publish({ code, duration: performance.now() - began } satisfies PlanEnd);
    }
  }
}

/** Whether the same operation would be refused again. A lack of free threads is no property of the operation. */
function isLasting(code: string | undefined): boolean {
  return code !== undefined && code !== 'PLAN_BUSY' && code !== 'PLAN_ABANDONED' && code !== 'PLAN_FAILED';
}

function codeOf(thrown: unknown): string | undefined {
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** The key begins with the lengths of its parts, so no two triples have the same key. */
function keyOf(text: string, operationName: string | undefined, authorizationKey: string): string {
  const name = operationName === undefined ? '-' : String(operationName.length);
  return `${authorizationKey.length}:${name}:${authorizationKey}${operationName ?? ''}${text}`;
}
