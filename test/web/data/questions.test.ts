/** The questions that the view Data asks, held to the schema, and the rows that are read from their answers. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { getOperationAST, parse, validate, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCostModel } from '../../../gateway/guard/limits/cost-model.ts';
import { compileEstimate } from '../../../gateway/guard/limits/estimated-cost.ts';
import { BREAKDOWNS, DATA_SHAPE, SUBJECTS, type Breakdown, type DataState } from '../../../web/address/data-view.ts';
import { readState, writeState } from '../../../web/address/view-state.ts';
import { branchesOf, operationOf, type Latest } from '../../../web/data/branches.ts';
import { choiceOf } from '../../../web/data/choice.ts';
import { LISTS } from '../../../web/data/lists.ts';
import { readRows } from '../../../web/data/read-rows.ts';
import { READY } from '../../../web/data/ready.ts';
import { SUBJECT_RULES } from '../../../web/data/subject-rules.ts';
import { writeQuestion } from '../../../web/data/write-question.ts';

const LATEST: Latest = { month: '2025-12', years: new Map([['SIGAP', 2025]]) };

function judged(part: Partial<DataState>) {
  const { state } = readState(DATA_SHAPE, writeState(DATA_SHAPE, part));
  return choiceOf(state as DataState);
}

function questionOf(part: Partial<DataState>) {
  const { choice, unfit } = judged(part);
  const branches = branchesOf(choice, LATEST)!;
  return { ...writeQuestion(operationOf(choice), branches), branches, choice, unfit };
}

/** Every subject by none, one and two breakdowns that it has. */
const CHOICES: Partial<DataState>[] = SUBJECTS.flatMap((subject) => {
  const { fits } = SUBJECT_RULES[subject];
  const pairs = BREAKDOWNS.flatMap((first) =>
    BREAKDOWNS.filter((second) => second !== first).map((second): readonly Breakdown[] => [first, second]),
  );
  const lists = [[], ...BREAKDOWNS.map((each): readonly Breakdown[] => [each]), ...pairs];
  return lists.filter((by) => by.length === 0 || fits(by)).map((by) => ({ subject, by }));
});

/** What the gateway lets a caller without a token ask for at once. */
const PUBLIC_COST = (
  JSON.parse(readFileSync('gateway/guard/identity/roles.json', 'utf8')) as {
    roles: Record<string, { budget: { costPerRequest: number } }>;
  }
).roles['public']!.budget.costPerRequest;

const CODES: Partial<DataState> = {
  occupation: 'PKL',
  band: 'D1_2',
  status: 'ELIGIBLE',
  agency: 'DINSOS',
  verdict: 'MATCH',
  group: 'RT',
  programme: 'SIGAP',
};

/** A choice in the city and in a district, with each filter that its subject has and with all of its measures. */
function narrowings({ subject = 'coverage', by = [] }: Partial<DataState>): Partial<DataState>[] {
  const { areas, filters, measures } = SUBJECT_RULES[subject];
  const all = { subject, by, measures: measures(by, {}) };
  return (areas ? [null, '32.75.01'] : [null]).flatMap((area) => [
    { ...all, area },
    ...filters.map((filter) => ({ subject, by, area, [filter]: CODES[filter] })),
  ]);
}

describe('the questions of the view Data', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    const supergraph = Supergraph.build(readFileSync('schema/supergraph.graphql', 'utf8'), { supportedFeatures: null });
    schema = supergraph.apiSchema().toGraphQLJSSchema();
  });

  it('are valid for every subject, alone and by each breakdown and pair that it has', () => {
    expect(CHOICES.length).toBeGreaterThan(80);
    for (const part of CHOICES) {
      const { query, unfit } = questionOf(part);
      expect(validate(schema, parse(query)), `${JSON.stringify(part)}\n${query}`).toEqual([]);
      expect(unfit, JSON.stringify(part)).toEqual([]);
    }
  });

  it('cost no more than a request of the public may, in every area, by every breakdown and filter that is offered', () => {
    const supergraph = parse(readFileSync('schema/supergraph.graphql', 'utf8'));
    const model = readCostModel(supergraph);
    const dear = CHOICES.flatMap((part) => narrowings(part)).flatMap((part) => {
      const { query, variables, unfit } = questionOf(part);
      if (unfit.length > 0) return [];
      const document = parse(query);
      const operation = getOperationAST(document)!;
      const { cost } = compileEstimate(model, { schema, document, operation })({ ...(variables as object) });
      return cost > PUBLIC_COST ? [`${JSON.stringify(part)}: ${cost}`] : [];
    });
    expect(dear).toEqual([]);
  });

  it('are valid in an area, a month, a span and with filters, and for every shipped question that opens as a choice', () => {
    const parts: Partial<DataState>[] = [
      ...Object.values(READY),
      { by: ['village'], area: '32.75.01' },
      { by: ['village', 'month'], area: '32.75.01.1001', from: '2025-10', to: '2025-12' },
      { by: ['occupation'], band: 'D1_2', month: '2025-11' },
      { subject: 'verification', by: ['agency'], verdict: 'MATCH' },
      { subject: 'verification', by: ['month'], agency: 'DINSOS' },
      { subject: 'groups', by: ['month'], group: 'RT' },
      { subject: 'groups', by: ['group'], area: '32.75.01' },
      { subject: 'money', by: ['month'], programme: 'SIGAP', year: 2025 },
    ];
    for (const part of parts) {
      const { query, unfit } = questionOf(part);
      expect(validate(schema, parse(query)), query).toEqual([]);
      expect(unfit).toEqual([]);
    }
    expect(validate(schema, parse(LISTS))).toEqual([]);
  });

  it('ask for the measures and the breakdowns that were chosen, and for nothing else', () => {
    const { query, variables } = questionOf({
      by: ['occupation'],
      area: '32.75.01',
      band: 'D1_2',
      measures: ['covered'],
    });
    expect(query).toBe(`query DataCoverage($code: ID!, $by: [WorkerDimension!]!, $filter: BreakdownFilter) {
  district(code: $code) {
    coverage {
      breakdown(by: $by, filter: $filter) {
        occupation
        covered
        basis { month exactness noise }
      }
    }
  }
}`);
    expect(variables).toEqual({
      code: '32.75.01',
      by: ['OCCUPATION', 'DECILE_BAND'],
      filter: { decileBands: ['D1_2'] },
    });
  });

  it('ask for the sum of all rows in the same request, where the graph has it', () => {
    expect(questionOf({ by: ['district'], measures: ['total'] }).query).toBe(`query DataCoverage {
  city {
    coverage {
      total
      basis { month exactness noise }
    }
    districts {
      code
      name
      coverage {
        total
        basis { month exactness noise }
      }
    }
  }
}`);
  });

  it('ask for the exact number of members and of those who wait, instead of adding moved numbers up', () => {
    const { branches, query, variables } = questionOf({ subject: 'groups', by: ['group'], measures: ['covered'] });
    expect(query).toContain('memberHistory(from: $from, to: $to)');
    // The rows and their total stand at the same month.
    expect(variables).toEqual({ from: '2025-12', to: '2025-12', month: '2025-12' });
    const exact = { ...BASIS, exactness: 'EXACT', noise: 0 };
    const groupCounts = [20, 30].map((covered) => ({ group: { kind: 'RT' }, covered, basis: BASIS }));
    const city = { groupCounts, memberHistory: [{ month: '2025-12', covered: 57, basis: exact }] };
    const { rows, total } = readRows({ data: { city }, errors: [] }, branches);
    expect([rows.length, total?.counts.covered?.value]).toEqual([2, 57]);
    expect(total?.counts.covered?.marks).toContainEqual({ kind: 'EXACT' });
    for (const by of [['district'], ['district', 'group']] as const)
      expect(questionOf({ subject: 'groups', by }).query).toContain('memberHistory');
    expect(questionOf({ subject: 'groups', by: ['group'], group: 'RT' }).query).not.toContain('memberHistory');
    const ages = questionOf({ subject: 'verification', by: ['age'] });
    const pendingByAge = [{ age: 'DAYS_0_7', count: 12, basis: BASIS }];
    const funnel = { pending: 15, basis: BASIS, pendingByAge };
    const read = readRows({ data: { city: { funnel } }, errors: [] }, ages.branches);
    expect([read.rows.length, read.total?.counts.count?.value]).toEqual([1, 15]);
    expect(questionOf({ subject: 'verification', by: ['agency', 'age'] }).query).toContain('pending\n');
  });

  it('ask for the basis of a total that has one of its own, and read it from there', () => {
    const { query, branches } = questionOf({ subject: 'groups', by: ['group'], measures: ['total', 'covered'] });
    expect(query).toContain('totalBasis { month exactness noise }');
    const counts = {
      group: { kind: 'RT' },
      total: 90,
      covered: 80,
      totalBasis: { ...BASIS, exactness: 'EXACT', noise: 0 },
      basis: BASIS,
    };
    const [row] = readRows({ data: { city: { groupCounts: [counts] } }, errors: [] }, branches).rows;
    expect(row!.counts.total?.marks).toContainEqual({ kind: 'EXACT' });
    expect(row!.counts.covered?.marks).toContainEqual({ kind: 'PERTURBED', noise: 10 });
  });

  it('have agencies in the order of the graph, which tells those of the same median apart', () => {
    const slowest = questionOf({ subject: 'verification', by: ['agency'] });
    expect(slowest.query).toContain('verificationFunnel(sort: $sort)');
    expect(slowest.variables).toEqual({ sort: 'TURNAROUND_SLOWEST' });
    expect(questionOf({ subject: 'verification', by: ['agency'], measures: ['asked'] }).query).not.toContain('sort');
  });

  it('leave out what does not fit, and say what', () => {
    expect(judged({ occupation: 'PKL', band: 'D1_2', status: 'ACTIVE' }).unfit).toEqual([
      { parameter: 'status', got: 'ACTIVE' },
    ]);
    expect(judged({ subject: 'money', by: ['village'] }).unfit).toEqual([{ parameter: 'by', got: 'village' }]);
    expect(judged({ subject: 'money', area: '32.75.01' }).unfit).toEqual([{ parameter: 'area', got: '32.75.01' }]);
    expect(judged({ measures: ['paid'] }).unfit).toEqual([{ parameter: 'measures', got: 'paid' }]);
  });
});

const BASIS = { month: '2025-12', exactness: 'PERTURBED', noise: 10 } as const;

describe('the rows of an answer', () => {
  it('have the names above them, their numbers with their marks, and the total apart', () => {
    const { branches } = questionOf({ by: ['district', 'occupation'], measures: ['total'] });
    const data = {
      city: {
        coverage: { total: 30, basis: { ...BASIS, exactness: 'EXACT', noise: 0 } },
        districts: [
          {
            code: '32.75.01',
            name: 'Bekasi Timur',
            coverage: { breakdown: [{ occupation: 'PKL', total: 12, basis: BASIS }] },
          },
        ],
      },
    };
    const { rows, total } = readRows({ data, errors: [] }, branches);
    expect(rows).toEqual([
      {
        labels: { district: { code: '32.75.01', name: 'Bekasi Timur' }, occupation: { code: 'PKL' } },
        counts: {
          total: {
            value: 12,
            marks: [
              { kind: 'PERTURBED', noise: 10 },
              { kind: 'MONTH', month: '2025-12' },
            ],
          },
        },
        texts: {},
      },
    ]);
    expect(total?.counts.total?.marks).toContainEqual({ kind: 'EXACT' });
  });

  it('of an agency that does not answer say so, and are not zero', () => {
    const { branches } = questionOf({ measures: ['total'] });
    const errors = [
      { message: '', path: ['city', 'coverage'], extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'workers' } },
    ];
    const { rows } = readRows({ data: { city: { coverage: null } }, errors }, branches);
    expect(rows[0]?.counts.total).toEqual({ value: null, marks: [{ kind: 'ABSENT', agency: 'workers' }] });
  });

  it('repeat the budget of the year in each month, and show published figures in their own units', () => {
    const money = questionOf({ subject: 'money', by: ['month'], measures: ['paid', 'ceiling'] });
    const data = {
      programme: {
        code: 'SIGAP',
        name: 'SIGAP',
        reconciliation: { ceiling: 580, paid: 5, periods: [{ period: '2025-10', paid: 5 }] },
      },
    };
    const paid = readRows({ data, errors: [] }, money.branches);
    expect(paid.rows[0]?.counts).toMatchObject({ paid: { value: 5 }, ceiling: { value: 580 } });
    const published = questionOf({ subject: 'published' });
    const figure = { title: 'Coverage', published: { percent: 44 }, computed: { percent: 43.5 }, computedBasis: BASIS };
    const read = readRows({ data: { publishedFigures: [figure] }, errors: [] }, published.branches);
    expect(read.rows[0]?.counts).toMatchObject({
      published: { value: 0.44, writing: 'percent', marks: [] },
      // A share of the workforce, which is an estimate.
      computed: { value: 0.435, marks: [{ kind: 'ESTIMATE' }, { kind: 'PERTURBED' }, { kind: 'MONTH' }] },
    });
  });
});
