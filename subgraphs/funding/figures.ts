/** Published figures computed again from the graph, by their codes. A code without a rule has no computed value. */
import type { Basis } from '../counts/view.ts';
import { subgraphFault } from '../errors.ts';
import { counted, type SectorCount } from './counted.ts';
import { liabilityOf } from './liability.ts';
import type { FundingLoaders } from './loaders.ts';
import { toRupiah } from '../data/scalars.ts';
import type { Budget } from './models.ts';

/** Counts of the city by other subgraphs; null or missing while the subgraph that counts them is down. */
export interface CityCounts {
  readonly workerCount?: number | null;
  readonly workerSectors?: readonly SectorCount[] | null;
  readonly memberCount?: number | null;
  readonly workforce?: number | null;
  readonly workersCovered?: CityTotal | null;
  readonly membersCovered?: CityTotal | null;
}

interface CityTotal {
  readonly count?: number | null;
  readonly basis: Basis;
}

/** A figure in its unit: one field is set, or none where the graph holds too little. */
export interface Measure {
  readonly people?: number;
  readonly rupiah?: bigint;
  /** To one decimal. */
  readonly percent?: number;
  /** `YYYY-MM-DD` */
  readonly date?: string | null;
}

/** How a figure is computed from the graph. */
interface Rule {
  readonly measure: (city: CityCounts, load: FundingLoaders) => Promise<Measure | null> | Measure;
  /** The basis of its counts of people, where it has any. */
  readonly basis?: (city: CityCounts) => Basis;
  /** What it counts, where that is less than what was published. */
  readonly remark?: { readonly english: string; readonly indonesian: string };
}

/** The programme and the year of the published amounts. */
const PROGRAMME = 'SIGAP';
const YEAR = 2025;

/** Totals of the city are exact for everybody, and as they are now. */
const NOW: Basis = { month: null, exactness: 'EXACT', noise: 0 };
const now = (): Basis => NOW;

const RULES: Readonly<Record<string, Rule>> = {
  SIGAP_LAUNCH: { measure: async (_city, load) => ({ date: (await load.programme.load(PROGRAMME))?.launchedOn }) },
  SIGAP_PARTICIPANTS: { measure: (city) => ({ people: workersOf(city) }), basis: now },
  OTHER_PARTICIPANTS: { measure: (city) => ({ people: membersOf(city) }), basis: now },
  PARTICIPANTS_TOGETHER: { measure: (city) => ({ people: workersOf(city) + membersOf(city) }), basis: now },
  CITY_COVERAGE: {
    measure: (city) => ({ percent: coverageOf(city) }),
    basis: (city) => coveredOf(city).basis,
    remark: {
      english:
        "Of all people in work in the city, whose number is an estimate, those whom the city pays for and whose cover runs. Who is insured through an employer or by themselves is in no agency's data here, so this is a part of the published share.",
      indonesian:
        'Dari semua yang bekerja di kota, yang jumlahnya perkiraan, mereka yang dibiayai kota dan perlindungannya berjalan. Peserta lewat pemberi kerja atau mandiri tidak ada dalam data instansi di sini, jadi ini bagian dari angka yang diumumkan.',
    },
  },
  BUDGET_2025: { measure: async (_city, load) => withBudget(load, (budget) => toRupiah(budget.ceiling)) },
  CONTRIBUTION_2025: { measure: (city, load) => withBudget(load, (budget) => costOf(city, load, budget)), basis: now },
  SHORTFALL_2025: {
    measure: (city, load) =>
      withBudget(load, async (budget) => (await costOf(city, load, budget)) - toRupiah(budget.ceiling)),
    basis: now,
  },
};

const workersOf = ({ workerCount }: CityCounts): number => counted(workerCount, 'city.workerCount');
const membersOf = ({ memberCount }: CityCounts): number => counted(memberCount, 'city.memberCount');

/** @returns per cent of the city's people in work, to one decimal */
function coverageOf(city: CityCounts): number {
  return Math.round((coveredOf(city).count / counted(city.workforce, 'city.workforce')) * 1_000) / 10;
}

/** People of both rosters whose cover runs. People on both are counted on each: a few hundred of fifty thousand. */
function coveredOf({ workersCovered, membersCovered }: CityCounts): { count: number; basis: Basis } {
  const [workers, members] = [
    counted(workersCovered, 'city.workersCovered'),
    counted(membersCovered, 'city.membersCovered'),
  ];
  if (workers.basis.month !== members.basis.month)
    throw subgraphFault(
      'COUNTS_MISSING',
      `expected counts of one month, got ${workers.basis.month ?? 'now'} and ${members.basis.month ?? 'now'}`,
    );
  return {
    count: counted(workers.count, 'city.workersCovered.count') + counted(members.count, 'city.membersCovered.count'),
    basis: workers.basis,
  };
}

/**
 * @param city what has been received of it; a rule needs only a part
 * @returns null without a rule
 * @throws CodedError COUNTS_MISSING, NO_RATE
 */
export async function computedFigure(code: string, city: CityCounts, load: FundingLoaders): Promise<Measure | null> {
  return (await RULES[code]?.measure(city, load)) ?? null;
}

/** @returns the basis of the people counted in a figure; null where nobody is counted @throws CodedError COUNTS_MISSING */
export const basisOfFigure = (code: string, city: CityCounts): Basis | null => RULES[code]?.basis?.(city) ?? null;

/** @returns what a figure counts less than what was published, in both languages; undefined where it counts the same */
export const remarkOfFigure = (code: string): Rule['remark'] => RULES[code]?.remark;

async function withBudget(
  load: FundingLoaders,
  amount: (budget: Budget) => bigint | Promise<bigint>,
): Promise<Measure | null> {
  const budget = (await load.budgetsOfProgramme.load(PROGRAMME)).find(({ year }) => year === YEAR);
  return budget === undefined ? null : { rupiah: await amount(budget) };
}

async function costOf({ workerSectors }: CityCounts, load: FundingLoaders, { from, to }: Budget): Promise<bigint> {
  return liabilityOf(counted(workerSectors, 'city.workerSectors'), await load.rates(), from, to).total;
}
