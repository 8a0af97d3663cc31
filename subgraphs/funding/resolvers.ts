/** Fields of the `funding` subgraph. */
import { connectionOf, type Order, type PageArguments } from '../data/connection.ts';
import { monthsOf, type Months } from '../counts/history.ts';
import type { Basis, CountsView } from '../counts/view.ts';
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { inOrder, inRange, yearInRange } from '../data/ranges.ts';
import { stub, type IResolvers } from '../resolvers.ts';
import { scalars, toRupiah } from '../data/scalars.ts';
import { NONE, within, type VisibleRows } from '../data/visible-rows.ts';
import { counted } from './counted.ts';
import { doubleCounts, type DoubleCount, type DoubleCounts } from './double-funding.ts';
import { basisOfFigure, computedFigure, remarkOfFigure, type CityCounts } from './figures.ts';
import { liabilityOf, payable, rateAt, total, type SectorCount } from './liability.ts';
import type { FundingLoaders } from './loaders.ts';
import type { Budget, ContributionBatch, ContributionRate, DoubleFunding, FundingModels, Payment, Programme } from './models.ts';
import { reconcile, sumOf } from './reconciliation.ts';

export interface FundingContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: FundingLoaders;
  /** The day that counts of now stand at. */
  readonly today: () => Promise<string>;
}

/** Members of groups are counted at the rate of all sectors but transport: the lowest class, the city has published no other. */
const SECTOR_OF_MEMBERS = 'OTHER';

const PAYMENT_ORDERS: Readonly<Record<string, Order>> = {
  PAID_LATEST: { field: 'paidOn', direction: -1 },
  PAID_EARLIEST: { field: 'paidOn', direction: 1 },
};
const BY_ID: Order = { field: '_id', direction: 1 };

interface ListArguments extends PageArguments {
  readonly filter?: Readonly<Record<string, never>> | null;
  readonly sort: string;
}

/** What the gateway brings along from other subgraphs (`@requires`). */
interface Counted {
  readonly workerSectors?: readonly SectorCount[] | null;
  readonly workerCount?: number | null;
  readonly memberCount?: number | null;
}

interface Month {
  readonly month?: string | null;
}

type Area = Counted & { readonly code: string };
type CountedProgramme = Programme & Counted;

const id = ({ _id }: { _id: string }): string => _id;
const paidOf = async (payments: Promise<readonly Payment[]>): Promise<bigint> => sumOf(await payments);

/** @param city its code */
export function fundingResolvers(models: FundingModels, city: string): IResolvers {
  const payments = (list: string, scope: FilterCondition, args: ListArguments) =>
    connectionOf(models.Payment, list, allOf(scope, paymentCondition(args.filter ?? {})), PAYMENT_ORDERS[args.sort]!, args);

  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Rupiah: scalars.Rupiah,
    Query: {
      city: () => ({ code: city }),
      programme: (_, { code }: { code: string }, { load }: FundingContext) => load.programme.load(code),
      programmes: () => models.Programme.find({}).sort({ _id: 1 }).lean().exec(),
      contributionRate: async (_, { sector, period }: { sector: string; period: string }, { load }: FundingContext) =>
        rateAt(await load.rates(), sector, period) ?? null,
      contributionRates: async (_, { sector }: { sector?: string | null }, { load }: FundingContext) =>
        (await load.rates()).filter((rate) => sector == null || rate.sector === sector),
      budget: (_, { programme, year }: { programme: string; year: number }) => {
        yearInRange(year);
        return models.Budget.findOne({ programme, year }).lean().exec();
      },
      payments: (_, args: ListArguments) => payments('payments', {}, args),
      doubleFundings: async (_, args: ListArguments, { visible }: FundingContext) =>
        connectionOf(models.DoubleFunding, 'doubleFundings', await within(doubleCondition(args.filter ?? {}), visible), BY_ID, args),
      doubleFundingCounts: async (_, { month }: Month, { cells }: FundingContext) => doublesIn(await cells(month)),
      doubleFundingHistory,
    },
    Programme: {
      __resolveReference: async (reference: Area, { load }: FundingContext) => {
        const programme = await load.programme.load(reference.code);
        return programme && { ...reference, ...programme };
      },
      code: id,
      funder: ({ funder }: Programme) => stub('Agency', 'code', funder),
      insurer: ({ insurer }: Programme) => stub('Agency', 'code', insurer),
      participants: (programme: CountedProgramme) => total(participantsOf(programme)),
      liability: async (programme: CountedProgramme, { from, to }: { from: string; to: string }, { load }: FundingContext) =>
        liabilityOf(participantsOf(programme), await load.rates(), from, to),
      reconciliation: (programme: CountedProgramme, { year }: { year: number }, context: FundingContext) =>
        reconciliationOf(programme, year, context),
      budgets: ({ _id }: Programme, _args, { load }: FundingContext) => load.budgetsOfProgramme.load(_id),
      batches: async ({ _id }: Programme, { from, to }: { from?: string | null; to?: string | null }, { load }: FundingContext) => {
        inOrder('months', from, to);
        return (await load.batchesOfProgramme.load(_id)).filter(({ period }) => (from == null || from <= period) && (to == null || period <= to));
      },
      payments: ({ _id }: Programme, args: ListArguments) => payments('Programme.payments', { programme: _id }, args),
    },
    Budget: {
      __resolveReference: (reference: { id: string }, { load }: FundingContext) => load.budget.load(reference.id),
      id,
      programme: ({ programme }: Budget, _args, { load }: FundingContext) => load.programme.load(programme),
      paid: ({ _id }: Budget, _args, { load }: FundingContext) => paidOf(load.paymentsOfBudget.load(_id)),
      remaining: async ({ _id, ceiling }: Budget, _args, { load }: FundingContext) =>
        toRupiah(ceiling) - (await paidOf(load.paymentsOfBudget.load(_id))),
    },
    ContributionRate: {
      __resolveReference: (reference: { id: string }, { load }: FundingContext) => load.rate.load(reference.id),
      id,
      total: (rate: ContributionRate) => payable(rate),
    },
    ContributionBatch: {
      __resolveReference: (reference: { id: string }, { load }: FundingContext) => load.batch.load(reference.id),
      id,
      programme: ({ programme }: ContributionBatch, _args, { load }: FundingContext) => load.programme.load(programme),
      paid: ({ _id }: ContributionBatch, _args, { load }: FundingContext) => paidOf(load.paymentsOfBatch.load(_id)),
      status: async ({ _id, amount }: ContributionBatch, _args, { load }: FundingContext) =>
        statusOf(toRupiah(amount), await paidOf(load.paymentsOfBatch.load(_id))),
      insurer: ({ insurer }: ContributionBatch) => stub('Agency', 'code', insurer),
      payments: ({ _id }: ContributionBatch, _args, { load }: FundingContext) => load.paymentsOfBatch.load(_id),
    },
    Payment: {
      __resolveReference: (reference: { id: string }, { load }: FundingContext) => load.payment.load(reference.id),
      id,
      batch: ({ batch }: Payment, _args, { load }: FundingContext) => load.batch.load(batch),
      budget: ({ budget }: Payment, _args, { load }: FundingContext) => load.budget.load(budget),
    },
    DoubleFunding: {
      __resolveReference: (reference: { id: string }, { load }: FundingContext) => load.double.load(reference.id),
      id,
      person: ({ _id }: DoubleFunding) => ({ token: _id }),
      village: ({ village }: DoubleFunding) => stub('Village', 'code', village),
    },
    DoubleFundingCounts: {
      monthlyCost: (counts: DoubleCounts, _args, context: FundingContext) => costOf(counts.total, counts.basis, context),
    },
    DoubleFundingCount: {
      village: ({ village }: DoubleCount) => stub('Village', 'code', village),
      monthlyCost: ({ count, basis }: DoubleCount, _args, context: FundingContext) => costOf(count, basis, context),
    },
    Person: {
      __resolveReference: ({ token }: { token: string }) => ({ token }),
      // Null and not false for who may not know, whoever it is about.
      fundedTwice: async ({ token }: { token: string }, _args, { load, visible }: FundingContext) =>
        ((await visible()) === NONE ? null : (await load.double.load(token)) !== null),
    },
    Agency: {
      __resolveReference: ({ code }: Area) => ({ code }),
      fundedProgrammes: ({ code }: Area, _args, { load }: FundingContext) => load.programmesOfFunder.load(code),
      insuredProgrammes: ({ code }: Area, _args, { load }: FundingContext) => load.programmesOfInsurer.load(code),
    },
    City: {
      __resolveReference: (reference: Area) => reference,
      participants: everybody,
      fundedTwice: async (_area, _args, { totals }: FundingContext) => (await totals()).derive(doubleCounts).total,
    },
    District: areaFields,
    Village: areaFields,
    PublishedFigure: {
      __resolveReference: (reference: object) => reference,
      computed: async ({ code, city }: { code: string; city: CityCounts }, _args, context: FundingContext) =>
        computedFigure(code, city, context.load),
      computedBasis: ({ code, city }: { code: string; city: CityCounts }) => basisOfFigure(code, city),
      computedRemark: ({ code }: { code: string }) => remarkOfFigure(code)?.english ?? null,
      computedRemarkId: ({ code }: { code: string }) => remarkOfFigure(code)?.indonesian ?? null,
    },
  };
}

/** By area as the caller may see it; the city's total exactly. */
function doublesIn(view: CountsView): DoubleCounts {
  const { total, basis } = view.exact().derive(doubleCounts);
  return { ...view.derive(doubleCounts), total, basis };
}

/** Of the city: nothing of it is perturbed. @throws CodedError COUNTS_MISSING */
const everybody = ({ workerCount, memberCount }: Counted): number => counted(workerCount, 'workerCount') + counted(memberCount, 'memberCount');

async function doubleFundingHistory(_: unknown, months: Months, { history }: FundingContext): Promise<object[]> {
  const rows = await monthsOf(history, months, doublesIn, ['total'], (counts) => counts);
  return rows.map(({ month, of, change }) => ({ month, counts: of, change }));
}

/**
 * What is paid a month for people who are paid for already: one contribution of the lowest class each, at the rate of the month that
 * the counts stand at.
 * @returns rupiah; null where no rate is known for the month
 */
async function costOf(people: number, { month }: Basis, { load, today }: FundingContext): Promise<bigint | null> {
  const rate = rateAt(await load.rates(), SECTOR_OF_MEMBERS, month ?? (await today()).slice(0, 7));
  return rate === undefined ? null : payable(rate) * BigInt(people);
}

/** Null while either part is not known: a sum with a hole would be wrong. */
function together({ workerCount, memberCount }: Counted): number | null {
  return workerCount == null || memberCount == null ? null : workerCount + memberCount;
}

const areaFields = {
  __resolveReference: (reference: Area) => reference,
  participants: together,
  workerLiability: async ({ workerSectors }: Area, { period }: { period: string }, { load }: FundingContext) =>
    workerSectors == null ? null : liabilityOf(workerSectors, await load.rates(), period, period).total,
  fundedTwice: async ({ code }: Area, { month }: Month, { cells }: FundingContext) => (await cells(month)).derive(doubleCounts).of(code),
};

/** Everybody a programme pays for, by the sector of the rate. @throws CodedError COUNTS_MISSING: half of them would make a wrong sum */
function participantsOf({ workerSectors, memberCount }: Counted): SectorCount[] {
  const members = counted(memberCount, 'memberCount');
  return [...counted(workerSectors, 'workerSectors'), ...(members > 0 ? [{ sector: SECTOR_OF_MEMBERS, count: members }] : [])];
}

async function reconciliationOf(programme: CountedProgramme, year: number, { load }: FundingContext) {
  yearInRange(year);
  const budget = (await load.budgetsOfProgramme.load(programme._id)).find((one) => one.year === year);
  if (budget === undefined) return null;
  const liability = liabilityOf(participantsOf(programme), await load.rates(), budget.from, budget.to);
  const [batches, payments] = await Promise.all([
    load.batchesOfProgramme.load(programme._id),
    load.paymentsOfBudget.load(budget._id),
  ]);
  return reconcile(budget, liability, batches, payments);
}

function statusOf(amount: bigint, paid: bigint): string {
  if (paid >= amount) return 'PAID';
  return paid === 0n ? 'OPEN' : 'PARTLY_PAID';
}

function paymentCondition(filter: Readonly<Record<string, never>>): FilterCondition {
  for (const name of ['amountFrom', 'amountTo'] as const) inRange(name, filter[name], 0);
  return allOf(
    oneOf('programme', filter['programmes']),
    between('period', filter['periodFrom'], filter['periodTo']),
    between('amount', filter['amountFrom'], filter['amountTo']),
  );
}

const doubleCondition = (filter: Readonly<Record<string, never>>): FilterCondition =>
  allOf(oneOf('district', filter['districts']), oneOf('village', filter['villages']));
