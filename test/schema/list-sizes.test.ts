/** A list without a size counts as ten, so a limit on cost is worth what the schema says: every list says how long it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  parse,
  print,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { readCostModel } from '../../gateway/guard/limits/cost-model.ts';
import { compileEstimate } from '../../gateway/guard/limits/estimated-cost.ts';
import { stripFeatures } from '../../gateway/supergraph/strip-features.ts';

const root = join(import.meta.dirname, '../..');
const supergraph = parse(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));
const schema = Supergraph.build(print(stripFeatures(supergraph)))
  .apiSchema()
  .toGraphQLJSSchema();
const model = readCostModel(supergraph);
const fields = Object.values(schema.getTypeMap())
  .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
  .flatMap((type) =>
    Object.values((type as GraphQLObjectType).getFields()).map((field) => ({
      type: type.name,
      field,
      coordinate: `${type.name}.${field.name}`,
    })),
  );

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean => isListType(getNullableType(type));
/** Lists of plain values weigh nothing, however long, but for those that are weighed. */
const isPlain = ({ type }: GraphQLField<unknown, unknown>): boolean => isLeafType(getNamedType(type));
/** A page's lists are as long as whoever asks for the page says. */
const sizedByAll = (type: string, name: string): boolean => {
  const leading = fields.filter(({ field }) => getNamedType(field.type).name === type);
  return (
    leading.length > 0 && leading.every(({ coordinate }) => model.listSizes.get(coordinate)?.sizedFields.includes(name))
  );
};

test('every list of objects states how long it is', () => {
  const silent = fields.filter(
    ({ type, field, coordinate }) =>
      isList(field) && !isPlain(field) && !model.listSizes.has(coordinate) && !sizedByAll(type, field.name),
  );
  expect(silent.map(({ coordinate }) => coordinate)).toEqual([]);
  expect(fields.filter(({ field }) => isList(field)).length).toBeGreaterThan(30);
});

test('every field with a page size costs by it, and a page without one is of twenty rows', () => {
  const paged = fields.filter(({ field }) => field.args.some(({ name }) => name === 'first'));
  expect(paged.length).toBeGreaterThan(10);
  for (const { coordinate } of paged) {
    expect(model.listSizes.get(coordinate), coordinate).toEqual({
      assumedSize: 20,
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges', 'nodes'],
      requireOneSlicingArgument: false,
    });
  }
});

describe('a cost of our own graph', () => {
  const price = (text: string) => {
    const document = parse(text);
    return compileEstimate(model, { schema, document, operation: getOperationAST(document)! })({});
  };

  it('grows with the page size requested', () => {
    const of = (first: string) => price(`{ workers${first} { nodes { id verifications { verdict } } } }`);
    expect(of('(first: 100)')).toEqual({ cost: 1 + 100 * (1 + 4), persons: 100 + 400 });
    expect(of('(last: 7)').persons).toBe(35);
    expect(of('').persons).toBe(20 + 80);
  });

  it('counts as many areas as there are', () => {
    expect(price('{ city { districts { villages { code } } } }').cost).toBe(1 + 12 * (1 + 6));
    expect(price('{ city { districts { boundary } } }').cost).toBe(1 + 12 * (1 + 50));
  });

  it('leaves every question of schema/operations within the budget of one public request', () => {
    const roles = JSON.parse(readFileSync(join(root, 'gateway/guard/identity/roles.json'), 'utf8')) as {
      roles: { public: { budget: { costPerRequest: number } } };
    };
    const most = roles.roles.public.budget.costPerRequest;
    const dear = readdirSync(join(root, 'schema/operations'))
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => [file, price(readFileSync(join(root, 'schema/operations', file), 'utf8')).cost] as const)
      .filter(([, cost]) => cost > most);
    expect(dear).toEqual([]);
  });
});

test('a list that states no size is found', () => {
  const bare = buildSchema('type Query { a: [T] } type T { id: ID }').getQueryType()!.getFields()['a']!;
  expect(isList(bare) && !isPlain(bare) && !model.listSizes.has('Query.a')).toBe(true);
});
