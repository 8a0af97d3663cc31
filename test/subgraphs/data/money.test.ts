/** Money over the whole graph: each field whose type is Rupiah is a JSON number, whatever the amount; one that no number states exactly is an error. */
import { Long, MongoClient, type Db } from 'mongodb';
import {
  buildSchema,
  getNamedType,
  Kind,
  parse,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { scalars } from '../../../subgraphs/data/scalars.ts';
import { FILL_MS, startSampleGraph, type Answer, type SampleGraph } from '../../support/sample.ts';
import { readFileSync } from 'node:fs';

const SCHEMA = buildSchema(readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'), {
  assumeValidSDL: true,
});
const MOST = Number.MAX_SAFE_INTEGER;

/** Selects every field of the graph that is an amount of money. */
const ALL_MONEY = `{
  programme(code: "SIGAP") {
    liability(from: "2025-10", to: "2025-12") { total periods { amount sectors { amount rate { jkk jkm total wageClass } } } }
    reconciliation(year: 2025) {
      ceiling liability billed paid unpaid remaining shortfall
      periods { liability billed paid unpaid paidToDate remaining }
    }
    budgets { ceiling paid remaining }
    batches { amount paid payments { amount } }
  }
  doubleFundingCounts { monthlyCost byVillage { monthlyCost } }
  district(code: "32.75.01") { workerLiability(period: "2025-12") villages { workerLiability(period: "2025-12") } }
  publishedFigures { published { rupiah } computed { rupiah } }
}`;

interface Amount {
  readonly coordinate: string;
  readonly value: unknown;
}

/** @returns every amount of an answer with the field that it is of */
function amountsOf(selected: SelectionSetNode, type: GraphQLObjectType, data: unknown): Amount[] {
  if (data === null || data === undefined) return [];
  if (Array.isArray(data)) return data.flatMap((each) => amountsOf(selected, type, each));
  return selected.selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD) throw new Error('the query of this test has fields only');
    const definition = type.getFields()[field.name.value]!;
    const value = (data as Record<string, unknown>)[field.name.value];
    const returned = getNamedType(definition.type);
    if (returned.name === 'Rupiah') return [{ coordinate: `${type.name}.${definition.name}`, value }];
    return field.selectionSet ? amountsOf(field.selectionSet, returned as GraphQLObjectType, value) : [];
  });
}

function amountsIn({ data }: Answer): Amount[] {
  const [operation] = parse(ALL_MONEY).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected one operation');
  return amountsOf(operation.selectionSet, SCHEMA.getQueryType()!, data);
}

function moneyFields(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type && 'getInterfaces' in type
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name === 'Rupiah')
          .map((field) => `${type.name}.${field.name}`)
      : [],
  );
}

const isExact = ({ value }: Amount): boolean => value === null || Number.isSafeInteger(value);
const known = (amounts: readonly Amount[]): string[] => [
  ...new Set(amounts.filter(({ value }) => value !== null).map(({ coordinate }) => coordinate)),
];

let graph: SampleGraph;
let client: MongoClient;
let [funding, agencies]: Db[] = [];

beforeAll(async () => {
  graph = await startSampleGraph();
  client = await MongoClient.connect(graph.mongodbUri);
  [funding, agencies] = [client.db('sigap_funding'), client.db('sigap_agencies')];
}, FILL_MS);
afterAll(async () => {
  await client.close();
  await graph.stop();
});

/** Sets what the city may spend, has billed, has paid and has published to one amount. */
async function setAmounts(amount: bigint): Promise<void> {
  const long = Long.fromBigInt(amount);
  await funding!.collection('budgets').updateMany({}, { $set: { ceiling: long } });
  await funding!.collection('payments').updateMany({ period: '2025-10' }, { $set: { amount: long } });
  await funding!.collection('contribution_batches').updateMany({ period: '2025-10' }, { $set: { amount: long } });
  await funding!.collection('contribution_rates').updateMany({}, { $set: { jkk: long, jkm: Long.fromNumber(0) } });
  await agencies!.collection('published_figures').updateMany({ unit: 'RUPIAH' } as never, { $set: { value: long } });
}

test('every field of money is a number, exact or perturbed', async () => {
  const perturbed: ClaimsSubject = { sub: 'public', roles: [], scopes: [], cells: 'perturbed' };
  for (const claims of [undefined, perturbed]) {
    const answer = await graph.ask(ALL_MONEY, {}, claims);
    expect(answer.errors).toBeUndefined();
    const amounts = amountsIn(answer);
    expect(known(amounts).sort()).toEqual(moneyFields(SCHEMA).sort());
    expect(amounts.filter((amount) => !isExact(amount))).toEqual([]);
  }
});

test('of amounts as great as a number holds, what is no sum stays a number, and a sum beyond is an error', async () => {
  await setAmounts(BigInt(MOST));
  const answer = await graph.ask(ALL_MONEY);
  const amounts = amountsIn(answer);
  expect(amounts.filter((amount) => !isExact(amount))).toEqual([]);
  expect(amounts).toContainEqual({ coordinate: 'Measure.rupiah', value: MOST });
  expect(new Set(answer.errors?.map(({ extensions }) => extensions?.['code']))).toEqual(new Set(['AMOUNT_TOO_LARGE']));
});

test('an amount as great as a number holds is read and filtered by exactly', async () => {
  const { data, errors } = await graph.ask(
    `query ($most: Rupiah!) {
      budget(programme: "SIGAP", year: 2025) { ceiling }
      contributionRate(sector: OTHER, period: "2025-12") { jkk total }
      payments(filter: { amountFrom: $most }) { nodes { amount } }
    }`,
    { most: MOST },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    budget: { ceiling: MOST },
    contributionRate: { jkk: MOST, total: MOST },
    payments: { nodes: [{ amount: MOST }] },
  });
});

test('an amount beyond is an error with its code, never text', async () => {
  await setAmounts(BigInt(MOST) + 2n);
  const answer = await graph.ask(ALL_MONEY);
  expect(amountsIn(answer).filter((amount) => !isExact(amount))).toEqual([]);
  expect(JSON.stringify(answer.data)).not.toContain('9007199254740993');
  expect(new Set(answer.errors?.map(({ extensions }) => extensions?.['code']))).toEqual(new Set(['AMOUNT_TOO_LARGE']));
  const { data, errors } = await graph.ask('{ publishedFigures(codes: ["BUDGET_2025"]) { published { rupiah } } }');
  expect(data).toEqual({ publishedFigures: [{ published: { rupiah: null } }] });
  expect(errors).toMatchObject([{ extensions: { code: 'AMOUNT_TOO_LARGE' } }]);
});

test('the form of an amount depends on its scalar and never on its size', () => {
  for (const amount of [
    0n,
    -1n,
    16_800n,
    2n ** 31n,
    2n ** 53n - 1n,
    1n - 2n ** 53n,
    Long.fromNumber(5),
    '580000000',
    7,
  ])
    expect(typeof scalars.Rupiah.serialize(amount), String(amount)).toBe('number');
  for (const amount of [2n ** 53n, -(2n ** 53n), Long.MAX_VALUE, '9007199254740992'])
    expect(() => scalars.Rupiah.serialize(amount), String(amount)).toThrow(/AMOUNT_TOO_LARGE|beyond/);
});
