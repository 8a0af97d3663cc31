/** What `funding` works out from others' counts when some of them have not come: an error or null, never a sum of what did. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore, type Answer } from '../../support/sample.ts';

let store: Awaited<ReturnType<typeof startSampleStore>>;
let funding: RunningSubgraph;

beforeAll(async () => {
  store = await startSampleStore();
  funding = await startSubgraph('funding', {
    mongodbUri: store.uri,
    port: null,
    recountEvery: 3_600_000,
    logLevel: 'silent',
  });
}, FILL_MS);
afterAll(async () => {
  await funding.stop();
  await store.stop();
});

async function entity(
  selection: string,
  representation: Record<string, unknown>,
): Promise<{ entity: unknown; codes: unknown[] }> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${representation['__typename'] as string} { ${selection} } } }`;
  const { data, errors = [] } = (await funding.execute({
    query,
    variables: { representations: [representation] },
  } as never)) as Answer;
  return { entity: data._entities[0], codes: errors.map(({ extensions }) => extensions?.['code']) };
}

const SECTORS = [
  { sector: 'TRANSPORT', count: 10 },
  { sector: 'OTHER', count: 20 },
];
const figure = (code: string, city: object) => ({ __typename: 'PublishedFigure', code, city });

describe('a sum of counts of other subgraphs', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['the city', 'value: participants', { __typename: 'City', code: '32.75', workerCount: 11_666, memberCount: null }],
    ['the city, of which nothing has come', 'value: participants', { __typename: 'City', code: '32.75' }],
    [
      'a programme without its members',
      'value: participants',
      { __typename: 'Programme', code: 'SIGAP', workerSectors: SECTORS, memberCount: null },
    ],
    [
      'a programme without its workers',
      'value: participants',
      { __typename: 'Programme', code: 'NON_ASN', workerSectors: null, memberCount: 43_000 },
    ],
    [
      'a programme with half of its sectors',
      'value: participants',
      {
        __typename: 'Programme',
        code: 'SIGAP',
        workerSectors: [SECTORS[0], { sector: 'OTHER', count: null }],
        memberCount: 0,
      },
    ],
    [
      'a liability',
      'value: liability(from: "2025-10", to: "2025-12") { total }',
      { __typename: 'Programme', code: 'SIGAP', workerSectors: null, memberCount: 0 },
    ],
    [
      'a reconciliation',
      'value: reconciliation(year: 2025) { liability shortfall }',
      { __typename: 'Programme', code: 'SIGAP', workerSectors: null, memberCount: 0 },
    ],
    [
      'a figure of the workers',
      'value: computed { people }',
      figure('SIGAP_PARTICIPANTS', { workerCount: null, memberCount: 43_000 }),
    ],
    [
      'a figure of both',
      'value: computed { people }',
      figure('PARTICIPANTS_TOGETHER', { workerCount: 11_666, memberCount: null }),
    ],
    [
      'a figure of the money',
      'value: computed { rupiah }',
      figure('SHORTFALL_2025', { workerSectors: null, memberCount: 43_000 }),
    ],
    [
      "a district's cost",
      'value: workerLiability(period: "2025-12")',
      { __typename: 'District', code: '32.75.01', workerSectors: [{ sector: 'OTHER', count: null }] },
    ],
  ])('of %s is null, with an error that names the missing counts', async (_what, selection, representation) => {
    expect(await entity(selection, representation)).toEqual({ entity: { value: null }, codes: ['COUNTS_MISSING'] });
  });

  it('of a village, whose counts may be hidden, is null', async () => {
    expect(
      await entity('participants workerLiability(period: "2025-12")', {
        __typename: 'Village',
        code: '32.75.01.1001',
        workerCount: 5,
        memberCount: null,
        workerSectors: null,
      }),
    ).toEqual({ entity: { participants: null, workerLiability: null }, codes: [] });
  });

  it('is computed where the missing counts are not needed', async () => {
    expect(await entity('computed { people date }', figure('SIGAP_LAUNCH', {}))).toEqual({
      entity: { computed: { people: null, date: '2025-11-05' } },
      codes: [],
    });
    expect(
      await entity('computed { people }', figure('OTHER_PARTICIPANTS', { workerCount: null, memberCount: 43_000 })),
    ).toEqual({ entity: { computed: { people: 43_000 } }, codes: [] });
    expect(
      await entity('participants', { __typename: 'Programme', code: 'SIGAP', workerSectors: SECTORS, memberCount: 0 }),
    ).toEqual({ entity: { participants: 30 }, codes: [] });
  });
});
