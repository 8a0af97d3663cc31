import { describe, expect, it } from 'vitest';
import { readGraphqlBody } from '../../../gateway/http/graphql-body.ts';

const read = (text: string) => readGraphqlBody(Buffer.from(text));
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
    ['[{"query":"{ a }"}]', 'BAD_REQUEST'],
    ['"query"', 'BAD_REQUEST'],
    ['null', 'BAD_REQUEST'],
    ['{"query":1}', 'BAD_REQUEST'],
    ['{"query":null}', 'BAD_REQUEST'],
    ['{"query":"{ a }","variables":"{}"}', 'BAD_REQUEST'],
    ['{"query":"{ a }","variables":[1]}', 'BAD_REQUEST'],
    ['{"query":"{ a }","operationName":{}}', 'BAD_REQUEST'],
    ['{"query":"{ a }","extensions":3}', 'BAD_REQUEST'],
  ])('%s is refused with %s', (text, code) => expect(codeOf(text)).toBe(code));

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
