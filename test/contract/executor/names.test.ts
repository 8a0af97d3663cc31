/** Names that JavaScript's objects have already, and names that a plan gives to what is its own. */
import { describe, expect, it } from 'vitest';
import { Federation, type Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const NAMES = ['constructor', 'toString', 'hasOwnProperty'];
const definitions: Definitions = Object.fromEntries([
  [
    'constructor',
    {
      sdl: `type Query { valueOf(toString: Int, constructor: isPrototypeOf): constructor hasOwnProperty: [constructor] }
      input isPrototypeOf { constructor: Int toString: toLocaleString } enum toLocaleString { constructor valueOf }
      type constructor @key(fields: "toString") { toString: ID! valueOf: toLocaleString }`,
      resolvers: {
        Query: {
          valueOf: (_: unknown, given: any) => ({
            toString: `${given.toString ?? 'none'}-${given.constructor?.constructor ?? 'none'}-${given.constructor?.toString ?? 'none'}`,
            valueOf: 'valueOf',
          }),
          hasOwnProperty: () => [
            { toString: 'one', valueOf: 'constructor' },
            { toString: 'two', valueOf: null },
          ],
        },
      },
    },
  ],
  [
    'toString',
    {
      sdl: 'type constructor @key(fields: "toString") { toString: ID! hasOwnProperty: String }',
      resolvers: {
        constructor: { __resolveReference: (r: any) => r, hasOwnProperty: (r: any) => `own ${r.toString}` },
      },
    },
  ],
  [
    'hasOwnProperty',
    {
      sdl: 'type constructor @key(fields: "toString") { toString: ID! hasOwnProperty: String @external constructor: String @requires(fields: "hasOwnProperty") }',
      resolvers: {
        constructor: { __resolveReference: (r: any) => r, constructor: (r: any) => `made of ${r.hasOwnProperty}` },
      },
    },
  ],
]);

describe('names that objects inherit', () => {
  it('are names of subgraphs, types, fields, arguments and enum values like others', async () => {
    const federation = new Federation(definitions);
    const query =
      'query ($toString: Int, $c: isPrototypeOf) { valueOf(toString: $toString, constructor: $c) { valueOf constructor hasOwnProperty __proto__: toString } hasOwnProperty { constructor valueOf } }';
    expect(
      await federation.oursText({ query, variables: { toString: 3, c: { constructor: 4, toString: 'valueOf' } } }),
    ).toBe(
      '{"valueOf":{"valueOf":"valueOf","constructor":"made of own 3-4-valueOf","hasOwnProperty":"own 3-4-valueOf","__proto__":"3-4-valueOf"},"hasOwnProperty":[{"constructor":"made of own one","valueOf":"constructor"},{"constructor":"made of own two","valueOf":null}]}',
    );
    expect(new Set(federation.asked.map(({ subgraph }) => subgraph))).toEqual(new Set(NAMES));
  });
});

const one: Definitions = {
  a: {
    sdl: 'type Query { t(x: Int, y: [Int]): T } type T @key(fields: "id") { id: ID! }',
    resolvers: { Query: { t: (_: unknown, { x }: any) => ({ id: String(x) }) } },
  },
  b: {
    sdl: 'type T @key(fields: "id") { id: ID! n(x: Int): Int m: Int }',
    resolvers: {
      T: {
        __resolveReference: (r: any) => r,
        n: ({ id }: any, { x }: any) => (x === undefined ? -1 : Number(id) * 100 + x),
        m: () => 5,
      },
    },
  },
};

describe('a variable', () => {
  it.each([
    'representations',
    'representations__as',
    '__proto__',
    'constructor',
    'toString',
    'contextualArgument_1_0',
    'v',
  ])('may be called $%s', async (name) => {
    const federation = new Federation(one);
    const variables = JSON.parse(`{"${name}":4}`) as Record<string, unknown>;
    expect(
      await federation.oursText({ query: `query ($${name}: Int) { t(x: $${name}) { n(x: $${name}) } }`, variables }),
    ).toBe('{"t":{"n":404}}');
  });

  it.each(['representations', '__proto__', 'constructor'])(
    'called $%s has its default, is left out where nobody gives it, and says whether something is skipped',
    async (name) => {
      expect(
        await new Federation(one).oursText({ query: `query ($${name}: Int = 7) { t(x: 1) { n(x: $${name}) } }` }),
      ).toBe('{"t":{"n":107}}');
      expect(
        await new Federation(one).oursText({ query: `query ($${name}: Int) { t(x: 1) { n(x: $${name}) } }` }),
      ).toBe('{"t":{"n":-1}}');
      const skipping = `query ($${name}: Boolean!) { t(x: 1) { n(x: 2) @skip(if: $${name}) m @include(if: $${name}) } }`;
      expect(
        await new Federation(one).oursText({
          query: skipping,
          variables: JSON.parse(`{"${name}":true}`) as Record<string, unknown>,
        }),
      ).toBe('{"t":{"m":5}}');
      expect(
        await new Federation(one).oursText({
          query: skipping,
          variables: JSON.parse(`{"${name}":false}`) as Record<string, unknown>,
        }),
      ).toBe('{"t":{"n":102}}');
    },
  );

  it('stands beside one that is called as it is planned', async () => {
    const query =
      'query ($representations: Int, $representations__as: Int, $representations__as__as: Int) { t(x: $representations) { a: n(x: $representations) b: n(x: $representations__as) c: n(x: $representations__as__as) } }';
    expect(
      await new Federation(one).oursText({
        query,
        variables: { representations: 1, representations__as: 2, representations__as__as: 3 },
      }),
    ).toBe('{"t":{"a":101,"b":102,"c":103}}');
  });

  it("is named by the client's name where it does not fit", async () => {
    const { errors } = await new Federation(one).ours({
      query: 'query ($representations: Int!) { t(x: $representations) { m } }',
    });
    expect(errors![0]!.message).toContain('"$representations"');
  });
});

describe('a response name of the generated code', () => {
  it.each(['s0', 'n', 'type', 'mark', 'text', 'k0', '_entities', 'data', 'rawJSON', 'representations', 't', 'v'])(
    '%s is data like any other',
    async (name) => {
      expect(await new Federation(one).oursText({ query: `{ ${name}: t(x: 1) { ${name}: n(x: 1) id m } }` })).toBe(
        `{"${name}":{"${name}":101,"id":"1","m":5}}`,
      );
    },
  );
});
