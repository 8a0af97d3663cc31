/**
 * graphql-js can neither be stopped nor paused, but it calls a resolver for each field. There a query whose client has left ends, so
 * that no further command goes to the database; a mutation runs to its end. There, too, a long answer lets other requests run.
 */
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';
import { subgraphFault } from '../errors.ts';
import type { ResolversOfTypes } from '../subgraph.ts';

/** What the server puts into the context of every request. */
export interface RunningRequest {
  /** Aborts when the client has left; absent where no client can leave. */
  readonly signal?: AbortSignal;
  readonly slices: AnswerSlices;
}

type Resolver = (...args: unknown[]) => unknown;

/** Steps of promises within which graphql-js completes what a resolver returned, and all below it that waits for nothing. */
const COMPLETING = 4;

/** The time slices of one answer: fields that wait for the next slice resume one after another. */
export class AnswerSlices {
  readonly #slices: TimeSlices;
  #waiting: (() => void)[] = [];
  /** Whether the answer has taken more than its first slice. */
  isLong = false;

  /**
   * @param scheduler shares the main loop among long answers
   * @param client whose slices it takes: the subject of the claims
   */
  constructor(scheduler: SliceScheduler, client: string) {
    this.#slices = new TimeSlices(scheduler, undefined, client);
  }

  /** Whether the current slice is used up. */
  get over(): boolean {
    return this.#slices.over;
  }

  /** @returns resolves in the next slice */
  next(): Promise<void> {
    this.isLong = true;
    return new Promise((go) => {
      if (this.#waiting.push(go) === 1) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    await this.#slices.next();
    for (const go of this.#waiting) {
      go();
      for (let step = 0; step < COMPLETING; step++) await Promise.resolve();
      if (this.#slices.over) await this.#slices.next();
    }
    this.#waiting = [];
  }
}

/**
 * @param sliced types whose fields compute from what is loaded. Fields that load wait for no slice: loads of one moment go to the
 * database in one command, and those of another slice would need a second one.
 * @returns the same resolvers. Those of the sliced types wait for the next slice when the answer's slice is over. All throw
 * CodedError NOT_WANTED once the signal in their context has aborted.
 */
export function betweenFields(resolvers: ResolversOfTypes, sliced: readonly string[] = []): ResolversOfTypes {
  return Object.fromEntries(
    Object.entries(resolvers).map(([type, fields]) => [
      type,
      isPlain(fields) ? interruptibleFields(fields, sliced.includes(type)) : fields,
    ]),
  );
}

function interruptibleFields(fields: Readonly<Record<string, unknown>>, mayWait: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typeof field === 'function' ? interruptible(field as Resolver, mayWait) : field,
    ]),
  );
}

/** Context and info are the last two arguments of a resolver, of fields and of references alike. */
function interruptible(resolve: Resolver, mayWait: boolean): Resolver {
  return (...args) => {
    const [context, info] = args.slice(-2) as [Partial<RunningRequest> | undefined, GraphQLResolveInfo];
    const resolved = (): unknown => {
      if (context?.signal?.aborted === true && info.operation.operation === OperationTypeNode.QUERY)
        throw subgraphFault('NOT_WANTED');
      return resolve(...args);
    };
    return mayWait && context?.slices?.over === true ? context.slices.next().then(resolved) : resolved();
  };
}

/** A scalar has a class of its own and is no map of fields. */
function isPlain(fields: object | undefined): fields is Readonly<Record<string, unknown>> {
  if (fields === undefined) return false;
  const prototype: unknown = Object.getPrototypeOf(fields);
  return prototype === Object.prototype || prototype === null;
}
