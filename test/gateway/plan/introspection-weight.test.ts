import { buildSchema, executeSync, getIntrospectionQuery, parse, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { introspectionLimit, introspectionWeight } from '../../../gateway/plan/introspection-weight.ts';

const SCHEMA = buildSchema(`
  "What is asked" type Query { a(b: Int = 1 @deprecated, c: [I!]): A! @deprecated(reason: "old") u: U n: N }
  interface N { id: ID! } type A implements N { id: ID! a: A } type B { b: [[B!]!] e: E } union U = A | B
  enum E { X Y @deprecated } input I { x: Int! y: I }
`);
/** Fields with a value in an answer: what was resolved, lists not counted as fields. */
function resolved(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + resolved(one), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + 1 + resolved(one), 0);
}
const weigh = (text: string): number => {
  const document = parse(text);
  return introspectionWeight(SCHEMA, document, document.definitions[0] as OperationDefinitionNode);
};

describe('the weight of introspection', () => {
  it.each([
    ['the query of tools', getIntrospectionQuery({ inputValueDeprecation: true })],
    ['aliases', '{ x: __schema { types { name } } y: __schema { types { kind name } } }'],
    [
      'one type by its name',
      '{ __type(name: "A") { name fields(includeDeprecated: true) { name type { kind ofType { name fields(includeDeprecated: true) { name } } } } } }',
    ],
    ['a type that does not exist', '{ __type(name: "Nobody") { name } }'],
    [
      'fragments, spread twice below different fields',
      '{ __schema { queryType { ...F } types { ...F interfaces { ...F } possibleTypes { ...F } } } } fragment F on __Type { name inputFields { name } enumValues(includeDeprecated: true) { name } }',
    ],
  ])('is what is resolved: %s', (_what, text) => {
    const { data, errors } = executeSync({ schema: SCHEMA, document: parse(text) });
    expect(errors).toBeUndefined();
    expect(weigh(text)).toBe(resolved(data));
  });

  it('leaves data out', () => {
    expect(weigh('{ u { __typename ... on A { id } } __typename }')).toBe(0);
  });

  it("takes a name that only variables tell for the heaviest type's", () => {
    expect(weigh('query($n: String!) { __type(name: $n) { fields { name } } }')).toBe(
      Math.max(
        ...Object.keys(SCHEMA.getTypeMap()).map((name) => weigh(`{ __type(name: "${name}") { fields { name } } }`)),
      ),
    );
  });

  it('of a bomb is counted without walking it', () => {
    const bomb = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on __Type { ofType { ...F${n + 1} } a: ofType { ...F${n + 1} } }`,
    ).join(' ');
    expect(weigh(`{ __schema { types { ...F0 } } } ${bomb} fragment F40 on __Type { name }`)).toBeLessThan(1_000);
    expect(introspectionLimit(SCHEMA)).toBe(20_000);
  });
});
