/**
 * What a client may use in a minute: requests, cost, persons. Cost and persons are reserved by the estimate before anything runs, so
 * many requests at once cannot each find the budget unspent. What was not used is given back after execution.
 */
import type { CodedError } from '../../../base/errors.ts';
import type { Caller } from '../identity/caller.ts';
import { mapMaybePromise, type MaybePromise } from '../maybe-promise.ts';
import type { ClientKey } from './client-key.ts';
import type { Counted, Counter, Counters } from './counter.ts';
import { limitFault } from './errors.ts';
import type { CostEstimate } from './estimated-cost.ts';

/** The client whose budget is spent: their identity and what their roles allow. */
export type Spender = Pick<Caller, 'id' | 'kind' | 'budget'>;

/** What the operations of one request have been estimated at so far, where there are several. */
export interface BatchEstimate {
  cost: number;
  persons: number;
}

/** Counters in this process answer at once; a shared store makes each result a promise. */
export interface Budgets {
  /** Counts a request, or several. @throws CodedError RATE_LIMITED with `retryAfter` in seconds */
  countRequest(caller: Spender, address: string, requests?: number): MaybePromise<void>;
  /**
   * Takes an estimate from the client's minute.
   * @param batch of the request, where it has several operations: together they may be what one may
   * @returns gives back what was not used. Call it once: with the actual use, or with nothing when the operation did not run
   * @throws CodedError COST_TOO_HIGH, PERSONS_TOO_MANY, COST_BUDGET_SPENT, PERSONS_BUDGET_SPENT; nothing is taken then
   */
  reserve(caller: Spender, address: string, estimate: CostEstimate, batch?: BatchEstimate): MaybePromise<Refund>;
}

type Refund = (used?: CostEstimate) => MaybePromise<void>;

/** An amount taken from a client's window of one counter, and the window's state after it. */
interface Taken extends Counted {
  readonly counter: Counter;
  readonly key: string;
  readonly amount: number;
  /** When the window ends, ms of `now`. */
  readonly end: number;
}

const NOTHING: CostEstimate = { cost: 0, persons: 0 };

/**
 * @param counters where use is counted
 * @param keyOf the key under which a client is counted
 * @param now ms; for tests
 */
export function createBudgets(
  counters: Omit<Counters, 'close'>,
  keyOf: ClientKey,
  now: () => number = () => performance.now(),
): Budgets {
  return new MinuteBudgets(counters, keyOf, now);
}

class MinuteBudgets implements Budgets {
  readonly #counters: Omit<Counters, 'close'>;
  readonly #keyOf: ClientKey;
  readonly #now: () => number;

  constructor(counters: Omit<Counters, 'close'>, keyOf: ClientKey, now: () => number) {
    this.#counters = counters;
    this.#keyOf = keyOf;
    this.#now = now;
  }

  countRequest(caller: Spender, address: string, requests = 1): MaybePromise<void> {
    const most = caller.budget.requestsPerMinute;
    return mapMaybePromise(this.#counters.requests.add(this.#keyOf(caller, address), requests), ({ total, left }) => {
      if (total > most) throw spent('RATE_LIMITED', `expected at most ${most} a minute`, left);
    });
  }

  reserve(
    caller: Spender,
    address: string,
    estimate: CostEstimate,
    batch: BatchEstimate = { cost: 0, persons: 0 },
  ): MaybePromise<Refund> {
    const { cost, persons } = fitting(caller, estimate, batch);
    batch.cost += cost;
    batch.persons += persons;
    const key = this.#keyOf(caller, address);
    const { costPerMinute, personsPerMinute } = caller.budget;
    return mapMaybePromise(this.#take(this.#counters.cost, key, cost), (costTaken) => {
      if (costTaken.total > costPerMinute) return this.#refuse(costSpent(costPerMinute, costTaken), costTaken);
      return mapMaybePromise(this.#take(this.#counters.persons, key, persons), (personsTaken) => {
        if (personsTaken.total > personsPerMinute)
          return this.#refuse(personsSpent(personsPerMinute, personsTaken), costTaken, personsTaken);
        return (used = NOTHING) =>
          mapMaybePromise(this.#giveBack(costTaken, Math.ceil(used.cost)), () =>
            this.#giveBack(personsTaken, used.persons),
          );
      });
    });
  }

  #take(counter: Counter, key: string, amount: number): MaybePromise<Taken> {
    if (amount === 0) return { counter, key, amount, total: 0, left: 0, end: Infinity };
    return mapMaybePromise(counter.add(key, amount), ({ total, left }) => ({
      counter,
      key,
      amount,
      total,
      left,
      end: this.#now() + left,
    }));
  }

  /** Corrects what was taken to what was used. After the window's end there is nothing to correct: the next one began empty. */
  #giveBack({ counter, key, amount, end }: Taken, used: number): MaybePromise<void> {
    return used === amount || this.#now() >= end
      ? undefined
      : mapMaybePromise(counter.add(key, used - amount), () => {});
  }

  /** Gives back all that was taken. @throws `refusal` */
  #refuse(refusal: CodedError, ...taken: readonly Taken[]): MaybePromise<never> {
    const givenBack = taken.reduce<MaybePromise<void>>(
      (before, one) => mapMaybePromise(before, () => this.#giveBack(one, 0)),
      undefined,
    );
    return mapMaybePromise(givenBack, () => {
      throw refusal;
    });
  }
}

/**
 * Refuses at once what exceeds a whole minute: waiting would not help.
 * @returns the estimate in whole numbers
 * @throws CodedError COST_TOO_HIGH, PERSONS_TOO_MANY
 */
function fitting(
  { budget: { costPerRequest, costPerMinute, personsPerMinute } }: Spender,
  estimate: CostEstimate,
  before: CostEstimate,
): CostEstimate {
  const cost = Math.ceil(Math.max(0, estimate.cost));
  const persons = Math.ceil(Math.max(0, estimate.persons));
  const most = Math.min(costPerRequest, costPerMinute);
  if (!(before.cost + cost <= most)) throw tooHigh(before.cost + cost, most);
  if (!(before.persons + persons <= personsPerMinute))
    throw limitFault(
      'PERSONS_TOO_MANY',
      `expected at most ${personsPerMinute}, this one asks for up to ${shown(before.persons + persons)}`,
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

function costSpent(most: number, { amount, left }: Taken): CodedError {
  return spent('COST_BUDGET_SPENT', `expected at most ${most} a minute, this one is estimated at ${amount}`, left);
}

function personsSpent(most: number, { amount, left }: Taken): CodedError {
  const detail = `expected at most ${most} persons a minute, this one asks for up to ${amount}`;
  return spent('PERSONS_BUDGET_SPENT', detail, left);
}

function spent(
  code: 'RATE_LIMITED' | 'COST_BUDGET_SPENT' | 'PERSONS_BUDGET_SPENT',
  detail: string,
  left: number,
): CodedError {
  const retryAfter = Math.max(1, Math.ceil(left / 1000));
  return limitFault(code, `${detail}; try again in ${retryAfter} s`, { extensions: { retryAfter } });
}
