/**
 * What a client may use in a minute: requests, cost, persons. Cost and persons are reserved by the estimate before anything runs, so a
 * hundred requests at once cannot all find the budget full; what was not used is given back when the answer is there.
 */
import type { CodedError } from '../../../base/errors.ts';
import type { Caller } from '../identity/caller.ts';
import { clientKey } from './client-key.ts';
import type { Counter, Counters } from './counter.ts';
import { limitFault } from './errors.ts';
import type { Price } from './estimated-cost.ts';

export type Spender = Pick<Caller, 'id' | 'kind' | 'budget'>;

export interface Budgets {
  /** Counts one request. @throws CodedError RATE_LIMITED with `retryAfter` in seconds */
  admit(caller: Spender, address: string): Promise<void>;
  /**
   * Takes an estimate from the client's minute.
   * @returns gives back what was not used; call it once, with what was, or with nothing when the operation did not run
   * @throws CodedError COST_TOO_HIGH, PERSONS_TOO_MANY, COST_BUDGET_SPENT, PERSONS_BUDGET_SPENT; nothing is taken then
   */
  reserve(caller: Spender, address: string, estimate: Price): Promise<Settle>;
}

export type Settle = (used?: Price) => Promise<void>;

/** @param secret makes clients' keys unreadable in a shared store; the same for all gateways that share it */
export function createBudgets(counters: Omit<Counters, 'close'>, secret: string, now: () => number = Date.now): Budgets {
  const take = async (counter: Counter, key: string, amount: number, most: number, refusal: Refusal): Promise<(used: number) => Promise<void>> => {
    if (amount === 0) return (used) => (used === 0 ? done : counter.add(key, used).then(nothing));
    const { total, left } = await counter.add(key, amount);
    if (total > most) {
      await counter.add(key, -amount);
      throw refusal(left);
    }
    const end = now() + left;
    // After the window's end there is nothing to give back to: the next one began empty.
    return (used) => (used === amount || now() >= end ? done : counter.add(key, used - amount).then(nothing));
  };

  return {
    admit: async (caller, address) => {
      const most = caller.budget.requestsPerMinute;
      const { total, left } = await counters.requests.add(clientKey(caller, address, secret), 1);
      if (total > most) throw spent('RATE_LIMITED', `expected at most ${most} a minute`, left);
    },
    reserve: async (caller, address, estimate) => {
      const { costPerRequest, costPerMinute, personsPerMinute } = caller.budget;
      const cost = Math.ceil(Math.max(0, estimate.cost));
      const persons = Math.ceil(Math.max(0, estimate.persons));
      // What does not fit into a whole minute is refused as such: to be told to wait would be a lie.
      const most = Math.min(costPerRequest, costPerMinute);
      if (!(cost <= most)) throw tooHigh(cost, most);
      if (!(persons <= personsPerMinute)) throw limitFault('PERSONS_TOO_MANY', `expected at most ${personsPerMinute}, this one asks for up to ${shown(persons)}`);
      const key = clientKey(caller, address, secret);
      const settleCost = await take(counters.cost, key, cost, costPerMinute, (left) =>
        spent('COST_BUDGET_SPENT', `expected at most ${costPerMinute} a minute, this one is estimated at ${cost}`, left));
      const settlePersons = await take(counters.persons, key, persons, personsPerMinute, (left) =>
        spent('PERSONS_BUDGET_SPENT', `expected at most ${personsPerMinute} persons a minute, this one asks for up to ${persons}`, left))
        .catch(async (thrown: unknown) => {
          await settleCost(0);
          throw thrown;
        });
      return async (used = { cost: 0, persons: 0 }) => {
        await settleCost(Math.ceil(used.cost));
        await settlePersons(used.persons);
      };
    },
  };
}

type Refusal = (left: number) => CodedError;

const done = Promise.resolve();
const nothing = (): void => {};

function tooHigh(cost: number, most: number): CodedError {
  return limitFault('COST_TOO_HIGH', `expected at most ${most}, estimated ${shown(cost)}`, { extensions: { cost: { estimated: Number.isSafeInteger(cost) ? cost : null, most } } });
}

function shown(amount: number): string {
  return Number.isSafeInteger(amount) ? String(amount) : 'far more';
}

function spent(code: 'RATE_LIMITED' | 'COST_BUDGET_SPENT' | 'PERSONS_BUDGET_SPENT', detail: string, left: number): CodedError {
  const retryAfter = Math.max(1, Math.ceil(left / 1000));
  return limitFault(code, `${detail}; try again in ${retryAfter} s`, { extensions: { retryAfter } });
}
