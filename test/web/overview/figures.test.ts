/** What the overview makes of its answers. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { parse, TypeInfo, validate, visit, visitWithTypeInfo, type FieldNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { agenciesIn, agesIn, remarksOf, stagesIn } from '../../../web/overview/funnel.ts';
import { districtsIn, ranked, spanOf, villagesIn } from '../../../web/overview/areas.ts';
import { heatOf } from '../../../web/overview/heat.ts';
import { budgetOf } from '../../../web/overview/money.ts';
import { monthRows } from '../../../web/overview/months.ts';
import * as questions from '../../../web/overview/questions.ts';
import { budgetTile, lastMonth, marksIn, peopleTiles } from '../../../web/overview/tiles.ts';

const MOVED = { month: '2025-12', exactness: 'PERTURBED', noise: 10 };
const EXACT = { month: '2025-12', exactness: 'EXACT', noise: 0 };
const month = (name: string, total: number, covered: number) => ({
  month: name,
  coverage: { total, covered, eligibleNotCovered: 1, atRisk: 2, basis: { ...EXACT, month: name } },
  change: { total: 3, covered: 4 },
});

const FIGURES = {
  city: {
    participants: 54_666,
    workerCount: 11_666,
    memberCount: 43_000,
    workersCovered: { count: 9_809, basis: EXACT },
    membersCovered: { count: 41_335, basis: EXACT },
    coverageHistory: [month('2025-10', 0, 0), month('2025-11', 0, 0), month('2025-12', 11_666, 9_809)],
    memberHistory: [{ month: '2025-12', basis: EXACT, change: { total: 10, covered: 20 } }],
    funnel: { pending: 352, basis: MOVED },
    funnelHistory: [{ month: '2025-12', funnel: { pending: 352, basis: MOVED }, change: { pending: 207 } }],
  },
  doubleFundingCounts: { total: 284, monthlyCost: 4_771_200, basis: EXACT },
  doubleFundingHistory: [{ month: '2025-12', counts: { basis: EXACT }, change: { total: 0 } }],
  publishedFigures: [{ published: { percent: 44 }, computed: { percent: 4.2 }, computedBasis: EXACT }],
};

describe('the questions of the overview', () => {
  const schema = Supergraph.build(
    readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    { supportedFeatures: null },
  )
    .apiSchema()
    .toGraphQLJSSchema();

  it.each(Object.entries(questions))('fit the schema: %s', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  it.each(Object.entries(questions))('ask of a person for nothing that tells who they are: %s', (_name, text) => {
    const types = new TypeInfo(schema);
    const asked: string[] = [];
    const enter = ({ name }: FieldNode): void => {
      const parent = types.getParentType()?.name;
      if (parent !== undefined && PERSONAL.has(parent)) asked.push(`${parent}.${name.value}`);
    };
    visit(parse(text), visitWithTypeInfo(types, { Field: enter }));
    expect(asked.filter((field) => !HARMLESS.has(field))).toEqual([]);
  });
});

/** Types of persons' rows, and what of them tells nobody who it is. */
const PERSONAL = new Set(['Worker', 'Verification', 'Person', 'Member', 'Membership', 'DoubleFunding']);
const HARMLESS = new Set([
  'Verification.id',
  'Verification.requestedOn',
  'Verification.agency',
  'Verification.worker',
  'Worker.id',
  'Worker.occupation',
  'Worker.village',
]);

describe('the tiles', () => {
  const tiles = Object.fromEntries(peopleTiles({ data: FIGURES, errors: [] }).map((tile) => [tile.name, tile]));

  it('show the numbers of the answer, exact ones added up', () => {
    expect(Object.fromEntries(Object.entries(tiles).map(([name, { figure }]) => [name, figure.value]))).toEqual({
      participants: 54_666,
      covered: 51_144,
      cityCoverage: 0.44,
      fundedTwice: 284,
      pending: 352,
    });
    expect(tiles['covered']!.figure.marks).toEqual([{ kind: 'EXACT' }, { kind: 'MONTH', month: '2025-12' }]);
    expect(tiles['cityCoverage']!.parts[0]!.figure.value).toBeCloseTo(0.042);
  });

  it('show the change of the last month; one of perturbed numbers may be off by twice the noise', () => {
    expect(tiles['covered']!.change).toMatchObject({ month: '2025-12', figure: { value: 24 } });
    expect(tiles['pending']!.change!.figure).toEqual({
      value: 207,
      marks: [
        { kind: 'PERTURBED', noise: 20 },
        { kind: 'MONTH', month: '2025-12' },
      ],
    });
    expect(tiles['cityCoverage']!.change).toBeUndefined();
  });

  it('show no change where one of its parts has none, or is of another month', () => {
    const city = {
      ...FIGURES.city,
      memberHistory: [{ month: '2025-11', basis: EXACT, change: { total: 1, covered: 1 } }],
    };
    const [participants] = peopleTiles({ data: { ...FIGURES, city }, errors: [] });
    expect(participants!.change).toBeUndefined();
  });

  it('lead to the same numbers in Data', () => {
    expect(tiles['pending']!.href).toBe('./data?subject=verification&by=agency&month=2025-12&verdict=PENDING');
    expect(tiles['fundedTwice']!.href).toBe('./data?subject=double-funding&month=2025-12');
  });

  it('say of each number that an agency owes which one it is', () => {
    const errors = [
      { message: 'no', path: ['city', 'workersCovered'], extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'workers' } },
    ];
    const data = { ...FIGURES, city: { ...FIGURES.city, workersCovered: null } };
    const covered = peopleTiles({ data, errors }).find(({ name }) => name === 'covered')!;
    expect(covered.figure).toEqual({ value: null, marks: [{ kind: 'ABSENT', agency: 'workers' }] });
    expect(marksIn([covered]).map(({ kind }) => kind)).toContain('ABSENT');
  });

  it('stand also where there is nothing', () => {
    expect(peopleTiles({ data: { city: null }, errors: [] }).every(({ figure }) => figure.value === null)).toBe(true);
    expect(lastMonth({ data: { city: null }, errors: [] })).toBeUndefined();
    expect(lastMonth({ data: FIGURES, errors: [] })).toBe('2025-12');
  });

  it('show the budget with what was paid for its last month', () => {
    const reconciliation = {
      ceiling: 580_000_000,
      paid: 580_000_000,
      shortfall: 7_966_400,
      periods: [{ period: '2025-12', paid: 188_022_400 }],
    };
    const tile = budgetTile({ data: { programme: { code: 'SIGAP', reconciliation } }, errors: [] }, 2025);
    expect(tile).toMatchObject({
      figure: { value: 580_000_000 },
      parts: [{ figure: { value: 580_000_000 } }, { figure: { value: 7_966_400 } }],
      change: { month: '2025-12', figure: { value: 188_022_400 } },
      href: './data?subject=money&by=month&year=2025&programme=SIGAP',
    });
  });
});

describe('the budget that is shown', () => {
  const programmes = [
    { code: 'NON_ASN', name: '', budgets: [] },
    { code: 'SIGAP', name: '', budgets: [{ year: 2025 }, { year: 2026 }] },
  ];

  it.each([
    [null, 2026],
    [2025, 2025],
    [2031, 2026],
  ])('when %s is wanted is that of %s', (wanted, year) => {
    expect(budgetOf(programmes, wanted)).toEqual({ programme: 'SIGAP', year, years: [2026, 2025] });
  });

  it('is none where no programme has one', () => {
    expect(budgetOf(programmes.slice(0, 1), null)).toBeUndefined();
  });
});

describe('areas', () => {
  const coverage = (coverageRate: number | null) => ({
    total: 10,
    covered: 8,
    eligibleNotCovered: 1,
    coverageRate,
    basis: MOVED,
  });
  const districts = [
    { code: '32.75.01', name: 'B', boundary: null, coverage: coverage(0.9) },
    { code: '32.75.02', name: 'A', boundary: null, coverage: coverage(null) },
    { code: '32.75.03', name: null, boundary: null, coverage: coverage(0.8) },
  ];

  it('are ranked by rate, the lowest first, those without one last', () => {
    const areas = districtsIn({ data: { city: { districts } }, errors: [] });
    expect(ranked(areas).map(({ code, name }) => [code, name])).toEqual([
      ['32.75.03', '32.75.03'],
      ['32.75.01', 'B'],
      ['32.75.02', 'A'],
    ]);
    expect(spanOf(areas)).toEqual([0.8, 0.9]);
    expect(spanOf([])).toBeUndefined();
    expect(areas[0]!.rate.marks[0]).toEqual({ kind: 'PERTURBED', noise: 10 });
  });

  it('can be villages', () => {
    const areasByCoverage = [
      { village: { code: '32.75.01.1001', name: 'V' }, coverage: coverage(0.5) },
      { village: null, coverage: null },
    ];
    expect(villagesIn({ data: { areasByCoverage }, errors: [] })).toMatchObject([
      { code: '32.75.01.1001', rate: { value: 0.5 } },
    ]);
  });
});

describe('months', () => {
  it('begin with the one before the first worker', () => {
    const rows = monthRows({ data: FIGURES, errors: [] });
    expect(rows.map((row) => [row.month, row.counts.total.value])).toEqual([
      ['2025-11', 0],
      ['2025-12', 11_666],
    ]);
    expect(monthRows({ data: { city: null }, errors: [] })).toEqual([]);
  });
});

describe('occupations by decile', () => {
  const row = (occupation: string, decileBand: string, total: number) => ({
    occupation,
    decileBand,
    total,
    covered: 1,
    coverageRate: 0.5,
    basis: MOVED,
  });
  const breakdown = [
    row('OJEK', 'D1_2', 20),
    row('OJEK', 'UNKNOWN', 0),
    row('PKL', 'D1_2', 30),
    row('PKL', 'UNKNOWN', 0),
  ];
  const part = { data: { city: { coverage: { breakdown } } }, errors: [] };

  it('are a grid without columns of nobody', () => {
    const heat = heatOf(part, 'total');
    expect([heat.rows, heat.columns, heat.greatest]).toEqual([['OJEK', 'PKL'], ['D1_2'], 30]);
    expect(heat.cell('PKL', 'D1_2').value).toBe(30);
    expect(heat.cell('PKL', 'D9')).toEqual({ value: null, marks: [] });
  });
});

describe('the funnel', () => {
  const funnel = {
    asked: 100,
    answered: 90,
    pending: 10,
    verdicts: [
      { verdict: 'MATCH', count: 80 },
      { verdict: 'PENDING', count: 10 },
    ],
    pendingByAge: [{ age: 'D0_7', count: 10 }],
    basis: MOVED,
  };
  const verificationFunnel = [
    {
      agency: { code: 'DINSOS', name: null },
      asked: 5,
      pending: 1,
      turnaround: { medianDays: 7, p90Days: null },
      oldestPending: null,
      basis: MOVED,
    },
  ];
  const part = { data: { city: { funnel }, verificationFunnel }, errors: [] };

  it('goes from what was requested to what waits, which is said once', () => {
    expect(stagesIn(part).map(({ name, count }) => [name, count.value])).toEqual([
      ['asked', 100],
      ['answered', 90],
      ['MATCH', 80],
      ['pending', 10],
    ]);
    expect(stagesIn(part).every(({ count }) => count.marks[0]!.kind === 'PERTURBED')).toBe(true);
    expect(agesIn(part)).toMatchObject([{ name: 'D0_7', count: { value: 10 } }]);
  });

  it('has its agencies in the order of the answer', () => {
    expect(agenciesIn(part)).toMatchObject([
      { code: 'DINSOS', name: 'DINSOS', pending: { value: 1 }, medianDays: 7, p90Days: null },
    ]);
  });
});

describe('what is said beside a figure', () => {
  const tiles = () => new Map(peopleTiles({ data: FIGURES, errors: [] } as never).map((tile) => [tile.name, tile]));

  it('is how many are counted twice, and which part Data shows behind the link', () => {
    const { participants, covered } = Object.fromEntries(tiles());
    expect([participants?.twice?.value, participants?.opens, covered?.opens]).toEqual([284, 'members', 'workers']);
  });

  it('is that a share of the workforce is an estimate, never that it is exact', () => {
    const [computed] = tiles().get('cityCoverage')!.parts;
    expect(computed!.figure.marks.map(({ kind }) => kind)).toEqual(['ESTIMATE', 'MONTH']);
  });

  it('is that agencies are tied, and that a day is not shown', () => {
    const row = (medianDays: number | null, oldest: string | null) =>
      ({ code: 'A', name: 'A', medianDays, p90Days: 9, oldest }) as never;
    expect(remarksOf([row(3, '2025-12-01'), row(3, '2025-12-01'), row(2, '2025-12-01')])).toEqual({
      tied: 2,
      withheld: false,
    });
    expect(remarksOf([row(3, null), row(null, '2025-12-01')])).toEqual({ tied: 0, withheld: true });
  });
});
