/**
 * graphql-js can neither be told to stop nor to let others go first, but it asks a resolver for each field. There a query that nobody
 * waits for ends, so that no further command goes to the database (a mutation goes on to its end), and a long answer lets whoever
 * else waits for the main loop go first.
 */
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';
import { subgraphFault } from '../errors.ts';
import type { ResolversOfTypes } from '../subgraph.ts';

/** In the context of a request. */
export interface RunningRequest {
  /** Aborts when nobody wants the answer any more; absent where nobody can leave. */
  readonly signal?: AbortSignal;
  readonly slices: AnswerSlices;
}

type Resolver = (...given: unknown[]) => unknown;

/** In these steps of promises graphql-js has completed what a resolver gave, and all that can be completed below it at once. */
const COMPLETING = 4;

/** The slices of one answer: its fields that wait for one go on one after another. */
export class AnswerSlices {
  readonly #slices: TimeSlices;
  #waiting: (() => void)[] = [];
  /** Whether the answer has taken more than its first slice. */
  isLong = false;

  /** @param client whose slices it takes */
  constructor(scheduler: SliceScheduler, client: string) {
    this.#slices = new TimeSlices(scheduler, undefined, client);
  }

  get over(): boolean {
    return this.#slices.over;
  }

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
      for (let step = 0; step < COMPLETING; step++) await undefined;
      if (this.#slices.over) await this.#slices.next();
    }
    this.#waiting = [];
  }
}

/**
 * @param sliced types whose fields work out what is there already. Fields that load wait for no slice: loads of one moment go to the
 * database in one command, and those of another slice would need a second one.
 * @returns resolvers of these types that wait for the next slice when the answer's slice is over, and resolvers of all types that refuse
 * with NOT_WANTED once the signal in their context has aborted
 */
export function betweenFields(resolvers: ResolversOfTypes, sliced: readonly string[] = []): ResolversOfTypes {
  return Object.fromEntries(
    Object.entries(resolvers).map(([type, fields]) => [
      type,
      isPlain(fields) ? wrapped(fields, sliced.includes(type)) : fields,
    ]),
  );
}

function wrapped(fields: Readonly<Record<string, unknown>>, mayWait: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typeof field === 'function' ? asking(field as Resolver, mayWait) : field,
    ]),
  );
}

/** Context and info are the last two of what a resolver is given, of fields and of references alike. */
function asking(resolve: Resolver, mayWait: boolean): Resolver {
  return (...given) => {
    const [context, info] = given.slice(-2) as [Partial<RunningRequest> | undefined, GraphQLResolveInfo];
    const go = (): unknown => {
      if (context?.signal?.aborted === true && info.operation.operation === OperationTypeNode.QUERY)
        throw subgraphFault('NOT_WANTED');
      return resolve(...given);
    };
    return mayWait && context?.slices?.over === true ? context.slices.next().then(go) : go();
  };
}

/** A scalar has a class of its own and is no map of fields. */
function isPlain(fields: object | undefined): fields is Readonly<Record<string, unknown>> {
  if (fields === undefined) return false;
  const prototype: unknown = Object.getPrototypeOf(fields);
  return prototype === Object.prototype || prototype === null;
}
