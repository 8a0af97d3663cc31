/** Each subgraph alone, over HTTP, as an agency runs it: `npm run subgraph workers`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore } from '../../support/sample.ts';

let store: { uri: string; stop(): Promise<unknown> };
const running = new Map<string, RunningSubgraph>();

beforeAll(async () => {
  store = await startSampleStore();
  for (const { name } of SUBGRAPHS) running.set(name, await startSubgraph(name, { mongodbUri: store.uri, port: 0 }));
}, FILL_MS);
afterAll(async () => {
  for (const subgraph of running.values()) await subgraph.stop();
  await store.stop();
});

const asked: [string, string, object][] = [
  [
    'workers',
    '{ verificationFunnel { agency { code } } }',
    { verificationFunnel: expect.arrayContaining([{ agency: { code: expect.any(String) } }]) },
  ],
  [
    'agencies',
    '{ city { code name } publishedFigures(codes: ["APBD_2025"]) { code } }',
    { city: { code: '32.75', name: 'Kota Bekasi' }, publishedFigures: expect.any(Array) },
  ],
  [
    'agencies',
    '{ district(code: "32.75.01") { boundary } }',
    {
      district: {
        boundary: {
          type: 'MultiPolygon',
          coordinates: expect.arrayContaining([
            [expect.arrayContaining([[expect.closeTo(107, 0), expect.closeTo(-6, 0)]])],
          ]),
        },
      },
    },
  ],
  [
    'agencies',
    '{ villages(first: 1) { totalCount nodes { code } } }',
    { villages: { totalCount: 56, nodes: [{ code: expect.any(String) }] } },
  ],
  ['groups', '{ groups { kind } }', { groups: expect.arrayContaining([{ kind: 'POSYANDU' }]) }],
  [
    'funding',
    '{ programmes { code } budget(programme: "SIGAP", year: 2025) { ceiling } }',
    { programmes: expect.arrayContaining([{ code: 'SIGAP' }]), budget: { ceiling: 580_000_000 } },
  ],
];

describe('a subgraph over HTTP', () => {
  it.each(asked)('%s answers %s as it does in process', async (name, query, data) => {
    const subgraph = running.get(name)!;
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const answer: unknown = await response.json();
    expect(answer).toEqual({ data });
    expect(JSON.parse(JSON.stringify(await subgraph.execute({ query })))).toEqual(answer);
  });
});
