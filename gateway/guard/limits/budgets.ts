/**
 * What a client may use in a minute: requests, cost, persons. Cost and persons are reserved by the estimate before anything runs, so a
 * hundred requests at once cannot all find the budget full; what was not used is given back when the answer is there.
 */
import type { CodedError } from '../../../base/errors.ts';
import type { Caller } from '../identity/caller.ts';
import { mapMaybePromise, type MaybePromise } from '../maybe-promise.ts';
import type { ClientKey } from './client-key.ts';
import type { Counted, Counter, Counters } from './counter.ts';
import { limitFault } from './errors.ts';
import type { CostEstimate } from './estimated-cost.ts';

export type Spender = Pick<Caller, 'id' | 'kind' | 'budget'>;

/** Counted in this process they answer and refuse at once; in a shared store, when it has answered. */
export interface Budgets {
  /** Counts one request. @throws CodedError RATE_LIMITED with `retryAfter` in seconds */
  countRequest(caller: Spender, address: string): MaybePromise<void>;
  /**
   * Takes an estimate from the client's minute.
   * @returns gives back what was not used; call it once, with what was, or with nothing when the operation did not run
   * @throws CodedError COST_TOO_HIGH, PERSONS_TOO_MANY, COST_BUDGET_SPENT, PERSONS_BUDGET_SPENT; nothing is taken then
   */
  reserve(caller: Spender, address: string, estimate: CostEstimate): MaybePromise<Refund>;
}

type Refund = (used?: CostEstimate) => MaybePromise<void>;

/** What has been taken from one window. */
interface Taken extends Counted {
  readonly counter: Counter;
  readonly key: string;
  readonly amount: number;
  /** When the window ends, ms of `now`. */
  readonly end: number;
}

const NOTHING: CostEstimate = { cost: 0, persons: 0 };

export function createBudgets(
  counters: Omit<Counters, 'close'>,
  keyOf: ClientKey,
  now: () => number = () => performance.now(),
): Budgets {
  const take = (counter: Counter, key: string, amount: number): MaybePromise<Taken> => {
    if (amount === 0) return { counter, key, amount, total: 0, left: 0, end: Infinity };
    return mapMaybePromise(counter.add(key, amount), ({ total, left }) => ({
      counter,
      key,
      amount,
      total,
      left,
      end: now() + left,
    }));
  };
  // After the window's end there is nothing to give back to: the next one began empty.
  const settle = ({ counter, key, amount, end }: Taken, used: number): MaybePromise<void> =>
    used === amount || now() >= end ? undefined : mapMaybePromise(counter.add(key, used - amount), () => {});
  const refuse = (refusal: CodedError, ...taken: readonly Taken[]): MaybePromise<never> =>
    mapMaybePromise(
      taken.reduce<MaybePromise<void>>((before, one) => mapMaybePromise(before, () => settle(one, 0)), undefined),
      () => {
        throw refusal;
      },
    );

  return {
    countRequest: (caller, address) => {
      const most = caller.budget.requestsPerMinute;
      return mapMaybePromise(counters.requests.add(keyOf(caller, address), 1), ({ total, left }) => {
        if (total > most) throw spent('RATE_LIMITED', `expected at most ${most} a minute`, left);
      });
    },
    reserve: (caller, address, estimate) => {
      const { costPerMinute, personsPerMinute } = caller.budget;
      const { cost, persons } = fitting(caller, estimate);
      const key = keyOf(caller, address);
      return mapMaybePromise(take(counters.cost, key, cost), (dear) => {
        if (dear.total > costPerMinute)
          return refuse(
            spent(
              'COST_BUDGET_SPENT',
              `expected at most ${costPerMinute} a minute, this one is estimated at ${cost}`,
              dear.left,
            ),
            dear,
          );
        return mapMaybePromise(take(counters.persons, key, persons), (many) => {
          if (many.total > personsPerMinute)
            return refuse(
              spent(
                'PERSONS_BUDGET_SPENT',
                `expected at most ${personsPerMinute} persons a minute, this one asks for up to ${persons}`,
                many.left,
              ),
              dear,
              many,
            );
          return (used = NOTHING) =>
            mapMaybePromise(settle(dear, Math.ceil(used.cost)), () => settle(many, used.persons));
        });
      });
    },
  };
}

/**
 * What does not fit into a whole minute is refused as such: to be told to wait would be a lie.
 * @throws CodedError COST_TOO_HIGH, PERSONS_TOO_MANY
 */
function fitting(
  { budget: { costPerRequest, costPerMinute, personsPerMinute } }: Spender,
  estimate: CostEstimate,
): CostEstimate {
  const cost = Math.ceil(Math.max(0, estimate.cost));
  const persons = Math.ceil(Math.max(0, estimate.persons));
  const most = Math.min(costPerRequest, costPerMinute);
  if (!(cost <= most)) throw tooHigh(cost, most);
  if (!(persons <= personsPerMinute))
    throw limitFault(
      'PERSONS_TOO_MANY',
      `expected at most ${personsPerMinute}, this one asks for up to ${shown(persons)}`,
    );
  return { cost, persons };
}

function tooHigh(cost: number, most: number): CodedError {
  return limitFault('COST_TOO_HIGH', `expected at most ${most}, estimated ${shown(cost)}`, {
    extensions: { cost: { estimated: Number.isSafeInteger(cost) ? cost : null, most } },
  });
}

function shown(amount: number): string {
  return Number.isSafeInteger(amount) ? String(amount) : 'far more';
}

function spent(
  code: 'RATE_LIMITED' | 'COST_BUDGET_SPENT' | 'PERSONS_BUDGET_SPENT',
  detail: string,
  left: number,
): CodedError {
  const retryAfter = Math.max(1, Math.ceil(left / 1000));
  return limitFault(code, `${detail}; try again in ${retryAfter} s`, { extensions: { retryAfter } });
}
