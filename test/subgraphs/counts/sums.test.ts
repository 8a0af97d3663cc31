/**
 * What an analyst does who exports a column of counts and adds it up. Noise is unbiased and of variance V, one cell's independent of
 * another's, so a sum of n counts above zero is off by a standard deviation of at most the root of V·n.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { readPolicy } from '../../../gateway/guard/policy/policy.ts';
import { readPTable } from '../../../subgraphs/counts/ptable.ts';
import { FILL_MS, questionOf, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

const root = join(import.meta.dirname, '../../..');
const SUPERGRAPH = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
const schema = Supergraph.build(SUPERGRAPH, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
const { aggregates } = readPolicy(SUPERGRAPH);
const { variance: V } = readPTable().parameters;

/** The last month of the sample, which is as its people are now. */
const MONTH = '2025-12';
const holding = (...scopes: string[]) => ({ sub: 'x', roles: [], scopes, month: MONTH });
const PUBLIC = { ...holding(), cells: 'perturbed' } as const;
const EXACT = { ...holding('cell:exact'), cells: 'exact' } as const;

const COUNTS = 'total covered eligibleNotCovered atRisk';
const TABLES = `${COUNTS} byOccupation { ${COUNTS} } byDecileBand { ${COUNTS} } byStatus { total } byMonthsInRow { total } cells { ${COUNTS} }
  sector: breakdown(by: [SECTOR]) { ${COUNTS} } sectorStatus: breakdown(by: [SECTOR, STATUS]) { ${COUNTS} } bandStatus: breakdown(by: [DECILE_BAND, STATUS]) { ${COUNTS} } occupationStatus: breakdown(by: [OCCUPATION, STATUS]) { ${COUNTS} }`;
const AREA = `workerCount memberCount participants fundedTwice workerSectors { count } groupCounts { total covered atRisk } coverage { ${TABLES} }`;
const CITY = `coverage { ${TABLES} } groupCounts { total covered atRisk }`;

/** Tables that are asked for as they are, beside the shipped questions. */
const BY_AREA: Readonly<Record<string, string>> = {
  districts: `{ city { fundedTwice ${CITY} districts { ${AREA} } } }`,
  villages: `{ city { fundedTwice ${CITY} } villages(first: 100) { nodes { ${AREA} } } }`,
  groups: '{ city { groupCounts { total covered atRisk } } groups { counts { total covered atRisk } } }',
};
const QUESTIONS = readdirSync(join(root, 'schema/operations'))
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));
const DOCUMENTS = new Map([...QUESTIONS.map((name) => [name, questionOf(name)] as const), ...Object.entries(BY_AREA)]);

/** What of an answer stands in lists, added up, and what does not. */
interface Numbers {
  /** `villages.nodes: coverage.total` -> the counts of that column. */
  readonly columns: Map<string, number[]>;
  /** `city.coverage.total` -> the number. */
  readonly single: Map<string, number>;
}

type Total = (numbers: Numbers) => number;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const single =
  (path: string): Total =>
  (numbers) =>
    numbers.single.get(path)!;
const column =
  (name: string): Total =>
  ({ columns }) =>
    sum(columns.get(name)!);

/**
 * Columns that do not keep 2 % and cannot be made to: so few people in so many cells that 2 % of them are less than three standard
 * deviations of the noise. Beside each the total to read instead, which the same answer has, and which is within 2 %.
 */
const TOO_SMALL: Readonly<Record<string, Total>> = {
  'eligible-not-covered: villages.nodes.coverage.byOccupation: eligibleNotCovered': single(
    'city.coverage.eligibleNotCovered',
  ),
  'eligible-not-covered: villages.nodes: coverage.eligibleNotCovered': single('city.coverage.eligibleNotCovered'),
  'funded-twice: doubleFundingCounts.byVillage: count': single('doubleFundingCounts.total'),
  'verification-funnel: verificationFunnel.pendingByAge: count': (numbers) =>
    column('verificationFunnel: asked')(numbers) - column('verificationFunnel: answered')(numbers),
  'slowest-agency: verificationFunnel: pending': single('city.funnel.pending'),
  'districts: city.districts: fundedTwice': single('city.fundedTwice'),
  'districts: city.districts.groupCounts: atRisk': column('city.groupCounts: atRisk'),
  'villages: villages.nodes: fundedTwice': single('city.fundedTwice'),
  ...Object.fromEntries(
    [
      'districts: city.districts.coverage.byOccupation: eligibleNotCovered',
      'districts: city.districts.coverage.occupationStatus: eligibleNotCovered',
      'villages: villages.nodes.coverage.byOccupation: eligibleNotCovered',
      'villages: villages.nodes.coverage.byDecileBand: eligibleNotCovered',
      'villages: villages.nodes.coverage.sector: eligibleNotCovered',
      'villages: villages.nodes.coverage.sectorStatus: eligibleNotCovered',
      'villages: villages.nodes.coverage.bandStatus: eligibleNotCovered',
      'districts: city.districts.coverage.cells: eligibleNotCovered',
      'districts: city.districts.coverage.sectorStatus: eligibleNotCovered',
      'villages: villages.nodes: coverage.eligibleNotCovered',
      'villages: villages.nodes.coverage.cells: eligibleNotCovered',
      'villages: villages.nodes.coverage.occupationStatus: eligibleNotCovered',
    ].map((name) => [name, single('city.coverage.eligibleNotCovered')]),
  ),
  ...Object.fromEntries(
    [
      'districts: city.districts.coverage.cells: atRisk',
      'villages: villages.nodes.coverage.sectorStatus: atRisk',
      'villages: villages.nodes.coverage.bandStatus: atRisk',
      'villages: villages.nodes.coverage.occupationStatus: atRisk',
    ].map((name) => [name, single('city.coverage.atRisk')]),
  ),
};

let graph: SampleGraph;
beforeAll(async () => {
  graph = await startSampleGraph();
}, FILL_MS);
afterAll(() => graph.stop());

const MONTH_ARGUMENT = {
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: 'month' },
  value: { kind: Kind.STRING, value: MONTH },
} as const;

/** The same question with the month in each field that takes one. */
function ofMonth(document: DocumentNode): DocumentNode {
  const ofField = (field: FieldNode, type: GraphQLObjectType): FieldNode => {
    const { args, type: returned } = type.getFields()[field.name.value]!;
    const within = getNamedType(returned);
    return {
      ...field,
      arguments: [...(field.arguments ?? []), ...(args.some(({ name }) => name === 'month') ? [MONTH_ARGUMENT] : [])],
      selectionSet: isObjectType(within) ? ofSet(field.selectionSet!, within) : undefined,
    };
  };
  const ofSet = (set: SelectionSetNode, type: GraphQLObjectType): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => ofField(selection as FieldNode, type)),
  });
  return {
    ...document,
    definitions: document.definitions.map((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? { ...node, selectionSet: ofSet(node.selectionSet, schema.getQueryType()!) }
        : node,
    ),
  };
}

/** Of lists counts alone; of what stands by itself every number, since totals of the city have a minimum of 0. */
function numbersOf(document: DocumentNode, data: unknown): Numbers {
  const numbers: Numbers = { columns: new Map(), single: new Map() };
  for (const node of document.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION)
      gather(node.selectionSet, schema.getQueryType()!, data as Json, { numbers, list: undefined, place: [] });
  }
  return numbers;
}

type Json = Readonly<Record<string, unknown>>;

interface Place {
  readonly numbers: Numbers;
  /** The list whose row this is, or is in. */
  readonly list: string | undefined;
  /** Names from the row, or from the top. */
  readonly place: readonly string[];
}

function gather(set: SelectionSetNode, type: GraphQLObjectType, value: Json, { numbers, list, place }: Place): void {
  for (const { name, alias, selectionSet } of set.selections as readonly FieldNode[]) {
    const key = (alias ?? name).value;
    const { type: returned } = type.getFields()[name.value]!;
    const [within, inner, at] = [getNamedType(returned), value[key], [...place, key]];
    if (isLeafType(within))
      note(numbers, list, at.join('.'), inner, (aggregates.get(`${type.name}.${name.value}`) ?? 0) > 0);
    if (inner == null || !isObjectType(within)) continue;
    const isList = isListType(isNonNullType(returned) ? returned.ofType : returned);
    const below = isList
      ? { numbers, list: [...(list === undefined ? [] : [list]), ...at].join('.'), place: [] }
      : { numbers, list, place: at };
    for (const one of (isList ? inner : [inner]) as readonly Json[]) gather(selectionSet!, within, one, below);
  }
}

function note(
  { columns, single: alone }: Numbers,
  list: string | undefined,
  at: string,
  value: unknown,
  isCount: boolean,
): void {
  if (typeof value !== 'number') return;
  if (list === undefined) alone.set(at, value);
  else if (isCount) columns.set(`${list}: ${at}`, [...(columns.get(`${list}: ${at}`) ?? []), value]);
}

async function ask(document: DocumentNode, claims: ClaimsSubject): Promise<Numbers> {
  const { data, errors } = await graph.ask(print(document), {}, claims);
  expect(errors).toBeUndefined();
  return numbersOf(document, data);
}

const SHARE = 0.02;
/** Questions without a list of counts over people. */
const WITHOUT_COLUMNS = [
  'budget-reconciliation',
  'paid-against-budget',
  'double-funding-cost',
  'who-took-personal-data',
  'registration-file',
  'contribution-due',
  'possible-duplicates',
  'reconciliation-by-period',
];
const met = new Set<string>();

describe('a column of counts, added up, is within 2 % of the exact sum', () => {
  it.each([...DOCUMENTS.keys()])('in %s, but for those named here that are too small for it', async (name) => {
    const document = ofMonth(parse(DOCUMENTS.get(name)!));
    const [exact, shown] = [await ask(document, EXACT), await ask(document, PUBLIC)];
    expect([...shown.columns.keys()]).toEqual([...exact.columns.keys()]);
    expect(exact.columns.size > 0).toBe(!WITHOUT_COLUMNS.includes(name));
    for (const [at, values] of exact.columns) {
      const [column, whole] = [`${name}: ${at}`, sum(values)];
      const off = Math.abs(sum(shown.columns.get(at)!) - whole);
      const deviation = Math.sqrt(V * values.filter((value) => value > 0).length);
      // Four of them: of two hundred columns one is beyond three more often than not.
      expect(off, `${column} is off by more than its noise can be`).toBeLessThanOrEqual(4 * deviation);
      const total = TOO_SMALL[column];
      if (total === undefined) expect(off / whole, column).toBeLessThanOrEqual(SHARE);
      else {
        met.add(column);
        expect(SHARE * whole, `${column} is large enough to keep 2 %`).toBeLessThan(3 * deviation);
        expect(Math.abs(total(shown) - total(exact)) / total(exact), `the total beside ${column}`).toBeLessThanOrEqual(
          SHARE,
        );
      }
    }
  });

  it('and each column that is named exists', () => {
    expect([...met].sort()).toEqual(Object.keys(TOO_SMALL).sort());
  });
});
