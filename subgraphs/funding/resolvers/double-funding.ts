/** People who are paid for twice: who, how many by village, and what that costs. */
import type { Basis } from '../../counts/view.ts';
import { stub } from '../../data/stub.ts';
import { NONE } from '../../data/visible-rows.ts';
import type { FundingContext } from '../context.ts';
import { payable, rateAt } from '../liability.ts';
import { SECTOR_OF_MEMBERS } from '../participants.ts';
import type {
  DoubleFundingCountResolvers,
  DoubleFundingCountsResolvers,
  DoubleFundingResolvers,
  PersonResolvers,
} from '../resolver-types.ts';

/** `DoubleFunding`: one person who is paid for twice. */
export const doubleFundingResolvers: DoubleFundingResolvers = {
  __resolveReference: ({ id }, { load }) => load.double.load(id),
  id: ({ _id }) => _id,
  person: ({ _id }) => ({ token: _id }),
  village: ({ village }) => stub('Village', 'code', village),
};

/** `DoubleFundingCounts`: the cost of the total shown. */
export const doubleFundingCountsResolvers: DoubleFundingCountsResolvers = {
  monthlyCost: ({ total, basis }, _args, context) => costOf(total, basis, context),
};

/** `DoubleFundingCount`: the cost of the village's count shown. */
export const doubleFundingCountResolvers: DoubleFundingCountResolvers = {
  village: ({ village }) => stub('Village', 'code', village),
  monthlyCost: ({ count, basis }, _args, context) => costOf(count, basis, context),
};

/** `Person`: whether they are paid for twice. */
export const fundingPersonResolvers: PersonResolvers = {
  __resolveReference: ({ token }) => ({ token }),
  // Null and not false for callers who may not know it, whoever the person is.
  fundedTwice: async ({ token }, _args, { load, visible }) =>
    (await visible()) === NONE ? null : (await load.double.load(token)) !== null,
};

/**
 * What a month costs for people who are paid for already: one contribution of the lowest class each, at the rate of the month that
 * the counts stand at.
 * @returns rupiah; null where no rate is known for the month
 */
async function costOf(people: number, { month }: Basis, { load, today }: FundingContext): Promise<bigint | null> {
  const rate = rateAt(await load.rates(), SECTOR_OF_MEMBERS, month ?? (await today()).slice(0, 7));
  return rate === undefined ? null : payable(rate) * BigInt(people);
}
