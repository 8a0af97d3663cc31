/** Our five subgraphs, on the sample, score full. What is skipped is named here with its reason, so that nothing is skipped unseen. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONFORMANCE_CASES } from '../../../../schema/registry/conformance/cases.ts';
import { runConformance, type ConformanceResult } from '../../../../schema/registry/conformance/run-conformance.ts';
import { scorecard } from '../../../../schema/registry/conformance/scorecard.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../../../subgraphs/names.ts';
import { startSubgraph, type RunningSubgraph } from '../../../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore } from '../../../support/sample.ts';

const claimsKey = randomBytes(32).toString('base64url');
const running = new Map<string, RunningSubgraph>();
let store: Awaited<ReturnType<typeof startSampleStore>>;

beforeAll(async () => {
  store = await startSampleStore();
  for (const name of SUBGRAPH_NAMES) {
    const options = { port: 0, claimsKeys: claimsKey, introspection: false, recountEvery: 3_600_000 } as const;
    running.set(name, await startSubgraph(name, { mongodbUri: store.uri, logLevel: 'silent', ...options }));
  }
}, FILL_MS);
afterAll(async () => {
  for (const subgraph of running.values()) await subgraph.stop();
  await store.stop();
});

const DISTRICTS = Array.from({ length: 12 }, (_, at) => ({ code: `32.75.${String(at + 1).padStart(2, '0')}` }));
const EXAMPLES = { District: DISTRICTS, City: [{ code: '32.75' }], Agency: [{ code: 'DINSOS' }, { code: 'DISNAKER' }] };

/** An agency that may see some of the rows; of those of funding the one that pays sees all, and everybody else none. */
const AGENCY: Partial<Record<SubgraphName, string>> = { workers: 'DINSOS', groups: 'BKPSDM' };

const NO_COUNTS = 'it counts no people (@aggregate)';
const NO_PERSONS = {
  'rows-key': 'it has no entity that is a person',
  'rows-list': 'it has no list of persons that can be asked without an argument',
};
const NO_AGENCY = { 'rows-own': 'no agency was named that may see some rows but not all' };
const NO_ENTITY = 'it resolves no entity';
/** Why cases that begin so have nothing to judge. */
const SKIPPED: Readonly<Record<SubgraphName, Readonly<Record<string, string>>>> = {
  workers: {},
  groups: {},
  agencies: { counts: NO_COUNTS, ...NO_PERSONS, ...NO_AGENCY },
  funding: NO_AGENCY,
  audit: { counts: NO_COUNTS, ...NO_PERSONS, ...NO_AGENCY, entities: NO_ENTITY, 'errors-key': NO_ENTITY },
};

it.each(SUBGRAPH_NAMES)(
  '%s passes every case that applies to it',
  async (name) => {
    const results: ConformanceResult[] = [];
    const sdl = readFileSync(`schema/${name}.graphql`, 'utf8');
    const options = { examples: EXAMPLES, agency: AGENCY[name], still: true };
    for await (const result of runConformance({ url: running.get(name)!.url, name, sdl, claimsKey, options }))
      results.push(result);
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const due = CONFORMANCE_CASES.flatMap((one) =>
      Object.entries(SKIPPED[name])
        .filter(([beginning]) => one.name.startsWith(beginning))
        .map(([, why]) => [one.name, why]),
    );
    const skipped = results.filter(({ outcome }) => outcome === 'skipped');
    expect(skipped.map(({ case: one, why }) => [one, why])).toEqual(due);
    expect(scorecard(name, results)).toContain(
      `${name}: ${results.length - due.length} of ${results.length - due.length} passed`,
    );
  },
  180_000,
);

it('has more than sixty cases, each with a name of its own', () => {
  const names = CONFORMANCE_CASES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
});
