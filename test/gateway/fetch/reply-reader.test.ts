import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { LARGE_TEXT, MAX_JSON_DEPTH, textFits, valueFits } from '../../../gateway/fetch/json-depth.ts';
import { NO_ESCAPES, type SubgraphReply } from '../../../gateway/fetch/subgraph-request.ts';
import { headProblem, readReply } from '../../../gateway/fetch/reply-reader.ts';

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

describe('the depth of JSON', () => {
  it('is measured alike by the scan of the text, the walk of the values, and the definition', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 1, max: 10 }), (value, most) => {
        const fits = depthOf(value) <= most;
        expect(textFits(JSON.stringify(value), most)).toBe(fits);
        if (typeof value === 'object' && value !== null) expect(valueFits(value, most)).toBe(fits);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['{"a":"[[[["}', '{"a":"\\"[[[["}', '{"a":"\\\\\\"[[[","b":"]"}', '{"[[[[\\\\":"]]]"}', '["\\\\",[]]'])(
    'is not fooled by brackets and quotes in the strings of %s',
    (text) => {
      expect(textFits(text, depthOf(JSON.parse(text)))).toBe(true);
      expect(textFits(text, depthOf(JSON.parse(text)) - 1)).toBe(false);
    },
  );

  it.each([MAX_JSON_DEPTH - 1, MAX_JSON_DEPTH])(
    'is bounded alike in a short and in a long answer of %i levels',
    (levels) => {
      const list = `${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`;
      for (const padding of ['', 'x'.repeat(LARGE_TEXT)]) {
        const reply = readReply(`{"data":{"padding":"${padding}","list":${list}}}`);
        expect(typeof reply === 'string').toBe(levels + 1 > MAX_JSON_DEPTH);
      }
    },
  );
});

it('believes what graphql-js writes, in every form', () => {
  for (const reply of [
    { data: null },
    { data: {} },
    { errors: [{ message: 'x' }] },
    { data: { a: null }, errors: [{ message: 'x', path: ['a'], locations: [] }], extensions: { cost: 1 } },
  ]) {
    expect(readReply(JSON.stringify(reply))).toEqual(reply);
  }
});

it('marks a reply as free of escapes only when none of its strings needs one', () => {
  const piece = fc.constantFrom('a', 'é', '🙂', '\u2028', '\u007f', '"', '\\', '\n', '\u0000', '\ud800', '\udfff');
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (value) => {
        // As it comes over the wire: what is no UTF-8 is replaced before it is read.
        const reply = readReply(Buffer.from(JSON.stringify({ data: { value } })).toString()) as SubgraphReply;
        if (reply[NO_ESCAPES]) expect(JSON.stringify(reply.data!['value'])).toBe(`"${String(reply.data!['value'])}"`);
        else expect(JSON.stringify(value)).toContain('\\');
      },
    ),
  );
  expect((readReply('{"data":{},"Symbol(no escapes)":true,"a":"\\n"}') as SubgraphReply)[NO_ESCAPES]).toBeUndefined();
});

it.each([
  'null',
  '1',
  '"x"',
  '[]',
  '{}',
  '{"data":1}',
  '{"errors":[]}',
  '{"errors":{}}',
  '{"errors":["x"]}',
  '{"data":null,"errors":[{"message":1}]}',
  '{"data":{},"extensions":[]}',
])('does not believe %s', (text) => {
  expect(typeof readReply(text)).toBe('string');
});

it('never quotes the response', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (text) => {
      const reply = readReply(text);
      if (typeof reply === 'string') expect(reply).not.toContain(text);
    }),
  );
});

it.each([
  [200, 'application/json', undefined, true],
  [200, 'application/json; charset=utf-8', 'identity', true],
  [200, 'Application/JSON;Charset="UTF-8"', undefined, true],
  [422, 'application/graphql-response+json', undefined, true],
  [422, 'application/json', undefined, true],
  [422, 'text/html', undefined, false],
  [204, undefined, undefined, false],
  [200, 'text/json', undefined, false],
  [200, 'application/json; charset=latin1', undefined, false],
  [200, 'application/json, text/html', undefined, false],
  [200, 'application/json', 'br', true],
  [200, 'application/json', 'compress', false],
  [200, 'application/json', 'br, gzip', false],
  [301, 'application/graphql-response+json', undefined, false],
])('takes status %i with %j and content-encoding %j: %s', (status, type, encoding, taken) => {
  expect(headProblem(status, type, encoding) === undefined).toBe(taken);
});
