import { describe, expect, it } from 'vitest';
import { readGraphqlBody, type GraphqlBody } from '../../../gateway/http/graphql-body.ts';

const read = (text: string) => readGraphqlBody(Buffer.from(text)) as GraphqlBody;
const codeOf = (bytes: Buffer | string): string => {
  try {
    readGraphqlBody(Buffer.from(bytes as string));
    return 'read';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

describe('the body of a request', () => {
  it('is read when each member is of its own type', () => {
    expect(read('{"query":"{ a }","operationName":null,"variables":{"a":1},"extensions":null}').variables).toEqual({
      a: 1,
    });
  });

  it.each([
    ['{', 'BAD_JSON'],
    ['', 'BAD_JSON'],
    ['[{"query":"{ a }"}]', 'BATCH_REFUSED'],
    ['[]', 'BAD_REQUEST'],
    ['"query"', 'BAD_REQUEST'],
    ['null', 'BAD_REQUEST'],
    ['{"query":1}', 'BAD_REQUEST'],
    ['{"query":null}', 'BAD_REQUEST'],
    ['{"query":"{ a }","variables":"{}"}', 'BAD_REQUEST'],
    ['{"query":"{ a }","variables":[1]}', 'BAD_REQUEST'],
    ['{"query":"{ a }","operationName":{}}', 'BAD_REQUEST'],
    ['{"query":"{ a }","extensions":3}', 'BAD_REQUEST'],
  ])('%s is refused with %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('may list as many operations as the option says', () => {
    const list = (count: number) => Buffer.from(JSON.stringify(Array(count).fill({ query: '{ a }' })));
    expect(readGraphqlBody(list(3), undefined, 3)).toEqual(Array(3).fill({ query: '{ a }' }));
    expect(() => readGraphqlBody(list(4), undefined, 3)).toThrow(/at most 3 \(MAX_BATCH is 3\), got a list of 4/);
    expect(() => readGraphqlBody(list(1))).toThrow(/MAX_BATCH is 1/);
  });

  it.each(['[null]', '[[{"query":"{ a }"}]]', '[{"query":"{ a }"},{"query":1}]', '["{ a }"]'])(
    'is refused whole where one of its operations is none: %s',
    (text) => expect(() => readGraphqlBody(Buffer.from(text), undefined, 10)).toThrow(/expected/),
  );

  it('is one operation, whatever members it has', () => {
    expect(readGraphqlBody(Buffer.from('{"query":"{ a }","length":2,"0":{}}'), undefined, 10)).toMatchObject({
      query: '{ a }',
    });
  });

  it('is refused when it is not UTF-8', () => {
    expect(codeOf(Buffer.from([0x7b, 0xff, 0x7d]))).toBe('BAD_JSON');
  });

  it('does not repeat the input, which may be a NIK', () => {
    expect(() => read('{"query":"{ a }","variables":"3275010101010000"}')).toThrow(/got a string$/);
  });

  it('is validated before it is parsed', () => {
    expect(() =>
      readGraphqlBody(Buffer.from('{'), () => {
        throw new Error('too deep');
      }),
    ).toThrow('too deep');
  });
});
