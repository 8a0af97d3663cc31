/** An attacker without a token asks the whole gateway, and solves what it shows for bounds of what it does not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose, HEADER } from './policy/fixtures.ts';

const SDL = `
  type Query { total: Int! people(district: Int, occupation: Occupation, maxAge: Int): Page! districts: [District!]! }
  type Page { totalCount: Int @aggregate(minimum: 5) }
  type District { code: ID! people(occupation: Occupation): Page! byOccupation: [OccupationCount!]! }
  type OccupationCount { occupation: Occupation! count: Int @aggregate(minimum: 5) }
  enum Occupation { OJEK BECAK PKL }
`;
const OCCUPATIONS = ['OJEK', 'BECAK', 'PKL'];
const MINIMUM = 5;
const BASE = 5;

interface Person { readonly district: number; readonly occupation: string; readonly age: number }
type Filter = { readonly district?: number; readonly occupation?: string; readonly maxAge?: number };

/** A city by district and occupation. */
const peopleOf = (city: readonly (readonly number[])[]): readonly Person[] => city.flatMap((row, district) => row.flatMap((count, at) =>
  Array.from({ length: count }, (_, index) => ({ district, occupation: OCCUPATIONS[at]!, age: 20 + ((index * 7 + at * 3) % 50) }))));

describe('an attacker with aliases and filters, through the whole gateway', () => {
  let folder: string;
  let gateway: RunningGateway;
  let people: readonly Person[] = [];

  const count = ({ district, occupation, maxAge }: Filter): number => people.filter((person) =>
    (district ?? person.district) === person.district && (occupation ?? person.occupation) === person.occupation && person.age <= (maxAge ?? 999)).length;
  const districtOf = (district: number) => ({
    code: String(district), people: ({ occupation }: Filter) => ({ totalCount: count({ district, occupation }) }),
    byOccupation: OCCUPATIONS.map((occupation) => ({ occupation, count: count({ district, occupation }) })),
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attack-'));
    const schema = buildSubgraphSchema(parse(HEADER + SDL));
    const rootValue = { total: () => people.length, people: (filter: Filter) => ({ totalCount: count(filter) }), districts: () => [0, 1, 2, 3].map(districtOf) };
    const execute = async ({ query, variables }: { query: string; variables?: Readonly<Record<string, unknown>> }) => (await graphql({ schema, source: query, variableValues: variables, rootValue })) as never;
    const settings = gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: folder, roundingKey: 'small cells are tried with this key' });
    gateway = await startGateway({ settings, log: logOf('test', 'silent'), source: fixedSupergraph(compose({ people: SDL })), inProcess: { people: execute } });
  });
  afterAll(async () => {
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
  async function ask(query: string): Promise<any> {
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    const body = await response.json() as { data?: unknown; errors?: unknown };
    expect(body.errors).toBeUndefined();
    return body.data;
  }

  /** Several small cities, half of them very small: what rounding gives away depends on the numbers. */
  const CITIES = Array.from({ length: 16 }, (_, seed) => [0, 1, 2, 3].map((d) => OCCUPATIONS.map((_occupation, o) =>
    (seed % 2 === 0 ? (seed * 31 + d * 17 + o * 53 + seed * d * o) % (o === 2 ? 8 : 40) : o === 0 ? 5 + ((seed + d * 3) % 4) : (seed + d + o) % 3))));

  it('by partitions under aliases, totals by area and by occupation beside them, bounds no hidden count closer than its minimum', async () => {
    const all = (name: string, filter: string) => `${name}: people${filter} { totalCount }`;
    const areas = [0, 1, 2, 3].map((d) => all(`d${d}`, `(district: ${d})`));
    const jobs = OCCUPATIONS.map((o, at) => all(`o${at}`, `(occupation: ${o})`));
    const both = [0, 1, 2, 3].flatMap((d) => OCCUPATIONS.map((o, at) => all(`d${d}o${at}`, `(district: ${d}, occupation: ${o})`)));
    let judged = 0;
    for (const city of CITIES) {
      people = peopleOf(city);
      const data = await ask(`{ total ${[...areas, ...jobs, ...both].join(' ')} }`);
      const figures = new Map(Object.entries(data).filter(([name]) => name !== 'total').map(([name, page]) => [name, boundsOf((page as { totalCount: number | null }).totalCount)]));
      figures.set('total', [data.total, data.total]);
      const sums = [
        ['total', 'd0', 'd1', 'd2', 'd3'], ['total', 'o0', 'o1', 'o2'],
        ...[0, 1, 2, 3].map((d) => [`d${d}`, ...OCCUPATIONS.map((_, at) => `d${d}o${at}`)]), ...OCCUPATIONS.map((_, at) => [`o${at}`, ...[0, 1, 2, 3].map((d) => `d${d}o${at}`)]),
      ];
      const hidden = [...figures].filter(([, [low, high]]) => low === 0 && high === Infinity).map(([name]) => name);
      propagate(figures, sums);
      for (const name of hidden) expect({ name, room: figures.get(name)![1] - figures.get(name)![0] >= MINIMUM, city }).toEqual({ name, room: true, city });
      judged += hidden.length;
    }
    expect(judged).toBeGreaterThan(30);
  });

  it('by a set and the same set without a few, one alias each, knows no difference closer than the minimum', async () => {
    let judged = 0;
    for (const city of CITIES) {
      people = peopleOf(city);
      const ages = Array.from({ length: 15 }, (_, at) => 40 + at * 2);
      const data = await ask(`{ ${ages.map((age) => `a${age}: people(maxAge: ${age}) { totalCount }`).join(' ')} }`);
      const shown = ages.flatMap((age) => (data[`a${age}`].totalCount === null ? [] : [{ age, bounds: boundsOf(data[`a${age}`].totalCount) }]));
      for (const [at, { bounds: [, high], age }] of shown.entries()) {
        for (const part of shown.slice(0, at)) {
          if (count({ maxAge: age }) === count({ maxAge: part.age })) continue;
          expect(high - part.bounds[0]).toBeGreaterThanOrEqual(MINIMUM);
          judged++;
        }
      }
    }
    expect(judged).toBeGreaterThan(100);
  });

  it('by two fields and two aliases that count the same people sees the same hidden, and one number', async () => {
    // In small cities much is hidden; in a large one nothing is.
    const large = [0, 1, 2, 3].map((d) => [40 + d * 13, 61 + d * 7, 33 + d * 29]);
    let [hidden, compared] = [0, 0];
    for (const city of [...CITIES, large]) {
      people = peopleOf(city);
      const { districts } = await ask(`{ districts { ${OCCUPATIONS.map((o, at) => `o${at}: people(occupation: ${o}) { totalCount } again${at}: people(occupation: ${o}) { totalCount }`).join(' ')} byOccupation { occupation count } } }`);
      for (const district of districts) {
        OCCUPATIONS.forEach((_, at) => {
          expect(district[`o${at}`].totalCount).toBe(district[`again${at}`].totalCount);
          const [one, other] = [district[`o${at}`].totalCount, district.byOccupation[at].count];
          hidden += one === null ? 1 : 0;
          if (one === null || other === null) return;
          expect(Math.abs(other - one)).toBeLessThanOrEqual(BASE);
          compared++;
        });
      }
    }
    expect(hidden).toBeGreaterThan(50);
    expect(compared).toBeGreaterThanOrEqual(12);
  });
});

function boundsOf(shown: number | null): [low: number, high: number] {
  return shown === null ? [0, Infinity] : [Math.max(MINIMUM, shown - BASE + 1), shown + BASE - 1];
}

/** Narrows every figure by every sum, whole and parts, until nothing changes. */
function propagate(figures: Map<string, [number, number]>, sums: readonly (readonly string[])[]): void {
  const narrow = (name: string, low: number, high: number): boolean => {
    const [was, till] = figures.get(name)!;
    figures.set(name, [Math.max(was, low), Math.min(till, high)]);
    return low > was || high < till;
  };
  const add = (names: readonly string[], end: 0 | 1): number => names.reduce((sum, name) => sum + figures.get(name)![end], 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const [whole, ...parts] of sums) {
      if (narrow(whole!, add(parts, 0), add(parts, 1))) changed = true;
      for (const part of parts) {
        const others = parts.filter((other) => other !== part);
        if (narrow(part, figures.get(whole!)![0] - add(others, 1), figures.get(whole!)![1] - add(others, 0))) changed = true;
      }
    }
  }
}
