/**
 * Several workers of one gateway count a client together: the primary counts, and every worker asks it, so that a client who spreads
 * over the workers has one budget and not one for each. What a worker asks within one turn of its loop goes in one message.
 */
import type { Worker } from 'node:cluster';
import type { Counted, Counters } from './counter.ts';

type Kind = 'requests' | 'cost' | 'persons';

/** A worker to the primary: what is to be added, in this order. */
export interface CountsAsked {
  readonly kind: 'count';
  readonly adds: readonly (readonly [kind: Kind, key: string, amount: number])[];
}
/** The primary to a worker: the answers, in the order they were asked. */
export interface CountsTold {
  readonly kind: 'counted';
  readonly counted: readonly Counted[];
}

/** In the primary. @returns hears what a worker asks, and answers it */
export function answersCounts(
  counters: Omit<Counters, 'close'>,
): (worker: Pick<Worker, 'send' | 'isConnected'>, asked: CountsAsked) => Promise<void> {
  return async (worker, { adds }) => {
    const counted = await Promise.all(adds.map(([kind, key, amount]) => counters[kind].add(key, amount)));
    if (worker.isConnected()) worker.send({ kind: 'counted', counted } satisfies CountsTold);
  };
}

/** What a worker needs of its process: messages to its primary arrive in order, and so do the answers. */
export type ToPrimary = Pick<NodeJS.Process, 'on' | 'off' | 'send'>;

/** In a worker. */
export function primaryCounters(primary: ToPrimary = process): Counters {
  const waiting: PromiseWithResolvers<Counted>[] = [];
  let adds: CountsAsked['adds'][number][] = [];
  const ask = (): void => {
    const asked = adds;
    adds = [];
    primary.send!(
      { kind: 'count', adds: asked } satisfies CountsAsked,
      undefined,
      undefined,
      (failed: Error | null) => {
        if (failed) for (const one of waiting.splice(0)) one.reject(failed);
      },
    );
  };
  const hear = (told: CountsTold): void => {
    if (told.kind === 'counted') for (const counted of told.counted) waiting.shift()?.resolve(counted);
  };
  primary.on('message', hear);
  const counter = (kind: Kind): Counters[Kind] => ({
    add: (key, amount) => {
      if (adds.push([kind, key, amount]) === 1) setImmediate(ask);
      const one = Promise.withResolvers<Counted>();
      waiting.push(one);
      return one.promise;
    },
  });
  return {
    requests: counter('requests'),
    cost: counter('cost'),
    persons: counter('persons'),
    close: async () => void primary.off('message', hear),
  };
}
