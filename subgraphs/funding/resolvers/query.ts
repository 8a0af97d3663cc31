/** The entry points of `funding`. */
import { connectionOf, type Order } from '../../data/connection.ts';
import { allOf, oneOf, type FilterCondition } from '../../data/filter.ts';
import { yearInRange } from '../../data/ranges.ts';
import { within } from '../../data/visible-rows.ts';
import { doubleFundingHistory, doublesIn } from '../double-funding-history.ts';
import { rateAt } from '../liability.ts';
import type { FundingModels } from '../models.ts';
import type { PaymentList } from '../payment-list.ts';
import type { DoubleFundingFilter, QueryResolvers } from '../resolver-types.ts';

const BY_ID: Order = { field: '_id', direction: 1 };

/** `Query`. @param city code of the city @param payments the list of payments */
export function fundingQueryResolvers(models: FundingModels, city: string, payments: PaymentList): QueryResolvers {
  return {
    city: () => ({ code: city }),
    programme: (_, { code }, { load }) => load.programme.load(code),
    programmes: () => models.Programme.find({}).sort({ _id: 1 }).lean().exec(),
    contributionRate: async (_, { sector, period }, { load }) => rateAt(await load.rates(), sector, period) ?? null,
    contributionRates: async (_, { sector }, { load }) =>
      (await load.rates()).filter((rate) => sector == null || rate.sector === sector),
    budget: (_, { programme, year }) => {
      yearInRange(year);
      return models.Budget.findOne({ programme, year }).lean().exec();
    },
    payments: (_, args, context) => payments('payments', {}, args, context),
    doubleFundings: async (_, args, { visible }) => {
      const condition = await within(doubleCondition(args.filter ?? {}), visible);
      return connectionOf(models.DoubleFunding, { name: 'doubleFundings', condition, order: BY_ID }, args);
    },
    doubleFundingCounts: async (_, { month }, { cells }) => doublesIn(await cells(month)),
    doubleFundingHistory: (_, months, context) => doubleFundingHistory(months, context),
  };
}

const doubleCondition = (filter: DoubleFundingFilter): FilterCondition =>
  allOf(oneOf('district', filter.districts), oneOf('village', filter.villages));
