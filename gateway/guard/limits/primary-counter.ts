/**
 * The workers of one gateway count a client together: the primary counts, and each worker sends it what to add. So a client whose
 * requests reach several workers has one budget, not one per worker. A worker's additions of one event-loop turn go in one message.
 */
import type { Worker } from 'node:cluster';
import type { Counted, Counters } from './counter.ts';

type Kind = 'requests' | 'cost' | 'persons';

/** From a worker to the primary: amounts to add, in this order. */
export interface CountsRequest {
  readonly kind: 'count';
  readonly adds: readonly (readonly [kind: Kind, key: string, amount: number])[];
}
/** From the primary to a worker: the totals, in the order of the additions. */
export interface CountsReply {
  readonly kind: 'counted';
  readonly counted: readonly Counted[];
}

/**
 * For the primary.
 * @param counters where the totals are kept
 * @returns a function that adds what a worker's message states and replies to it; it rejects when a counter fails
 */
export function answersCounts(
  counters: Omit<Counters, 'close'>,
): (worker: Pick<Worker, 'send' | 'isConnected'>, request: CountsRequest) => Promise<void> {
  return async (worker, { adds }) => {
    const counted = await Promise.all(adds.map(async ([kind, key, amount]) => counters[kind].add(key, amount)));
    if (worker.isConnected()) worker.send({ kind: 'counted', counted } satisfies CountsReply);
  };
}

/** The part of a worker's process that is used. Messages to the primary arrive in order, and so do its replies. */
export type ToPrimary = Pick<NodeJS.Process, 'on' | 'off' | 'send'>;

/**
 * For a worker: counters that are kept by its primary.
 * @param primary the worker's own process, whose channel leads to the primary
 */
export function primaryCounters(primary: ToPrimary = process): Counters {
  const waiting: PromiseWithResolvers<Counted>[] = [];
  let adds: CountsRequest['adds'][number][] = [];
  const flush = (): void => {
    const sent = adds;
    adds = [];
    primary.send!(
      { kind: 'count', adds: sent } satisfies CountsRequest,
      undefined,
      undefined,
      (failed: Error | null) => {
        if (failed) for (const one of waiting.splice(0)) one.reject(failed);
      },
    );
  };
  // Other messages of the primary arrive on the same channel.
  const receive = (message: CountsReply | { readonly kind?: unknown }): void => {
    if (isReply(message)) for (const counted of message.counted) waiting.shift()?.resolve(counted);
  };
  primary.on('message', receive);
  const counter = (kind: Kind): Counters[Kind] => ({
    add: (key, amount) => {
      if (adds.push([kind, key, amount]) === 1) setImmediate(flush);
      const one = Promise.withResolvers<Counted>();
      waiting.push(one);
      return one.promise;
    },
  });
  return {
    requests: counter('requests'),
    cost: counter('cost'),
    persons: counter('persons'),
    close: () => {
      primary.off('message', receive);
      return Promise.resolve();
    },
  };
}

function isReply(message: CountsReply | { readonly kind?: unknown }): message is CountsReply {
  return message.kind === 'counted';
}
