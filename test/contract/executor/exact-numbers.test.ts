/** Numbers that a double cannot hold, from the subgraph to the client and from the client to the subgraph. */
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../../base/exact-number.ts';
import {
  InProcessTransport,
  type Execute,
  type InProcessRequest,
} from '../../../gateway/fetch/in-process-transport.ts';
import { readReply } from '../../../gateway/fetch/reply-reader.ts';
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { Federation, type AskedRequest, type Definitions, type Question } from './federation.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

/** As it comes over HTTP. */
const reply = (text: string) => (): SubgraphReply => readReply(text) as SubgraphReply;
const variablesOf = (request: AskedRequest): string => JSON.stringify(request.variables);
const exact = (text: string): Record<string, unknown> => parseExactly(text) as Record<string, unknown>;

const SCALARS = `scalar Long scalar Decimal scalar JSON`;

function answering(data: string): Federation {
  return new Federation({
    a: {
      sdl: `${SCALARS} type Query { l: Long m: Long! ls: [Long!] d: Decimal j: JSON id: ID ids: [ID!] f: Float t: T } type T { l: Long id: ID! }`,
      answer: reply(`{"data":${data}}`),
    },
  });
}

describe('from a subgraph to the client', () => {
  it.each([
    ['l m', '{"l":9007199254740993,"m":-9223372036854775808}'],
    ['ls', '{"ls":[9007199254740993,1,9007199254740992,18446744073709551615]}'],
    ['d', '{"d":0.1234567890123456789}'],
    ['d', '{"d":123456789012345678.90}'],
    ['l', '{"l":1000000000000000000000}'],
    ['j', '{"j":{"n":12345678901234567890,"x":[1e-7,{"deep":3.14159265358979323846,"s":"9007199254740993"}]}}'],
    ['t { l id }', '{"t":{"l":9007199254740993,"id":"9007199254740993"}}'],
  ])('keeps every digit of { %s }', async (fields, data) => {
    expect(await answering(data).oursText({ query: `{ ${fields} }` })).toBe(data);
  });

  it('gives an ID the digits it came with', async () => {
    expect(
      await answering('{"id":9007199254740993,"ids":[9007199254740993,1000000000000000000000,7]}').oursText({
        query: '{ id ids }',
      }),
    ).toBe('{"id":"9007199254740993","ids":["9007199254740993","1000000000000000000000","7"]}');
  });

  it('gives a Float what a double holds of it', async () => {
    expect(await answering('{"f":0.1234567890123456789}').oursText({ query: '{ f }' })).toBe(
      '{"f":0.12345678901234568}',
    );
    expect(await answering('{"f":9007199254740993}').oursText({ query: '{ f }' })).toBe('{"f":9007199254740992}');
  });

  it('says so where a number has the wrong type, and does not take it for an object', async () => {
    const federation = answering('{"t":9007199254740993,"id":1.23456789012345678}');
    const { data, errors } = await federation.ours({ query: '{ t { l } id }' });
    expect(data).toEqual({ t: null, id: null });
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('expected an object, got a number'),
      expect.stringContaining('expected ID for Query.id, got a number'),
    ]);
  });

  it('refuses what JSON would write as null without a word', async () => {
    const { data, errors } = await answering('{"d":1e400,"j":{"x":[1e400]}}').ours({ query: '{ d j }' });
    expect(data).toEqual({ d: null, j: null });
    expect(errors).toHaveLength(2);
  });

  it('keeps them in what an error says beside its message', async () => {
    const federation = new Federation({
      a: {
        sdl: `${SCALARS} type Query { l: Long }`,
        answer: reply(
          '{"data":{"l":null},"errors":[{"message":"no","path":["l"],"extensions":{"code":"NO","at":9007199254740993}}]}',
        ),
      },
    });
    const { errors } = await federation.ours({ query: '{ l }' });
    expect(JSON.stringify(errors![0]!.extensions)).toContain('"at":9007199254740993');
  });

  it('answers what stock answers, to the digit', async () => {
    const data = '{"l":9007199254740993,"j":{"n":[12345678901234567890]},"d":0.1234567890123456789}';
    const federation = answering(data);
    expect(await federation.oursText({ query: '{ l j d }' })).toBe(data);
    expect(await federation.stockText({ query: '{ l j d }' })).toBe(data);
  });
});

const keyed = (first: string, entities: (request: AskedRequest) => string): Definitions => ({
  a: {
    sdl: `${SCALARS} type Query { ts: [T] } type T @key(fields: "id") { id: ID! sum: Decimal part: Part } type Part { no: Long @shareable }`,
    answer: reply(`{"data":{"ts":${first}}}`),
  },
  b: {
    sdl: `${SCALARS} type T @key(fields: "id") { id: ID! sum: Decimal @external part: Part @external name: String double: String @requires(fields: "sum part { no }") } type Part { no: Long @shareable }`,
    answer: (request) => readReply(`{"data":{"_entities":${entities(request)}}}`) as SubgraphReply,
  },
});

describe('in a representation', () => {
  const two =
    '[{"__typename":"T","id":9007199254740993},{"__typename":"T","id":9007199254740992},{"__typename":"T","id":9007199254740993}]';

  it('names entities that differ in the last digit apart, and equal ones once', async () => {
    const federation = new Federation(
      keyed(two, () => '[{"__typename":"T","name":"odd"},{"__typename":"T","name":"even"}]'),
    );
    expect(await federation.oursText({ query: '{ ts { name } }' })).toBe(
      '{"ts":[{"name":"odd"},{"name":"even"},{"name":"odd"}]}',
    );
    expect(variablesOf(federation.asked[1]!)).toBe(
      '{"representations":[{"__typename":"T","id":9007199254740993},{"__typename":"T","id":9007199254740992}]}',
    );
  });

  it('gives @requires its number, also below an object', async () => {
    const first = '[{"__typename":"T","id":"1","sum":0.1234567890123456789,"part":{"no":18446744073709551615}}]';
    const federation = new Federation(keyed(first, () => '[{"__typename":"T","double":"ok"}]'));
    expect(await federation.oursText({ query: '{ ts { double } }' })).toBe('{"ts":[{"double":"ok"}]}');
    expect(variablesOf(federation.asked[1]!)).toContain(
      '"sum":0.1234567890123456789,"part":{"no":18446744073709551615}',
    );
  });

  it('notices an answer about the neighbour', async () => {
    const swapped =
      '[{"__typename":"T","id":9007199254740992,"name":"even"},{"__typename":"T","id":"9007199254740993","name":"odd"}]';
    const federation = new Federation({
      ...keyed(two, () => swapped),
      b: {
        sdl: 'type T @key(fields: "id") { id: ID! name: String }',
        answer: () => readReply(`{"data":{"_entities":${swapped}}}`) as SubgraphReply,
      },
    });
    const plan = federation.plan('{ ts { name } }');
    // The key is asked back only where the plan does; so it is here by hand.
    const asked = JSON.parse(
      JSON.stringify(plan)
        .replaceAll('...on T{name}', '...on T{id name}')
        .replaceAll('... on T{name}', '... on T{id name}'),
    ) as typeof plan;
    const errors = (await federation.runPlan(asked, '{ ts { name } }')).errors();
    expect(errors.map(({ extensions }) => extensions['code'])).toContain('ENTITY_MISMATCH');
  });
});

const INPUTS = `${SCALARS} input In { l: Long d: Decimal id: ID f: Float ins: [In!] j: JSON } type Query { e(l: Long, d: Decimal, id: ID, ids: [ID!], j: JSON, f: Float, in: In, ls: [Long]): String }`;

function receiving(): Federation {
  return new Federation({ a: { sdl: INPUTS, answer: reply('{"data":{"e":"ok"}}') } });
}

async function received(question: Question): Promise<AskedRequest> {
  const federation = receiving();
  expect(await federation.oursText(question)).toBe('{"e":"ok"}');
  return federation.asked[0]!;
}

describe('from a variable to the subgraph', () => {
  it.each([
    ['$v: Long', 'l: $v', '{"v":9007199254740993}'],
    ['$v: [Long]', 'ls: $v', '{"v":[9007199254740993,1]}'],
    ['$v: Decimal', 'd: $v', '{"v":-0.1234567890123456789}'],
    ['$v: JSON', 'j: $v', '{"v":{"a":[{"b":12345678901234567890}]}}'],
    ['$v: JSON', 'j: {a: [$v]}', '{"v":12345678901234567890}'],
  ])('keeps every digit of (%s) { e(%s) }', async (definition, given, variables) => {
    expect(
      variablesOf(await received({ query: `query (${definition}) { e(${given}) }`, variables: exact(variables) })),
    ).toBe(variables);
  });

  it('gives an ID its digits, at any depth of an input object', async () => {
    const variables = exact(
      '{"in":{"id":9007199254740993,"l":9007199254740993,"f":0.1234567890123456789,"ins":[{"id":9007199254740995}]}}',
    );
    expect(exactly(await received({ query: 'query ($in: In) { e(in: $in) }', variables }))).toEqual({
      id: '"9007199254740993"',
      l: '9007199254740993',
      f: '0.12345678901234568',
      ins: '[{"id":"9007199254740995"}]',
    });
  });

  function exactly(request: AskedRequest): Record<string, string> {
    return Object.fromEntries(
      Object.entries(request.variables!['in'] as object).map(([name, value]) => [name, JSON.stringify(value)]),
    );
  }

  it.each([
    ['$v: Int', 'l: 1', '9007199254740993'],
    ['$v: String', 'l: 1', '9007199254740993'],
    ['$v: In', 'in: $v', '9007199254740993'],
    ['$v: In', 'in: $v', '{"id":1.23456789012345678}'],
    ['$v: Float', 'f: $v', '1e400'],
    ['$v: Decimal', 'd: $v', '1e400'],
    ['$v: JSON', 'j: $v', '[{"a":-1e400}]'],
    ['$v: Long', 'l: $v', `${'9'.repeat(400)}`],
  ])('refuses (%s) { e(%s) } of %s with a code', async (definition, given, value) => {
    const federation = new Federation({
      a: {
        sdl: INPUTS.replace('type Query {', 'type Query { i(v: Int, s: String): Int'),
        answer: reply('{"data":{"e":"ok"}}'),
      },
    });
    const used = given.includes('$v') ? '' : `i(${definition.includes('Int') ? 'v' : 's'}: $v)`;
    const { data, errors } = await federation.ours({
      query: `query (${definition}) { e(${given}) ${used} }`,
      variables: exact(`{"v":${value}}`),
    });
    expect([data, errors!.map(({ extensions }) => extensions!['code'])]).toEqual([undefined, ['BAD_USER_INPUT']]);
    expect(federation.asked).toEqual([]);
  });
});

describe('from a literal to the subgraph', () => {
  it.each([
    'l:9007199254740993',
    'l:-9223372036854775808',
    'd:0.1234567890123456789',
    'd:1.50',
    'd:1.0',
    'd:1e5',
    'ls:[9007199254740993 1 18446744073709551615]',
    'id:9007199254740993',
    'ids:[9007199254740993]',
    'j:{a:12345678901234567890 b:[FOO "FOO" "literal0." null true 1.10]}',
    'in:{l:9007199254740993 j:{x:BAR}}',
  ])('writes e(%s) as the client wrote it', async (given) => {
    expect((await received({ query: `{ e(${given}) }` })).query).toBe(`{e(${given})}`);
  });

  it('keeps the default of a variable', async () => {
    const request = await received({
      query:
        'query ($l: Long = 9007199254740993, $d: Decimal = 0.1234567890123456789, $id: ID = 9007199254740995, $j: JSON = {a: [12345678901234567890, FOO]}) { e(l: $l, d: $d, id: $id, j: $j) }',
    });
    expect(variablesOf(request)).toBe(
      '{"l":9007199254740993,"d":0.1234567890123456789,"id":"9007199254740995","j":{"a":[12345678901234567890,"FOO"]}}',
    );
  });

  it('puts a given value before the default', async () => {
    expect(
      variablesOf(
        await received({ query: 'query ($l: Long = 9007199254740993) { e(l: $l) }', variables: { l: null } }),
      ),
    ).toBe('{"l":null}');
  });
});

describe('of a subgraph in this process', () => {
  const BIG = 9007199254740993n;

  async function run(
    question: Question,
    execute: Execute,
  ): Promise<{ readonly text: string | undefined; readonly asked: readonly InProcessRequest[] }> {
    const definitions = keyed('[]', () => '[]');
    const federation = new Federation({
      ...definitions,
      a: {
        ...definitions['a']!,
        sdl: `${definitions['a']!.sdl} extend type Query { l(v: Long, j: JSON): Long j: JSON i: Int f: Float }`,
      },
    });
    const asked: InProcessRequest[] = [];
    const transport = new InProcessTransport('a', (request) => {
      asked.push(request);
      return execute(request);
    });
    const fetch = (request: SubgraphRequest): Promise<SubgraphReply> =>
      new Promise(
        (resolve, reject) =>
          void transport.send(
            { request, body: '', headers: [], callerHeaders: {}, note: undefined },
            { attemptEnded: ({ reply: came, error }) => (error ? reject(error) : resolve(came!)) },
          ),
      );
    const outcome = await federation.compile(question.query).run({
      variables: question.variables,
      fetcher: { fetch },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    expect(outcome.errors()).toEqual([]);
    expect(JSON.stringify(outcome.data())).toBe(outcome.dataText());
    return { text: outcome.dataText(), asked };
  }

  it('takes a bigint for a number of any length', async () => {
    const { text } = await run({ query: '{ l j i f }' }, () => ({
      data: { l: BIG, j: { a: [BIG, 1n], at: new Date(0) }, i: 7n, f: 1n },
    }));
    expect(text).toBe(
      '{"l":9007199254740993,"j":{"a":[9007199254740993,1],"at":"1970-01-01T00:00:00.000Z"},"i":7,"f":1}',
    );
  });

  it('names an entity by a bigint, and is named one by it', async () => {
    const { text, asked } = await run({ query: '{ ts { id name } }' }, ({ subgraph }) => ({
      data:
        subgraph === 'a'
          ? {
              ts: [
                { __typename: 'T', id: BIG },
                { __typename: 'T', id: 1n },
              ],
            }
          : { _entities: [{ name: 'odd' }, { name: 'one' }] },
    }));
    expect(text).toBe('{"ts":[{"id":"9007199254740993","name":"odd"},{"id":"1","name":"one"}]}');
    expect(asked[1]!.variables).toEqual({
      representations: [
        { __typename: 'T', id: BIG },
        { __typename: 'T', id: 1 },
      ],
    });
  });

  it('is handed a variable as a bigint', async () => {
    const { asked } = await run(
      {
        query: 'query ($v: Long, $j: JSON) { l(v: $v, j: $j) }',
        variables: exact('{"v":9007199254740993,"j":{"a":[1,9007199254740993]}}'),
      },
      () => ({ data: { l: 1 } }),
    );
    expect(asked[0]!.variables).toEqual({ v: BIG, j: { a: [1, BIG] } });
  });
});
