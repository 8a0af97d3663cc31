import { describe, expect, it } from 'vitest';
import { leafOf, stringText } from '../../../gateway/result/leaf.ts';
import { GraphQLEnumType, GraphQLID, GraphQLInt, GraphQLScalarType } from 'graphql';
import { Federation } from '../../contract/executor/federation.ts';
import { fc } from '../../support/properties.ts';

const { array, assert, asyncProperty, boolean, constantFrom, integer, oneof, property, record, string } = fc;

const anything = string({ unit: 'binary' });

describe('strings', () => {
  it('are written as JSON.stringify writes them, lone surrogates too', () => {
    assert(
      property(oneof(anything, constantFrom('\ud800', 'a\udfff', '\u2028', '"', '\\', '\u0000', '🙂')), (text) => {
        expect(stringText(text, false)).toBe(JSON.stringify(text));
      }),
    );
  });
});

describe('leaves', () => {
  it('give an ID as a string', () => expect(leafOf(GraphQLID).coerce(7)).toBe('7'));
  it('refuse an Int that is too large', () => expect(leafOf(GraphQLInt).coerce(2 ** 31)).toBeUndefined());
  it('refuse an enum value that is none', () =>
    expect(leafOf(new GraphQLEnumType({ name: 'E', values: { A: {} } })).coerce('toString')).toBeUndefined());
  it('take a custom scalar as it is, but not one nested without end', () => {
    const leaf = leafOf(new GraphQLScalarType({ name: 'Any' }));
    const value = { a: [1, { b: null }] };
    expect(leaf.coerce(value)).toBe(value);
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(leaf.coerce(deep)).toBeUndefined();
    expect(() => leaf.write(deep, false)).toThrow();
  });
});

describe('the data as text', () => {
  it('is the data as objects, whatever a subgraph answers', async () => {
    let answer: unknown;
    const graph = new Federation({
      a: {
        sdl: 'scalar Any type Query { t: T ts: [[T!]] } type T { i: Int s: String! b: Boolean f: Float! any: Any list: [String!] t: T }',
        answer: () => ({ data: answer }) as never,
      },
    });
    const value = oneof(
      { weight: 4, arbitrary: anything },
      integer(),
      boolean(),
      constantFrom(null, undefined, 1.5, 'x', [], {}, [['y']], { s: 'deep' }),
    );
    const node = record(
      {
        i: value,
        s: value,
        b: value,
        f: value,
        any: value,
        list: oneof(array(value), value),
        t: oneof(record({ s: value, f: value }), value),
      },
      { requiredKeys: [] },
    );
    const query = '{ t { ...F t { s f } } ts { f s __typename } } fragment F on T { i s b f any list }';
    await assert(
      asyncProperty(record({ t: oneof(node, value), ts: oneof(array(array(node)), value) }), async (data) => {
        answer = data;
        // `ours` itself refuses text and objects that differ.
        await expect(graph.ours({ query })).resolves.toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
});
