/**
 * An attacker over time: they ask for every count there is, a person comes or goes, and they ask again. The questions are made
 * from the schemas, so a new count is asked for without a new test.
 */
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { snapshotMonth } from '../../../base/snapshot-month.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { aboutOf, connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { groupModels, type GroupModels } from '../../../subgraphs/groups/models.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { workerModels, type WorkerModels } from '../../../subgraphs/workers/models.ts';
import { FILL_MS, startSampleStore } from '../../support/sample.ts';

const HERE = '32.75.01.1001';
const DISTRICT = '32.75.01';
const NAMES = ['workers', 'groups', 'funding'];
/** What the gateway brings along: an area's own counts are not this subgraph's to freeze. */
const BROUGHT = { workerCount: 1, memberCount: 1, workerSectors: [] };
const ENTITIES: Readonly<Record<string, object>> = {
  City: { code: '32.75' },
  District: { code: DISTRICT },
  Village: { code: HERE },
  Programme: { code: 'SIGAP' },
  Group: { kind: 'RT' },
  Agency: { code: 'DISHUB' },
};

let store: Awaited<ReturnType<typeof startSampleStore>>;
let connections: DatabaseConnection[];
let people: WorkerModels & GroupModels;
let running: RunningSubgraph[] = [];
let now = Date.now();

beforeAll(async () => {
  store = await startSampleStore();
  connections = await Promise.all(['workers', 'groups', 'funding'].map((name) => connectDatabase(store.uri, name)));
  const [workers, groups] = connections as [DatabaseConnection, DatabaseConnection];
  const keyOf = (name: string) => recordKeys(DEVELOPMENT_KEYS.recordKey, name);
  people = {
    ...workerModels(workers, recountQueue(workers), keyOf('workers')),
    ...groupModels(groups, recountQueue(groups), keyOf('groups')),
  };
  // From here on they live: the months of the sample itself end with the day it stands at.
  for (const connection of connections) await aboutOf(connection).deleteOne({ _id: 'data' });
}, FILL_MS);
beforeEach(async () => {
  running = await start();
  return () => Promise.all(running.map((subgraph) => subgraph.stop()));
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await store.stop();
});

const start = (): Promise<RunningSubgraph[]> =>
  Promise.all(
    NAMES.map((name) =>
      startSubgraph(name, {
        mongodbUri: store.uri,
        port: null,
        recountEvery: 3_600_000,
        logLevel: 'silent',
        now: () => now,
      }),
    ),
  );
/** With subgraphs that have just been started, beside those that run. */
async function others<Value>(ask: () => Promise<Value>): Promise<Value> {
  const mine = running;
  running = await start();
  try {
    return await ask();
  } finally {
    await Promise.all(running.map((subgraph) => subgraph.stop()));
    running = mine;
  }
}
async function settle(): Promise<void> {
  for (const subgraph of running) await subgraph.refresh();
}

const holding = (...scopes: string[]): ClaimsSubject => ({
  sub: 'x',
  roles: [],
  scopes,
  cells: scopes.includes('cell:exact') ? 'exact' : 'perturbed',
});
const PUBLIC = holding('schema:introspect');
const ANALYST = holding('finance:read', 'cost:read');
const EXACT = holding('cell:exact', 'finance:read');

/** Leaf -> what the caller is told, by the path of its answer: every count of the three subgraphs, rows left out. */
async function counts(claims: ClaimsSubject, month?: string): Promise<ReadonlyMap<string, unknown>> {
  const told = new Map<string, unknown>();
  for (const { name, schema, execute } of running) {
    const types = Object.keys(ENTITIES).filter((type) => isObjectType(schema.getType(type)));
    const representations = types.map((type) => ({
      __typename: type,
      ...ENTITIES[type],
      ...(name === 'funding' && BROUGHT),
    }));
    const entities = types
      .map((type) => `... on ${type} { ${selection(schema, schema.getType(type) as GraphQLObjectType, type)} }`)
      .join(' ');
    const query = `query ($r: [_Any!]!) { ${selection(schema, schema.getQueryType()!, 'Query')} _entities(representations: $r) { ${entities} } }`;
    const { data, errors } = await execute({ query, variables: { r: representations }, claims: { ...claims, month } });
    expect(errors).toBeUndefined();
    walk(JSON.parse(JSON.stringify(data)), name, told);
  }
  return told;
}

/** All that can be asked without an argument; of an entity that is linked to only its place. Types stand in the aliases, so that all fit into one document. */
function selection(schema: GraphQLSchema, type: GraphQLObjectType, alias?: string): string {
  return Object.values(type.getFields())
    .flatMap((field): string[] => {
      const within = getNamedType(field.type);
      // A history grows by a month; each of its months is asked for here by itself.
      if (
        field.name.startsWith('_') ||
        field.name.toLowerCase().endsWith('history') ||
        field.args.some(isRequiredArgument)
      )
        return [];
      const key = alias === undefined ? field.name : `${alias}_${field.name}: ${field.name}`;
      if (isLeafType(within)) return [key];
      if (!isObjectType(within)) return [];
      return [`${key} { ${isEntity(schema, within) ? '__typename' : selection(schema, within)} }`];
    })
    .join(' ');
}

const isEntity = (schema: GraphQLSchema, type: GraphQLObjectType): boolean => {
  const union = schema.getType('_Entity');
  return union !== undefined && 'getTypes' in union && union.getTypes().includes(type);
};

function walk(value: unknown, path: string, told: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) return void told.set(path, value);
  for (const [key, below] of Object.entries(value)) walk(below, `${path}.${key}`, told);
}

/** The fields that say something else than before, without the places of rows. */
function moved(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  return [...new Set(keys.map((key) => key.replace(/\.\d+(?=\.|$)/g, '').replace('._entities', '')))].sort();
}

/** What is exact and today's for everybody: totals of the city and, in `workerSectors`, what its money is worked out from. */
const TOTALS = [
  'funding.City_fundedTwice',
  'groups.City_memberCount',
  'groups.Group_memberCount',
  'workers.City_workerCount',
  'workers.City_workerSectors.count',
  'workers.Programme_workerSectors.count',
];

/** One person on the roster, asked about at an agency, and head of a neighbourhood: paid for twice. */
async function comes(id: string, village: string | null = HERE): Promise<void> {
  const district = village === null ? null : DISTRICT;
  const token = `psr_${id}`;
  const membership = { insurerStatus: 'ACTIVE', monthsInRow: 1 };
  await people.Worker.insertMany([
    {
      _id: `w-${id}`,
      token,
      name: 'Uji',
      occupation: 'BECAK',
      sector: 'TRANSPORT',
      village,
      district,
      status: 'ACTIVE',
      decileBand: 'D5',
      enrolledOn: '2025-12-01',
      batch: 'test',
      membership,
    },
  ] as never);
  await people.Verification.insertMany([
    {
      _id: `v-${id}`,
      worker: `w-${id}`,
      agency: 'DISHUB',
      verdict: 'PENDING',
      requestedOn: '2025-12-30',
      bucket: '00',
    },
  ] as never);
  await people.Member.insertMany([
    {
      _id: `m-${id}`,
      token,
      name: 'Uji',
      group: 'RT',
      unit: 'RT 001',
      village,
      district,
      status: 'ACTIVE',
      termFrom: '2025-01-01',
      membership,
    },
  ] as never);
  await settle();
}

async function goes(id: string): Promise<void> {
  await people.Verification.deleteOne({ _id: `v-${id}` });
  await people.Worker.deleteOne({ _id: `w-${id}` });
  await people.Member.deleteOne({ _id: `m-${id}` });
  await settle();
}

describe('when a person is added between two requests of a month', () => {
  it('only totals of the city move for the public and for an analyst, from a process started since too; cells for callers who may see exact ones', async () => {
    const before = [await counts(PUBLIC), await counts(ANALYST), await counts(EXACT)] as const;
    await comes('one');
    const after = [await counts(PUBLIC), await counts(ANALYST), await counts(EXACT)] as const;
    expect(moved(before[0], after[0])).toEqual(TOTALS);
    expect(moved(before[1], after[1])).toEqual(TOTALS);
    const exact = moved(before[2], after[2]);
    expect(exact).toEqual(
      expect.arrayContaining([
        ...TOTALS,
        'workers.Village_workerCount',
        'workers.District_coverage.cells.total',
        'workers.City_coverage.byOccupation.total',
        'workers.Query_verificationFunnel.pendingByAge.count',
        'workers.Agency_funnel.asked',
        'groups.Village_groupCounts.atRisk',
        'groups.Group_counts.covered',
        'funding.Village_fundedTwice',
        'funding.Query_doubleFundingCounts.byVillage.count',
      ]),
    );
    expect(moved(before[0], await others(() => counts(PUBLIC)))).toEqual(TOTALS);
    await goes('one');
    expect(moved(before[0], await counts(PUBLIC))).toEqual([]);
  });

  it('the same holds where the village that they live in is not known', async () => {
    const before = [await counts(PUBLIC), await counts(EXACT)] as const;
    await comes('nowhere', null);
    expect(moved(before[0], await counts(PUBLIC))).toEqual(TOTALS);
    expect(moved(before[1], await counts(EXACT))).toEqual(
      expect.arrayContaining(['groups.City_membersWithoutVillage', 'workers.City_workersWithoutVillage']),
    );
    await goes('nowhere');
    expect(moved(before[0], await counts(PUBLIC))).toEqual([]);
  });

  it('the next month shows them as soon as it has begun', async () => {
    const before = await counts(PUBLIC);
    const ended = snapshotMonth(now);
    await comes('two');
    const exact = await counts(EXACT);
    now += 31 * 86_400_000;
    const frozen = await counts(PUBLIC);
    for (const [path, value] of frozen)
      if (/[cC]ount$|total$|covered$|atRisk$/.test(path))
        expect(Math.abs((value as number) - (exact.get(path) as number)), path).toBeLessThanOrEqual(8);
    expect(moved(before, frozen)).toContain('workers.District_coverage.cells.total');
    expect(moved(before, await counts(PUBLIC, ended))).toEqual(TOTALS);
    await goes('two');
    expect(moved(frozen, await counts(PUBLIC))).toEqual(TOTALS);
  });
});

it('a database without monthly snapshots, whose record began before the last month ended, has one of its present counts after its subgraph has started', async () => {
  for (const name of ['frozen_months', 'frozen_parts'])
    await Promise.all(connections.map((connection) => connection.collection(name).deleteMany({})));
  await others(async () => {
    expect(
      await Promise.all(connections.map((connection) => connection.collection('frozen_months').countDocuments())),
    ).toEqual([1, 1, 1]);
    expect(moved(await counts(EXACT), await counts(PUBLIC))).not.toContain('workers.City_coverage.total');
  });
});

/** The last first, each at its last day. */
const MONTHS_OF_2025 = Array.from({ length: 12 }, (_, at) => ({
  _id: `2025-${String(12 - at).padStart(2, '0')}`,
  asOf: new Date(Date.UTC(2025, 12 - at, 0)).toISOString().slice(0, 10),
  keyed: true,
}));

it('filling with the sample writes its twelve months', async () => {
  const filled = await startSampleStore();
  const fresh = await Promise.all(NAMES.map((name) => connectDatabase(filled.uri, name)));
  for (const connection of fresh)
    expect(await connection.collection('frozen_months').find().sort({ _id: -1 }).toArray()).toMatchObject(
      MONTHS_OF_2025,
    );
  await Promise.all(fresh.map((connection) => connection.close()));
  await filled.stop();
});
