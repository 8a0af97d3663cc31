/** Everything that is published of one month about members of groups, people paid for twice, and verifications. */
import { ALL, areasOfVillage, NO_VILLAGE } from '../../../../subgraphs/data/area.ts';
import type { Exactness, Tally } from '../../../../subgraphs/counts/tally.ts';
import { doubleCounts } from '../../../../subgraphs/funding/double-funding.ts';
import { SAFE_MONTHS } from '../../../../subgraphs/counts/months-in-row.ts';
import { areaMembers, GROUPS, type MemberTotals } from '../../../../subgraphs/groups/member-counts.ts';
import type { CountsSnapshot } from '../../../../subgraphs/counts/materialized-counts.ts';
import { funnels, type FunnelCounts } from '../../../../subgraphs/workers/funnel.ts';
import type { VerificationCell } from '../../../../subgraphs/workers/sources.ts';
import {
  numbersByCell,
  tablesOf,
  type Asked,
  type Fact,
  type MonthTold,
  type NamedSum,
  type Tables,
  type Told,
} from './tables.ts';
import { partsOf, sum } from './worker-tables.ts';

type Truth = ReadonlyMap<string, number>;
const add = (counts: Map<string, number>, kind: string, n: number): void =>
  void counts.set(kind, (counts.get(kind) ?? 0) + n);
const inOrder = ({ kinds }: Tables, truth: Truth): number[] => kinds.map((kind) => truth.get(kind) ?? 0);

/** @param kindOf the kind of a cell's people */
function truthByArea(
  snapshot: CountsSnapshot,
  source: string,
  kindOf: (cell: never) => string,
): Map<string, Map<string, number>> {
  const areas = new Map<string, Map<string, number>>();
  for (const { partition, cells } of snapshot.of(source)) {
    for (const code of areasOfVillage(partition)) {
      const area = code ?? NO_VILLAGE;
      if (!areas.has(area)) areas.set(area, new Map<string, number>());
      for (const cell of cells) add(areas.get(area)!, kindOf(cell as never), (cell as Tally).n);
    }
  }
  return areas;
}

const MEMBER_MEASURES = ['total', 'covered', 'atRisk'] as const;
/** Kinds of members: group, and whether they are not covered, safe or at risk. */
const MEMBER_TABLES: Tables = (() => {
  const kinds = GROUPS.flatMap((group) => ['not', 'safe', 'risk'].map((cover) => `${group} ${cover}`));
  const counted = {
    total: () => true,
    covered: (cover: string) => cover !== 'not',
    atRisk: (cover: string) => cover === 'risk',
  };
  const asked = [null, ...GROUPS].flatMap((group) =>
    MEMBER_MEASURES.map((measure): Asked => ({
      name: group === null ? measure : `${group} ${measure}`,
      counts: (kind) => (group === null || kind.startsWith(`${group} `)) && counted[measure](kind.split(' ')[1]!),
    })),
  );
  const sums = MEMBER_MEASURES.map((measure): NamedSum => ({
    whole: measure,
    parts: GROUPS.map((group) => `${group} ${measure}`),
  }));
  return tablesOf(kinds, asked, sums);
})();

interface MemberCell extends Tally {
  readonly group: string;
  readonly insurerStatus?: string | null;
  readonly months?: number | null;
}

const kindOfMember = ({ group, insurerStatus, months }: MemberCell): string =>
  `${group} ${insurerStatus !== 'ACTIVE' ? 'not' : (months ?? 0) < SAFE_MONTHS ? 'risk' : 'safe'}`;

export function membersTold(month: string, snapshot: CountsSnapshot, exactness: Exactness): MonthTold {
  const truths = truthByArea(snapshot, 'members', kindOfMember as never);
  const shown = snapshot.derive(areaMembers, exactness);
  const areas = new Map(
    [...truths].map(([area, truth]): [string, Told] => {
      const counts = shown.of(area === NO_VILLAGE ? null : area);
      const published =
        area === NO_VILLAGE
          ? new Map([['total', counts.total]])
          : new Map([...numbers(counts, ''), ...counts.groups.flatMap((group) => numbers(group, `${group.kind} `))]);
      return [area, memberTold(area, published, inOrder(MEMBER_TABLES, truth))];
    }),
  );
  const roster = ['total', ...GROUPS.map((group) => `${group} total`)];
  return {
    month,
    tables: MEMBER_TABLES,
    areas,
    parts: partsOf([...truths.keys()]),
    roster,
    onRoster: sum(truths.get(ALL)!.values()),
  };
}

const numbers = (counts: MemberTotals, prefix: string): [string, number][] =>
  MEMBER_MEASURES.map((measure) => [prefix + measure, counts[measure]]);

/** Of the city its three counts are exact, and how many are in each group; of those without a village only the total is told. */
function memberTold(area: string, published: Truth, truth: readonly number[]): Told {
  const { cells, named } = MEMBER_TABLES;
  const exactly = area === ALL ? [...MEMBER_MEASURES, ...GROUPS.map((group) => `${group} total`)] : [];
  const exact = new Map(
    exactly.map((name) => [named.get(name)!, sum(cells[named.get(name)!]!.kinds.map((kind) => truth[kind]!))]),
  );
  return { area, shown: numbersByCell(MEMBER_TABLES, published), exact, facts: [], truth };
}

const DOUBLE_TABLES = tablesOf(['twice'], [{ name: 'twice', counts: () => true }], []);

/** Every village has a count, those without a village too; the city's is exact. */
export function doublesTold(month: string, snapshot: CountsSnapshot, exactness: Exactness): MonthTold {
  const truths = truthByArea(snapshot, 'doubles', () => 'twice');
  const shown = snapshot.derive(doubleCounts, exactness);
  const areas = new Map(
    [...truths].map(([area, truth]): [string, Told] => {
      const people = truth.get('twice') ?? 0;
      const number =
        area === NO_VILLAGE ? shown.byVillage.find(({ village }) => village === null)?.count : shown.of(area);
      return [
        area,
        {
          area,
          shown: [area === ALL ? undefined : number],
          exact: new Map(area === ALL ? [[0, people]] : []),
          facts: [],
          truth: [people],
        },
      ];
    }),
  );
  return { month, tables: DOUBLE_TABLES, areas, parts: partsOf([...truths.keys()]), roster: [], onRoster: 0 };
}

const VERDICTS = ['MATCH', 'MISMATCH', 'NOT_FOUND', 'EXPIRED'];
const WITHIN = [7, 30, 90, Infinity];
const AGES = [
  ['D0_7', 7],
  ['D8_14', 14],
  ['D15_30', 30],
  ['D31_UP', Infinity],
] as const;
const bandOf = (days: number): number => WITHIN.find((most) => days <= most)!;

/** Kinds of verifications: pending by age, or verdict and days to the answer. */
const VERIFICATION_TABLES: Tables = (() => {
  const kinds = [
    ...AGES.map(([age]) => `PENDING ${age}`),
    ...VERDICTS.flatMap((verdict) => WITHIN.map((days) => `${verdict} ${days}`)),
  ];
  const starts = (name: string): Asked => ({ name, counts: (kind) => kind.startsWith(`${name} `) });
  const isPending = (kind: string): boolean => kind.startsWith('PENDING ');
  const asked: Asked[] = [
    { name: 'asked', counts: () => true },
    { name: 'answered', counts: (kind) => !isPending(kind) },
    { name: 'pending', counts: isPending },
    ...['PENDING', ...VERDICTS].map(starts),
    ...WITHIN.slice(0, -1).map((most): Asked => ({
      name: `within ${most}`,
      counts: (kind) => !isPending(kind) && Number(kind.split(' ')[1]) <= most,
    })),
    ...AGES.map(([age]): Asked => ({ name: age, counts: (kind) => kind === `PENDING ${age}` })),
  ];
  const sums: NamedSum[] = [
    { whole: 'asked', parts: ['answered', 'PENDING'] },
    { whole: 'answered', parts: VERDICTS },
    { whole: 'PENDING', parts: AGES.map(([age]) => age) },
  ];
  return tablesOf(kinds, asked, sums);
})();

/** An agency that nobody is asked of has no row: so a row tells that it was asked once at least. The city's row is of all agencies. */
export function verificationsTold(month: string, snapshot: CountsSnapshot, exactness: Exactness): MonthTold {
  const day = snapshot.asOf!;
  const cells = snapshot.of('verifications').flatMap((part) => part.cells) as unknown as VerificationCell[];
  const shown = snapshot.derive(funnels, exactness);
  const told = (area: string, some: readonly VerificationCell[], funnel: FunnelCounts): [string, Told] => {
    const truth = new Map<string, number>();
    for (const cell of some) add(truth, kindOfVerification(cell, day), cell.n);
    return [
      area,
      {
        area,
        shown: numbersByCell(VERIFICATION_TABLES, publishedOf(funnel, day)),
        exact: new Map(),
        facts: factsOf(funnel),
        truth: inOrder(VERIFICATION_TABLES, truth),
      },
    ];
  };
  const agencies = [...Map.groupBy(cells, ({ agency }) => agency)];
  const areas = new Map([
    ...agencies.map(([agency, some]) => told(agency, some, shown.of(agency))),
    told(ALL, cells, shown.all()),
  ]);
  const parts = new Map([[ALL, agencies.map(([agency]) => agency)]]);
  return { month, tables: VERIFICATION_TABLES, areas, parts, roster: [], onRoster: 0 };
}

function kindOfVerification({ verdict, requestedOn, days }: VerificationCell, day: string): string {
  if (verdict !== 'PENDING') return `${verdict} ${bandOf(days!)}`;
  const age = (Date.parse(day) - Date.parse(requestedOn!)) / 86_400_000;
  return `PENDING ${AGES.find(([, most]) => age <= most)![0]}`;
}

function publishedOf(
  { asked, answered, pending, verdicts, turnaround, waiting }: FunnelCounts,
  day: string,
): Map<string, number> {
  return new Map([
    ['asked', asked],
    ['answered', answered],
    ['pending', pending],
    ...verdicts.map(({ verdict, count }) => [verdict, count] as const),
    ...turnaround.within.map((row) => [`within ${row.days}`, row.answered] as const),
    ...waiting.byAge(day).map(({ age, count }) => [age, count] as const),
  ]);
}

/** What the median and the 90th percentile tell of the counts: how many answers came by a day, against all answers. */
function factsOf({ turnaround: { medianDays, p90Days } }: FunnelCounts): Fact[] {
  const { kinds } = VERIFICATION_TABLES;
  const all = new Map(kinds.map((_, at) => [at, 1]));
  const quantiles = [
    [medianDays, 5],
    [p90Days, 9],
  ] as const;
  const facts = quantiles.flatMap(([day, tenths]) =>
    day === null
      ? []
      : WITHIN.slice(0, -1).map((most): Fact => {
          const factors = new Map(
            kinds.flatMap((kind, at) =>
              kind.startsWith('PENDING ')
                ? []
                : [[at, (Number(kind.split(' ')[1]) <= most ? 10 : 0) - tenths] as const],
            ),
          );
          return day <= most ? { factors, low: 0, high: Infinity } : { factors, low: -Infinity, high: -1 };
        }),
  );
  return [{ factors: all, low: 1, high: Infinity }, ...facts];
}
