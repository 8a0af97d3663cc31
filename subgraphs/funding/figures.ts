/** Published figures worked out again from the graph, by their codes; a code without a rule has no computed value. */
import { counted } from './counted.ts';
import { liabilityOf, type SectorCount } from './liability.ts';
import type { FundingLoaders } from './loaders.ts';
import { toRupiah } from '../scalars.ts';
import type { Budget } from './models.ts';

/** Null or missing while the subgraph that counts them is down. */
export interface CityCounts {
  readonly workerCount?: number | null;
  readonly workerSectors?: readonly SectorCount[] | null;
  readonly memberCount?: number | null;
}

export interface Measure {
  readonly people?: number;
  readonly rupiah?: bigint;
  readonly date?: string | null;
}

type Rule = (city: CityCounts, load: FundingLoaders) => Promise<Measure | null> | Measure;

/** The programme and the year the published amounts are about. */
const PROGRAMME = 'SIGAP';
const YEAR = 2025;

const RULES: Readonly<Record<string, Rule>> = {
  SIGAP_LAUNCH: async (_city, load) => ({ date: (await load.programme.load(PROGRAMME))?.launchedOn }),
  SIGAP_PARTICIPANTS: (city) => ({ people: workersOf(city) }),
  OTHER_PARTICIPANTS: (city) => ({ people: membersOf(city) }),
  PARTICIPANTS_TOGETHER: (city) => ({ people: workersOf(city) + membersOf(city) }),
  BUDGET_2025: async (_city, load) => withBudget(load, (budget) => toRupiah(budget.ceiling)),
  CONTRIBUTION_2025: (city, load) => withBudget(load, (budget) => costOf(city, load, budget)),
  SHORTFALL_2025: (city, load) => withBudget(load, async (budget) => (await costOf(city, load, budget)) - toRupiah(budget.ceiling)),
};

const workersOf = ({ workerCount }: CityCounts): number => counted(workerCount, 'city.workerCount');
const membersOf = ({ memberCount }: CityCounts): number => counted(memberCount, 'city.memberCount');

/** @param city what came of it; a rule asks only for what it needs @throws CodedError COUNTS_MISSING, NO_RATE */
export async function computedFigure(code: string, city: CityCounts, load: FundingLoaders): Promise<Measure | null> {
  return (await RULES[code]?.(city, load)) ?? null;
}

async function withBudget(load: FundingLoaders, amount: (budget: Budget) => bigint | Promise<bigint>): Promise<Measure | null> {
  const budget = (await load.budgetsOfProgramme.load(PROGRAMME)).find(({ year }) => year === YEAR);
  return budget === undefined ? null : { rupiah: await amount(budget) };
}

async function costOf({ workerSectors }: CityCounts, load: FundingLoaders, { from, to }: Budget): Promise<bigint> {
  return liabilityOf(counted(workerSectors, 'city.workerSectors'), await load.rates(), from, to).total;
}
