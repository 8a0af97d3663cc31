/** What a city analyst asks every morning, by the shipped questions: the answers as the documents have them, and as everybody sees them. */
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateContent } from '../../subgraphs/agencies/questions/question-content.ts';
import { sampleQuestions } from '../../subgraphs/sample/questions.ts';
import { FILL_MS, questionOf, startSampleGraph, type Answer, type SampleGraph } from '../support/sample.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents as the database has them
type Raw = any;

let graph: SampleGraph;
let workers: Raw[];
let verifications: Raw[];

beforeAll(async () => {
  graph = await startSampleGraph();
  const client = await MongoClient.connect(graph.mongodbUri);
  workers = await client.db('sigap_workers').collection('workers').find().toArray();
  verifications = await client.db('sigap_workers').collection('verifications').find().toArray();
  await client.close();
}, FILL_MS);
afterAll(() => graph.stop());

const PUBLIC = { sub: 'public', roles: [], scopes: [], cells: 'perturbed', month: '2025-12' } as const;

async function ask(query: string, claims?: typeof PUBLIC): Promise<Answer['data']> {
  const { data, errors } = await graph.ask(query, {}, claims);
  expect(errors).toBeUndefined();
  return data;
}

const question = (name: string, claims?: typeof PUBLIC): Promise<Answer['data']> => ask(questionOf(name), claims);
const covered = (row: Raw): boolean => row.membership?.insurerStatus === 'ACTIVE';

test('coverage by district is ranked by the rate that is shown, the lowest first', async () => {
  for (const claims of [undefined, PUBLIC]) {
    const { areasByCoverage } = await question('coverage-by-district', claims);
    const rates = areasByCoverage.map(({ coverage }: Raw) => coverage.coverageRate);
    expect(rates).toHaveLength(12);
    expect(rates).toEqual(rates.toSorted((a: number, b: number) => a - b));
  }
});

test('vendors of deciles 1 and 2 in Bekasi Timur are one row, of those who live there', async () => {
  const { district } = await question('poorest-vendors');
  const here = workers.filter(
    ({ village, occupation, decileBand }) =>
      village?.startsWith('32.75.01.') && occupation === 'PKL' && decileBand === 'D1_2',
  );
  expect(district.name).toBe('Bekasi Timur');
  expect(district.coverage.breakdown).toMatchObject([
    { occupation: 'PKL', decileBand: 'D1_2', total: here.length, covered: here.filter(covered).length },
  ]);
  const shown = (await question('poorest-vendors', PUBLIC)).district.coverage.breakdown[0];
  expect(Math.abs(shown.total - here.length)).toBeLessThanOrEqual(10);
  expect(shown.basis).toEqual({ month: '2025-12', exactness: 'PERTURBED', noise: 10 });
});

test('rows of a breakdown that the filter leaves are those without it, to the last number', async () => {
  const fields = '{ occupation decileBand status total covered eligibleNotCovered atRisk coverageRate }';
  const data = await ask(
    `{ district(code: "32.75.01") { coverage {
      all: breakdown(by: [OCCUPATION, DECILE_BAND]) ${fields}
      some: breakdown(by: [OCCUPATION, DECILE_BAND], filter: { occupations: [PKL, OJEK], decileBands: [D5] }) ${fields}
      none: breakdown(by: [OCCUPATION], filter: { occupations: [] }) ${fields}
      open: breakdown(by: [OCCUPATION, DECILE_BAND], filter: { occupations: null }) ${fields} } } }`,
    PUBLIC,
  );
  const { all, some, none, open } = data.district.coverage;
  expect(some).toEqual(
    all.filter(({ occupation, decileBand }: Raw) => ['PKL', 'OJEK'].includes(occupation) && decileBand === 'D5'),
  );
  expect([some.length, none, open]).toEqual([2, [], all]);
});

test('refuses to filter a breakdown by what it is not counted by, which would be a third dimension', async () => {
  const { errors } = await graph.ask(
    '{ city { coverage { breakdown(by: [OCCUPATION, DECILE_BAND], filter: { statuses: [ACTIVE] }) { total } } } }',
  );
  expect(errors?.map(({ extensions, message }) => [extensions?.['code'], message])).toEqual([
    ['BAD_BREAKDOWN', expect.stringContaining('STATUS')],
  ]);
});

test('the slowest agency comes first, and the city stands beside', async () => {
  const { city, verificationFunnel } = await question('slowest-agency');
  const days = verificationFunnel.map(({ turnaround }: Raw) => turnaround.medianDays);
  expect(days).toEqual(days.toSorted((a: number, b: number) => b - a));
  const inTime = verificationFunnel.map(({ answered, turnaround }: Raw) => turnaround.within[0].answered / answered);
  inTime.slice(1).forEach((share: number, at: number) => {
    if (days[at] === days[at + 1]) expect(share).toBeGreaterThanOrEqual(inTime[at]);
  });
  verificationFunnel.forEach(({ turnaround }: Raw, at: number) =>
    expect(turnaround.lateRate).toBeCloseTo(1 - inTime[at], 12),
  );
  const pending = verifications.filter(({ verdict }) => verdict === 'PENDING').length;
  expect(city.funnel).toMatchObject({
    asked: verifications.length,
    answered: verifications.length - pending,
    pending,
    turnaround: { medianDays: expect.any(Number), p90Days: expect.any(Number) },
  });
  const shown = (await question('slowest-agency', PUBLIC)).city.funnel;
  expect(Math.abs(shown.pending - pending)).toBeLessThanOrEqual(10);
  expect(shown.basis).toEqual({ month: '2025-12', exactness: 'PERTURBED', noise: 10 });
});

test('funnels are sorted by what waits too; those without a median come last', async () => {
  const { now, then } = await ask(
    `{ now: verificationFunnel(sort: PENDING_LARGEST) { pending verdicts { verdict count } }
       then: verificationFunnel(sort: TURNAROUND_SLOWEST, month: "2025-07") { agency { code } turnaround { medianDays lateRate } } }`,
  );
  const waiting = now.map(({ pending }: Raw) => pending);
  expect(waiting).toEqual(waiting.toSorted((a: number, b: number) => b - a));
  for (const { pending, verdicts } of now)
    expect(verdicts.find(({ verdict }: Raw) => verdict === 'PENDING').count).toBe(pending);
  const codes = then.map(({ agency }: Raw) => agency.code);
  expect(then.every(({ turnaround }: Raw) => turnaround.medianDays === null && turnaround.lateRate === null)).toBe(
    true,
  );
  expect(codes).toEqual(codes.toSorted());
});

test('the city has a funnel in every month, with its change', async () => {
  for (const claims of [undefined, PUBLIC]) {
    const { city, last } = await ask(
      `{ city { funnelHistory { month funnel { asked answered pending basis { month } } change { asked answered pending } } }
         last: city { funnelHistory(from: "2025-12") { month change { pending } } } }`,
      claims,
    );
    const months = city.funnelHistory;
    expect(months).toHaveLength(12);
    months.forEach(({ month, funnel, change }: Raw, at: number) => {
      expect(funnel.basis.month).toBe(month);
      const before = months[at - 1]?.funnel;
      const names = ['asked', 'answered', 'pending'] as const;
      expect(change).toEqual(
        before === undefined ? null : Object.fromEntries(names.map((name) => [name, funnel[name] - before[name]])),
      );
    });
    expect(last.funnelHistory).toEqual([{ month: '2025-12', change: { pending: months.at(-1).change.pending } }]);
  }
});

test('what is paid adds up month by month, and what it leaves of the ceiling goes down', async () => {
  const { ceiling, paid, remaining, periods } = (await question('paid-against-budget')).programme.reconciliation;
  let sum = 0;
  for (const month of periods) {
    sum += month.paid;
    expect([month.paidToDate, month.remaining]).toEqual([sum, ceiling - sum]);
  }
  expect([periods.length, periods.at(-1).paidToDate, periods.at(-1).remaining]).toEqual([3, paid, remaining]);
});

test('how many are funded twice and what a month of it costs', async () => {
  for (const claims of [undefined, PUBLIC]) {
    const { doubleFundingCounts, doubleFundingHistory } = await question('double-funding-cost', claims);
    expect(doubleFundingCounts).toMatchObject({ total: 284, monthlyCost: 284 * 16_800 });
    expect(doubleFundingHistory.at(-1)).toMatchObject({ month: '2025-12', counts: { total: 284 } });
  }
});

test('the questions that the sample has published could be saved, and are answered to everybody', async () => {
  for (const each of sampleQuestions) {
    expect(() => validateContent(each)).not.toThrow();
    const { data, errors } = await graph.ask(each.document, JSON.parse(each.variables), PUBLIC);
    expect([each.title, errors, Object.values(data).includes(null)]).toEqual([each.title, undefined, false]);
  }
});
