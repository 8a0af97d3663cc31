/** The cost field by field adds up to the estimate that a request is judged by. */
import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { costByField } from '../../../../gateway/guard/limits/cost-by-field.ts';
import type { CostModel } from '../../../../gateway/guard/limits/cost-model.ts';
import { compileEstimate } from '../../../../gateway/guard/limits/estimated-cost.ts';

const schema = buildSchema(`
  type Query { animals(first: Int): [Animal!]! dogs(ids: [ID!]): [Dog!]! page(first: Int): Page }
  type Mutation { feed: Dog }
  interface Animal { id: ID! friends: [Animal!]! }
  type Dog implements Animal { id: ID! friends: [Animal!]! owner: Owner bark: Int }
  type Cat implements Animal { id: ID! friends: [Animal!]! lives: Int }
  type Owner { name: String dogs: [Dog!]! }
  type Page { nodes: [Dog!] total: Int }
`);
const size = (slicing: readonly string[], sized: readonly string[] = []) => ({
  assumedSize: 7,
  slicingArguments: slicing,
  sizedFields: sized,
  requireOneSlicingArgument: false,
});
const model: CostModel = {
  weights: new Map([
    ['Dog.bark', 3],
    ['Cat', 5],
    ['Query.dogs.ids', 2],
  ]),
  listSizes: new Map([
    ['Query.animals', size(['first'])],
    ['Query.page', size(['first'], ['nodes'])],
  ]),
  personTypes: new Map(),
  personInputs: new Map(),
  defaultListSize: 10,
};

const OPERATIONS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['{ animals { id friends { ... on Dog { bark owner { name } } ... on Cat { lives } } } }', {}],
  ['query ($n: Int = 4) { animals(first: $n) { friends { friends { id } } } }', {}],
  ['query ($n: Int = 4) { animals(first: $n) { id } more: animals(first: 2) { id } }', { n: 30 }],
  ['query ($ids: [ID!]) { dogs(ids: $ids) { bark owner { dogs { bark } } } }', { ids: ['a', 'b', 'c'] }],
  ['query ($s: Boolean!) { page(first: 12) { total @skip(if: $s) nodes { bark @include(if: $s) } } }', { s: true }],
  ['query ($s: Boolean!) { page(first: 12) { total nodes { bark @include(if: $s) owner { name } } } }', { s: false }],
  [
    '{ ...all ...all dogs { ...dog } } fragment all on Query { dogs { ...dog bark } } fragment dog on Dog { owner { name } }',
    {},
  ],
  ['mutation { feed { bark owner { dogs { id } } } }', {}],
];

it.each(OPERATIONS)('%s with %j', (text, variables) => {
  const document = parse(text);
  const estimated = { schema, document, operation: getOperationAST(document)!, denied: new Set(['Owner.dogs']) };
  for (const one of [estimated, { ...estimated, denied: undefined }]) {
    const fields = costByField(model, one, variables);
    const { cost } = compileEstimate(model, one)(variables);
    expect(fields.reduce((sum, field) => sum + field.cost, 0)).toBe(cost);
    expect(fields.map((field) => field.cost)).toEqual(fields.map((field) => field.cost).sort((a, b) => b - a));
  }
});

it('names the place and the field of each part, on the dearest of several types', () => {
  const document = parse('{ pets: animals(first: 3) { ... on Dog { bark } ... on Cat { lives } } }');
  expect(costByField(model, { schema, document, operation: getOperationAST(document)! }, {})).toEqual([
    { path: ['pets'], coordinate: 'Query.animals', cost: 15 },
    { path: ['pets', 'bark'], coordinate: 'Dog.bark', cost: 9 },
  ]);
});
