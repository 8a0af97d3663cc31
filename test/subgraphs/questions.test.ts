/** The shipped questions over the sample: golden figures, and the same counted again from the raw documents. */
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressReply } from '../../gateway/http/compress-reply.ts';
import { PERTURBED, together } from '../../subgraphs/counts/tally.ts';
import { FILL_MS, questionOf, startSampleGraph, type Answer, type SampleGraph } from '../support/sample.ts';

let graph: SampleGraph;
let workers: Raw[];
let members: Raw[];
let verifications: Raw[];

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents as the database has them
type Raw = any;

beforeAll(async () => {
  graph = await startSampleGraph();
  const client = await MongoClient.connect(graph.mongodbUri);
  workers = await client.db('sigap_workers').collection('workers').find().toArray();
  verifications = await client.db('sigap_workers').collection('verifications').find().toArray();
  members = await client.db('sigap_groups').collection('members').find().toArray();
  await client.close();
}, FILL_MS);
afterAll(() => graph.stop());

async function answer(name: string, variables?: Record<string, unknown>): Promise<Answer['data']> {
  const { data, errors } = await graph.ask(questionOf(name), variables);
  expect(errors).toBeUndefined();
  return data;
}

const count = (rows: readonly Raw[], keep: (row: Raw) => boolean): number => rows.filter(keep).length;
const total = (rows: readonly Raw[], field: string): number => rows.reduce((sum, row) => sum + row[field], 0);

const covered = (row: Raw): boolean => row.membership?.insurerStatus === 'ACTIVE';
const eligible = (row: Raw): boolean =>
  ['ELIGIBLE', 'REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'].includes(row.status);
const atRisk = (row: Raw): boolean => covered(row) && row.membership.monthsInRow < 3;

describe('coverage by village', () => {
  test('covers 56 villages, in which all but 22 of the workers live', async () => {
    const { villages } = await answer('coverage-by-village');
    expect(villages.totalCount).toBe(56);
    expect(
      total(
        villages.nodes.map((village: Raw) => village.coverage),
        'total',
      ),
    ).toBe(11_644);
    expect(
      total(
        villages.nodes.map((village: Raw) => village.coverage),
        'covered',
      ),
    ).toBe(9_792);
  });

  test('counts in every cell what the documents hold', async () => {
    const { villages } = await answer('coverage-by-village');
    for (const { code, coverage } of villages.nodes) {
      const here = workers.filter(({ village }) => village === code);
      expect(coverage.total).toBe(here.length);
      expect(total(coverage.cells, 'total')).toBe(here.length);
      for (const cell of coverage.cells) {
        const same = here.filter((row) => row.occupation === cell.occupation && row.decileBand === cell.decileBand);
        expect([cell.total, cell.covered]).toEqual([same.length, count(same, covered)]);
      }
    }
  });

  test('weighs less than 12 kB on the wire, in each form that it is compressed to', async () => {
    const body = JSON.stringify({ data: await answer('coverage-by-village') });
    expect(Buffer.byteLength(body)).toBeGreaterThan(100_000);
    for (const encoding of ['zstd', 'br', 'gzip']) {
      const reply = await compressReply({ status: 200, headers: {}, body, open: true }, encoding);
      expect(reply.headers['content-encoding']).toBe(encoding);
      expect(reply.body.length, encoding).toBeLessThan(12_000);
    }
  });

  test('pages through the villages without losing or repeating one', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { villages } = await answer('coverage-by-village', { first: 10, after });
      seen.push(...villages.nodes.map(({ code }: Raw) => code));
      ({ endCursor: after, hasNextPage: more } = villages.pageInfo);
    }
    expect(seen.length).toBe(56);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});

test('budget reconciliation: the liability is 7,966,400 above the ceiling and nothing is left', async () => {
  const { programme } = await answer('budget-reconciliation');
  expect(programme.reconciliation).toMatchObject({
    from: '2025-10',
    to: '2025-12',
    months: 3,
    participants: 11_666,
    ceiling: 580_000_000,
    liability: 587_966_400,
    billed: 587_966_400,
    paid: 580_000_000,
    unpaid: 7_966_400,
    remaining: 0,
    shortfall: 7_966_400,
    monthsFunded: 2.95,
    monthsLeft: 0,
  });
  expect(programme.reconciliation.periods.map(({ paid }: Raw) => paid)).toEqual([
    195_988_800, 195_988_800, 188_022_400,
  ]);
});

test('next year costs half for transport from January and half for all from April to December', async () => {
  const { programme } = await answer('budget-reconciliation');
  const transport = count(workers, ({ sector }) => sector === 'TRANSPORT');
  const other = workers.length - transport;
  const [january, , , april] = programme.liability.periods;
  expect(january.amount).toBe(transport * 8_400 + other * 16_800);
  expect(april.amount).toBe(11_666 * 8_400);
  expect(programme.liability.total).toBe(3 * january.amount + 9 * april.amount);
});

test('funded twice: the persons whom both programmes pay for, each with both records', async () => {
  const data = await answer('funded-twice', { first: 100 });
  const paidWorkers = new Set(
    workers
      .filter(({ status, token }) => token && ['REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'].includes(status))
      .map(({ token }) => token),
  );
  const paidMembers = new Set(
    members.filter(({ status }) => ['ACTIVE', 'IN_ARREARS'].includes(status)).map(({ token }) => token),
  );
  const both = paidWorkers.intersection(paidMembers);
  expect(data.doubleFundingCounts.total).toBe(284);
  expect(both.size).toBe(284);
  expect(total(data.doubleFundingCounts.byVillage, 'count')).toBe(284);
  expect(data.doubleFundings.nodes.length).toBe(100);
  for (const { person } of data.doubleFundings.nodes) {
    expect(both.has(person.token)).toBe(true);
    expect(person.enrolments.length).toBeGreaterThan(0);
    expect(person.memberships.length).toBeGreaterThan(0);
    expect(person.memberships[0].group.owner.name).toEqual(expect.any(String));
  }
});

test('the verification funnel: every agency, every verdict, and how long requests wait', async () => {
  const { verificationFunnel, city } = await answer('verification-funnel');
  expect(verificationFunnel.map(({ agency, asked, answered }: Raw) => [agency.code, asked, answered]))
    .toMatchInlineSnapshot(`
    [
      [
        "DINSOS",
        11536,
        11313,
      ],
      [
        "DISHUB",
        1697,
        1671,
      ],
      [
        "DISKOPUKM",
        2529,
        2479,
      ],
      [
        "OJOL_1",
        1794,
        1762,
      ],
      [
        "OJOL_2",
        1861,
        1836,
      ],
    ]
  `);
  for (const { agency, asked, verdicts, pendingByAge, oldestPending, asOf } of verificationFunnel) {
    const own = verifications.filter((row) => row.agency === agency.code);
    expect(asked).toBe(own.length);
    for (const { verdict, count: many } of verdicts) expect(many).toBe(count(own, (row) => row.verdict === verdict));
    const ages = own
      .filter(({ verdict }) => verdict === 'PENDING')
      .map(({ requestedOn }) => (Date.parse(asOf) - Date.parse(requestedOn)) / 86_400_000);
    expect(pendingByAge.map((row: Raw) => row.count)).toEqual([
      ages.filter((age) => age <= 7).length,
      ages.filter((age) => age > 7 && age <= 14).length,
      ages.filter((age) => age > 14 && age <= 30).length,
      ages.filter((age) => age > 30).length,
    ]);
    expect((Date.parse(asOf) - Date.parse(oldestPending)) / 86_400_000).toBe(Math.max(...ages));
  }
  expect(total(city.coverage.byStatus, 'total')).toBe(11_666);
});

test('eligible but not covered, by village and in the city', async () => {
  const { city, villages } = await answer('eligible-not-covered');
  const missing = (row: Raw): boolean => eligible(row) && !covered(row);
  expect(city.coverage).toMatchObject({ total: 11_666, covered: 9_809, eligibleNotCovered: 901 });
  expect(total(city.coverage.byOccupation, 'eligibleNotCovered')).toBe(901);
  expect(count(workers, missing)).toBe(901);
  for (const { code, coverage } of villages.nodes) {
    expect(coverage.eligibleNotCovered).toBe(count(workers, (row) => row.village === code && missing(row)));
    expect(total(coverage.byOccupation, 'eligibleNotCovered')).toBe(coverage.eligibleNotCovered);
  }
});

test('contribution at risk: fewer than three months in a row, counted and listed', async () => {
  const { city, workers: listed } = await answer('contribution-at-risk', { first: 100 });
  expect(city.coverage).toMatchObject({ covered: 9_809, atRisk: 1_473 });
  expect(count(workers, atRisk)).toBe(1_473);
  for (const district of city.districts) {
    expect(district.coverage.atRisk).toBe(count(workers, (row) => row.district === district.code && atRisk(row)));
  }
  expect(listed.nodes.length).toBe(100);
  expect(
    listed.nodes.every(({ membership }: Raw) => membership.insurerStatus === 'ACTIVE' && membership.monthsInRow < 3),
  ).toBe(true);
});

test('the programme on one page: 54,666 people, 587,966,400 rupiah, 7,966,400 short, published beside computed', async () => {
  const { city, programmes, publishedFigures } = await answer('programme-on-one-page');
  expect(city).toMatchObject({ participants: 54_666, workerCount: 11_666, memberCount: 43_000, fundedTwice: 284 });
  expect(total(city.groupCounts, 'total')).toBe(43_000);
  expect(total(city.districts, 'participants') + city.workersWithoutVillage + city.membersWithoutVillage).toBe(54_666);
  for (const { group, total: many } of city.groupCounts)
    expect(many).toBe(count(members, (row) => row.group === group.kind));
  expect(programmes.find(({ code }: Raw) => code === 'SIGAP').reconciliation).toEqual({
    ceiling: 580_000_000,
    liability: 587_966_400,
    paid: 580_000_000,
    shortfall: 7_966_400,
  });
  const compared = publishedFigures.filter(({ computed }: Raw) => computed !== null);
  expect(compared.map(({ code }: Raw) => code)).toEqual([
    'SIGAP_LAUNCH',
    'SIGAP_PARTICIPANTS',
    'OTHER_PARTICIPANTS',
    'PARTICIPANTS_TOGETHER',
    'CITY_COVERAGE',
    'BUDGET_2025',
    'CONTRIBUTION_2025',
    'SHORTFALL_2025',
  ]);
  for (const { published, computed } of compared.filter(({ code }: Raw) => code !== 'CITY_COVERAGE'))
    expect(computed).toEqual(published);
  expect(compared.filter(({ computedBasis }: Raw) => computedBasis === null).map(({ code }: Raw) => code)).toEqual([
    'SIGAP_LAUNCH',
    'BUDGET_2025',
  ]);
  for (const { computedBasis } of compared)
    if (computedBasis !== null) expect(computedBasis).toEqual({ month: null, exactness: 'EXACT', noise: 0 });
  expect(publishedFigures.every(({ source, date }: Raw) => source !== '' && date !== '')).toBe(true);
});

/** Somebody who may not see exact counts. */
const PUBLIC = { sub: 'public', roles: [], scopes: [], cells: 'perturbed' } as const;

test('how many have no village is perturbed by their record keys, as every count by area is, and exact for callers who may see exact counts', async () => {
  const query = '{ city { workersWithoutVillage membersWithoutVillage } }';
  const [exact, shown] = [await graph.ask(query), await graph.ask(query, {}, PUBLIC)];
  const nowhere = [workers, members].map((rows) =>
    together(rows.filter(({ village }) => village === null).map(({ recordKey }) => ({ n: 1, key: recordKey }))),
  );
  expect(nowhere.map(({ n }) => n)).toEqual([22, 38]);
  expect(exact).toEqual({ data: { city: { workersWithoutVillage: 22, membersWithoutVillage: 38 } } });
  const [workersWithoutVillage, membersWithoutVillage] = nowhere.map(PERTURBED.show);
  expect(shown).toEqual({ data: { city: { workersWithoutVillage, membersWithoutVillage } } });
});

test('the published 44 % stands beside the share that the graph computes, with its month, exact for everybody, and with what it leaves out', async () => {
  const query =
    '{ city { workforce workersCovered { count basis { month exactness noise } } membersCovered { count } coverage { covered } } publishedFigures(codes: ["CITY_COVERAGE"]) { published { percent } computed { percent } computedBasis { month exactness noise } computedRemark computedRemarkId } }';
  const of = async (claims?: typeof PUBLIC): Promise<Raw> => {
    const { data, errors } = await graph.ask(query, {}, claims);
    expect(errors).toBeUndefined();
    return data;
  };
  const [exact, shown] = [await of(), await of(PUBLIC)];
  const people = count(workers, covered) + count(members, covered);
  expect([shown.city.workersCovered.count, shown.city.membersCovered.count]).toEqual([
    count(workers, covered),
    count(members, covered),
  ]);
  expect(shown.city.coverage.covered).toBe(shown.city.workersCovered.count);
  expect(shown.publishedFigures).toEqual([
    {
      published: { percent: 44 },
      computed: { percent: Math.round((1_000 * people) / shown.city.workforce) / 10 },
      computedBasis: { month: '2025-12', exactness: 'EXACT', noise: 0 },
      computedRemark: expect.stringMatching(
        /^Of all people in work in the city, whose number is an estimate, .*a part of the published share\.$/,
      ),
      computedRemarkId: expect.stringMatching(/^Dari semua yang bekerja di kota, yang jumlahnya perkiraan, /),
    },
  ]);
  expect(exact.publishedFigures[0]).toMatchObject({
    computed: shown.publishedFigures[0].computed,
    computedBasis: { month: null, exactness: 'EXACT', noise: 0 },
  });
});

test('coverage by month: the twelve months of the sample, each with its change against the one before, for the city exactly and for districts perturbed', async () => {
  const { data, errors } = await graph.ask(questionOf('coverage-by-month'), {}, PUBLIC);
  expect(errors).toBeUndefined();
  const months = Array.from({ length: 12 }, (_, at) => `2025-${String(at + 1).padStart(2, '0')}`);
  const { coverageHistory, districts } = data.city;
  for (const history of [coverageHistory, ...districts.map((district: Raw) => district.coverageHistory)]) {
    expect(history.map(({ month }: Raw) => month)).toEqual(months);
    history.forEach(({ month, coverage, change }: Raw, at: number) => {
      expect(coverage.basis).toEqual(
        history === coverageHistory
          ? { month, exactness: 'EXACT', noise: 0 }
          : { month, exactness: 'PERTURBED', noise: expect.any(Number) },
      );
      expect(change && [change.total, change.covered]).toEqual(
        at === 0 ? null : ['total', 'covered'].map((name) => coverage[name] - history[at - 1].coverage[name]),
      );
    });
  }
  expect(coverageHistory.at(-1).coverage).toMatchObject({ total: 11_666, covered: 9_809 });
  expect(coverageHistory[0].coverage.total).toBeLessThan(coverageHistory.at(-1).coverage.total);
  const asked = await graph.ask(questionOf('coverage-by-month'), { from: '2025-06', to: '2025-07' }, PUBLIC);
  expect(asked.data.city.coverageHistory).toEqual(coverageHistory.slice(5, 7));
});

test('an agency that verifies has a funnel in every month that is kept, of zeros before its first request; another has none', async () => {
  const query = `{ asked: agency(code: "DISHUB") { funnel(month: "2025-07") { asked answered computedAt basis { month } turnaround { medianDays } } funnelHistory { month funnel { asked answered } change { asked answered } } }
    first: agency(code: "DISHUB") { funnelHistory(from: "2025-06", to: "2025-08") { month funnel { asked answered } change { asked answered } } }
    other: agency(code: "BPKAD") { funnel { asked } funnel2025: funnel(month: "2025-07") { asked } funnelHistory { month } }
    now: verificationFunnel { agency { code } } then: verificationFunnel(month: "2025-07") { agency { code } asked } }`;
  for (const claims of [undefined, PUBLIC]) {
    const { data, errors } = await graph.ask(query, {}, claims);
    expect(errors).toBeUndefined();
    const { funnel, funnelHistory } = data.asked;
    expect(funnel).toEqual({
      asked: 0,
      answered: 0,
      computedAt: expect.stringMatching(/^2025-07-31T17:00/),
      basis: { month: '2025-07' },
      turnaround: { medianDays: null },
    });
    expect(funnelHistory.map(({ month }: Raw) => month)).toEqual(
      Array.from({ length: 12 }, (_, at) => `2025-${String(at + 1).padStart(2, '0')}`),
    );
    funnelHistory.forEach(({ funnel: { asked, answered }, change }: Raw, at: number) =>
      expect(change).toEqual(
        at === 0
          ? null
          : {
              asked: asked - funnelHistory[at - 1].funnel.asked,
              answered: answered - funnelHistory[at - 1].funnel.answered,
            },
      ),
    );
    expect(funnelHistory[7].change.asked).toBeGreaterThan(0);
    expect(data.first.funnelHistory).toEqual(funnelHistory.slice(5, 8));
    expect(data.other).toEqual({ funnel: null, funnel2025: null, funnelHistory: [] });
    expect(data.then.map(({ agency }: Raw) => agency)).toEqual(data.now.map(({ agency }: Raw) => agency));
    expect(data.then.every(({ asked }: Raw) => asked === 0)).toBe(true);
  }
});

test("the city's sectors are the same numbers in every field, in every month and for every caller", async () => {
  const query = `{ programme(code: "SIGAP") { workerSectors { sector count } } city { workerCount workerSectors { sector count basis { exactness } } coverage { rows: breakdown(by: [SECTOR]) { sector total } }
    coverageHistory { month coverage { total basis { exactness } rows: breakdown(by: [SECTOR]) { sector total covered basis { month exactness noise } } } } } }`;
  for (const claims of [undefined, PUBLIC]) {
    const { data, errors } = await graph.ask(query, {}, claims);
    expect(errors).toBeUndefined();
    const { coverage, coverageHistory, workerSectors } = data.city;
    const sectors = ['TRANSPORT', 'OTHER'].map((sector) => ({
      sector,
      count: count(workers, (row) => row.sector === sector),
    }));
    expect(workerSectors).toEqual(sectors.map((row) => ({ ...row, basis: { exactness: 'EXACT' } })));
    expect(data.programme.workerSectors).toEqual(sectors);
    for (const rows of [coverage.rows, coverageHistory.at(-1).coverage.rows])
      expect(rows.map(({ sector, total: many }: Raw) => ({ sector, count: many }))).toEqual(sectors);
    for (const {
      month,
      coverage: { total: whole, basis, rows },
    } of coverageHistory) {
      expect(basis.exactness).toBe('EXACT');
      expect(total(rows, 'total')).toBe(whole);
      // What else stands in a row is not exact, so its basis is that of the row's least exact number.
      for (const row of rows)
        expect(row.basis).toEqual({
          month,
          exactness: claims === undefined ? 'EXACT' : 'PERTURBED',
          noise: claims === undefined ? 0 : expect.any(Number),
        });
    }
  }
});

test('every link of the graph works both ways in one query', async () => {
  const { data, errors } = await graph.ask(`{
    agency(code: "DINSOS") { verifications(first: 2) { totalCount nodes { agency { name } worker { id verifications { agency { name roles } } village { name district { name city { name } } } } } } }
    bkpsdm: agency(code: "BKPSDM") { groups { kind memberCount owner { code } members(first: 1) { nodes { unit group { owner { name } } village { district { name } } person { token memberships { id } enrolments { id } fundedTwice } } } } }
    village(code: "32.75.01.1001") { workerCount memberCount participants fundedTwice workerLiability(period: "2025-12") workers(first: 1) { nodes { id } } members(last: 1) { nodes { id } } district { workerCount memberCount participants } }
    programme(code: "SIGAP") { participants workers(first: 1) { totalCount } budgets { ceiling paid programme { code } } batches { period status payments { amount batch { period } budget { year } } } payments(first: 2, sort: PAID_EARLIEST) { nodes { paidOn amount } } insurer { name insuredProgrammes { code } } }
    contributionRate(sector: TRANSPORT, period: "2026-02") { total legalBasis }
  }`);
  expect(errors).toBeUndefined();
  expect(data.agency.verifications.totalCount).toBe(count(verifications, ({ agency }) => agency === 'DINSOS'));
  expect(data.agency.verifications.nodes[0].worker.village.district.city.name).toBe('Kota Bekasi');
  expect(data.bkpsdm.groups[0].members.nodes[0].group.owner.name).toMatch(/Kepegawaian/);
  expect(data.village.workerLiability).toBe(data.village.workerCount * 16_800);
  expect(data.village.participants).toBe(data.village.workerCount + data.village.memberCount);
  expect(data.programme.batches.map(({ status }: Raw) => status)).toEqual(['PAID', 'PAID', 'PARTLY_PAID']);
  expect(data.programme.workers.totalCount).toBe(11_666);
  expect(data.contributionRate).toEqual({ total: 8_400, legalBasis: 'PP 50/2025' });
});

test('a NIK leads to the person and to no other; what is sealed opens', async () => {
  const { data } = await graph.ask(
    '{ workers(first: 5, sort: ID) { nodes { nik phone membership { kpj } person { token } } } }',
  );
  const [{ nik, person }] = data.workers.nodes;
  expect(nik).toMatch(/^\d{12}0000$/);
  expect(data.workers.nodes[0].phone).toMatch(/^\d{12}$/);
  const found = await graph.ask('query ($nik: Nik!) { personByNik(nik: $nik) { token enrolments { nik } } }', { nik });
  expect(found.data.personByNik).toEqual({ token: person.token, enrolments: [{ nik }] });
  const nobody = await graph.ask('query ($nik: Nik!) { personByNik(nik: $nik) { enrolments { id } } }', {
    nik: '0000000000000000',
  });
  expect(nobody.data.personByNik.enrolments).toEqual([]);
});

test('no NIK, KPJ or phone lies open in the database', () => {
  const open = (value: unknown): boolean => typeof value === 'string';
  expect([...workers, ...members].some((row) => open(row.nik) || open(row.phone) || open(row.membership?.kpj))).toBe(
    false,
  );
  expect(workers.flatMap(({ problems }) => problems).some(({ raw }) => open(raw))).toBe(false);
});
