import { describe, expect, it } from 'vitest';
import { readGraphqlBody } from '../../../gateway/http/graphql-body.ts';
import { validateJsonShape } from '../../../gateway/http/json-shape.ts';

const codeOf = (text: string) => {
  try {
    validateJsonShape(text, 64);
    return 'ok';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

describe('the shape of a body', () => {
  it('may be 64 levels deep and not one more', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(codeOf(nested(64))).toBe('ok');
    expect(codeOf(nested(65))).toBe('JSON_TOO_DEEP');
    expect(codeOf(`{"a":[${Array(200).fill('{"b":[]}').join()}]}`)).toBe('ok');
  });

  it('with variables a million deep is refused without reading to its end', () => {
    expect(codeOf(`{"query":"{a}","variables":${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}}`)).toBe(
      'JSON_TOO_DEEP',
    );
    expect(codeOf('['.repeat(1_000_000))).toBe('JSON_TOO_DEEP');
  });

  it('does not take brackets and digits inside strings for anything', () => {
    expect(
      codeOf(JSON.stringify({ query: '['.repeat(1_000), nik: '3275010101010001234', odd: 'a"[{\\"[{', more: '\\' })),
    ).toBe('ok');
    expect(codeOf(`{"a":"\\\\","b":${'['.repeat(65)}`)).toBe('JSON_TOO_DEEP');
  });

  it('refuses numbers that no double comes near, and lets long ones through, whose digits are kept', () => {
    expect(codeOf('[1e400]')).toBe('NUMBER_UNSAFE');
    expect(codeOf('{"sum":-1.5e309}')).toBe('NUMBER_UNSAFE');
    expect(codeOf(`[${'9'.repeat(400)}]`)).toBe('NUMBER_UNSAFE');
    expect(codeOf('[32750101010100012,-99999999999999999,9007199254740993,0.1234567890123456789,1e-400]')).toBe('ok');
    expect(codeOf('[9007199254740991,-9007199254740991,0.30000000000000004,1e21,-0,12]')).toBe('ok');
  });

  it('refuses halves of characters and NUL, however they are written, and takes whole ones', () => {
    for (const text of ['"\\ud800"', '"\\uDC00\\ud800"', '"x\\u0000"', '{"\\ud83d":1}', '"\\\\\\ud800"'])
      expect(codeOf(text)).toBe('BAD_TEXT');
    for (const text of ['"\\ud83d\\ude00"', '"\\\\ud800"', '"\\\\u0000"', '"é"', '"\\u00e9"'])
      expect(codeOf(text)).toBe('ok');
  });

  it('leaves what is no JSON to the parser', () => {
    for (const text of ['', '"', '"\\', '-', '{"a', '"\\ud800', '1-2']) expect(codeOf(text)).toBe('ok');
  });

  it('is validated before the body is parsed, and a batch of a thousand is refused as one', () => {
    const read = (text: string) => readGraphqlBody(Buffer.from(text), (body) => validateJsonShape(body, 64));
    expect(() => read('['.repeat(100_000))).toThrow(expect.objectContaining({ code: 'JSON_TOO_DEEP' }));
    expect(() => read(JSON.stringify(Array(1_000).fill({ query: '{a}' })))).toThrow(
      expect.objectContaining({ code: 'BATCH_REFUSED' }),
    );
    expect(read('{"query":"{a}","variables":{"__proto__":{"admin":true}}}')).not.toHaveProperty('variables.admin');
  });
});
