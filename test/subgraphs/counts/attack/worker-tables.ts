/** Everything that is published about workers of one month: each table of `Coverage` for each area, and the exact totals of the city. */
import { ALL, areasOfVillage, NO_VILLAGE } from '../../../../subgraphs/data/area.ts';
import type { Exactness } from '../../../../subgraphs/counts/tally.ts';
import type { CountsSnapshot } from '../../../../subgraphs/counts/materialized-counts.ts';
import {
  coverages,
  DIMENSIONS,
  ELIGIBLE,
  type Coverages,
  type Dimension,
} from '../../../../subgraphs/workers/coverage.ts';
import { SAFE_MONTHS } from '../../../../subgraphs/counts/months-in-row.ts';
import type { WorkerCell } from '../../../../subgraphs/workers/sources.ts';
import {
  numbersByCell,
  tablesOf,
  type Asked,
  type MonthTold,
  type NamedSum,
  type Tables,
  type Told,
} from './tables.ts';

const MEASURES = ['total', 'covered', 'eligibleNotCovered', 'atRisk'] as const;
type Measure = (typeof MEASURES)[number];

const ALL_DIMENSIONS = Object.keys(DIMENSIONS) as Dimension[];
const PAIRS = ALL_DIMENSIONS.flatMap((one, at) =>
  ALL_DIMENSIONS.slice(at + 1).map((other): readonly Dimension[] => [one, other]),
);
/** As `byOccupation`, `byDecileBand`, `byStatus`, `cells` and `breakdown(by:)` ask. */
const TABLES: readonly (readonly Dimension[])[] = [[], ...ALL_DIMENSIONS.map((one) => [one]), ...PAIRS];

const TRANSPORT: readonly string[] = ['OJEK', 'BECAK', 'DRIVER'];
const sectorOf = (occupation: string): string => (TRANSPORT.includes(occupation) ? 'TRANSPORT' : 'OTHER');

/** A kind of worker, as text: occupation, band, status, months in a row or `-` for who is not covered. */
type Kind = readonly [occupation: string, decileBand: string, status: string, months: string];
const kindOf = (text: string): Kind => text.split(' ') as unknown as Kind;
const kindOfCell = ({ occupation, decileBand, status, insurerStatus, months }: WorkerCell): string =>
  [occupation, decileBand, status, insurerStatus === 'ACTIVE' ? (months ?? 0) : '-'].join(' ');

const IS: Readonly<Record<Measure, (kind: Kind) => boolean>> = {
  total: () => true,
  covered: ([, , , months]) => months !== '-',
  eligibleNotCovered: ([, , status, months]) => months === '-' && ELIGIBLE.includes(status),
  atRisk: ([, , , months]) => months !== '-' && Number(months) < SAFE_MONTHS,
};
const VALUE: Readonly<Record<Dimension, (kind: Kind) => string>> = {
  occupation: ([occupation]) => occupation,
  decileBand: ([, band]) => band,
  sector: ([occupation]) => sectorOf(occupation),
  status: ([, , status]) => status,
};

/** Values in the order of the dimensions' names, so that a cell has one name in whatever order it is asked by. */
type Values = Readonly<Partial<Record<Dimension, string>>>;
const nameOf = (values: Values, measure: string): string =>
  [...ALL_DIMENSIONS.flatMap((dimension) => values[dimension] ?? []), measure].join(' ');
const inMonths = (months: number): string => `months ${months}`;

export function workersTold(month: string, snapshot: CountsSnapshot, exactness: Exactness): MonthTold {
  const truths = truthByArea(snapshot);
  const tables = workerTables(truths.get(ALL)!);
  const shown = snapshot.derive(coverages, exactness);
  const told = [...truths].map(([area, truth]): [string, Told] => [area, toldOf(tables, shown, area, truth)]);
  const total = (area: string): number => sum(truths.get(area)?.values() ?? []);
  return {
    month,
    tables,
    areas: new Map(told),
    parts: partsOf([...truths.keys()]),
    roster: rosterNames(),
    onRoster: total(ALL),
  };
}

/** What somebody knows who knows every rule of the data: which kinds there are anywhere in the city, for every occupation. */
function workerTables(city: ReadonlyMap<string, number>): Tables {
  const rest = new Set([...city.keys()].map((text) => kindOf(text).slice(1).join(' ')));
  const kinds = DIMENSIONS.occupation.flatMap((occupation) => [...rest].sort().map((some) => `${occupation} ${some}`));
  return tablesOf(kinds, askedOfWorkers(), sumsOfWorkers());
}

function askedOfWorkers(): Asked[] {
  const rows = TABLES.flatMap((by) =>
    combinations(by).flatMap((values) =>
      MEASURES.map((measure): Asked => ({
        name: nameOf(values, measure),
        counts: (text) =>
          by.every((dimension) => VALUE[dimension](kindOf(text)) === values[dimension]) && IS[measure](kindOf(text)),
      })),
    ),
  );
  const months = Array.from({ length: SAFE_MONTHS + 1 }, (_, number): Asked => ({
    name: inMonths(number),
    counts: (text) => kindOf(text)[3] === String(number),
  }));
  return [...rows, ...months];
}

function combinations(by: readonly Dimension[]): Values[] {
  return by.reduce<Values[]>(
    (rows, dimension) => rows.flatMap((row) => DIMENSIONS[dimension].map((value) => ({ ...row, [dimension]: value }))),
    [{}],
  );
}

function sumsOfWorkers(): NamedSum[] {
  const finer = TABLES.filter((by) => by.length < 2).flatMap((by) =>
    ALL_DIMENSIONS.filter((dimension) => !by.includes(dimension)).flatMap((dimension) =>
      combinations(by).flatMap((values) =>
        MEASURES.map((measure): NamedSum => ({
          whole: nameOf(values, measure),
          parts: DIMENSIONS[dimension].map((value) => nameOf({ ...values, [dimension]: value }, measure)),
        })),
      ),
    ),
  );
  const sectors = (['decileBand', 'status'] as const).flatMap((dimension) =>
    combinations([dimension, 'sector']).flatMap(({ sector, ...values }) =>
      MEASURES.map((measure): NamedSum => ({
        whole: nameOf({ ...values, sector: sector! }, measure),
        parts: DIMENSIONS.occupation
          .filter((occupation) => sectorOf(occupation) === sector)
          .map((occupation) => nameOf({ ...values, occupation }, measure)),
      })),
    ),
  );
  const measures = TABLES.flatMap((by) =>
    combinations(by).map((values): NamedSum => ({
      whole: nameOf(values, 'total'),
      parts: [nameOf(values, 'covered'), nameOf(values, 'eligibleNotCovered')],
      partial: true,
    })),
  );
  const months = Array.from({ length: SAFE_MONTHS }, (_, number) => inMonths(number));
  return [
    ...finer,
    ...sectors,
    ...measures,
    { whole: 'covered', parts: [...months, inMonths(SAFE_MONTHS)] },
    { whole: 'covered', parts: ['atRisk', inMonths(SAFE_MONTHS)] },
    { whole: 'atRisk', parts: months },
  ];
}

function rosterNames(): string[] {
  return TABLES.filter((by) => !by.includes('status')).flatMap((by) =>
    combinations(by).map((values) => nameOf(values, 'total')),
  );
}

/** Of those without a village only the total is told; of the city the four counts of its own and the sectors are told as they are. */
function toldOf(tables: Tables, shown: Coverages, area: string, truth: ReadonlyMap<string, number>): Told {
  const counts = tables.kinds.map((kind) => truth.get(kind) ?? 0);
  const told = { area, facts: [], truth: counts };
  const trueOf = (name: string): [number, number] => {
    const cell = tables.named.get(name)!;
    return [cell, sum(tables.cells[cell]!.kinds.map((kind) => counts[kind]!))];
  };
  const numbers = numbersByCell(
    tables,
    area === NO_VILLAGE ? new Map([['total', shown.counts(null).total]]) : publishedOf(shown, area),
  );
  const totals =
    area === ALL ? [...MEASURES, 'TRANSPORT total', 'OTHER total'].filter((name) => tables.named.has(name)) : [];
  return { ...told, shown: numbers, exact: new Map(totals.map(trueOf)) };
}

function publishedOf(shown: Coverages, area: string): Map<string, number> {
  const rows = TABLES.flatMap((by) =>
    shown.table(area, by).flatMap((row) => MEASURES.map((measure) => [nameOf(row, measure), row[measure]] as const)),
  );
  return new Map([...rows, ...shown.months(area).map(({ months, total }) => [inMonths(months), total] as const)]);
}

function truthByArea(snapshot: CountsSnapshot): Map<string, Map<string, number>> {
  const areas = new Map<string, Map<string, number>>();
  for (const { partition, cells } of snapshot.of('workers')) {
    for (const code of areasOfVillage(partition)) {
      const area = code ?? NO_VILLAGE;
      const counts = areas.get(area) ?? new Map<string, number>();
      areas.set(area, counts);
      for (const cell of cells as unknown as WorkerCell[])
        counts.set(kindOfCell(cell), (counts.get(kindOfCell(cell)) ?? 0) + cell.n);
    }
  }
  return areas;
}

/** Villages of each district; districts, and those without a village, of the city. */
export function partsOf(areas: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  const add = (whole: string, part: string): void => void parts.set(whole, [...(parts.get(whole) ?? []), part]);
  for (const area of areas) {
    const dots = area.split('.').length - 1;
    if (dots === 3) add(area.slice(0, area.lastIndexOf('.')), area);
    if (dots === 2 || area === NO_VILLAGE) add(ALL, area);
  }
  return parts;
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
