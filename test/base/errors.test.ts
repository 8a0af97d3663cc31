import { graphqlSync, buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { faultsOf, quote } from '../../base/errors.ts';
import { logOf } from '../../base/log.ts';

const fault = faultsOf({ TOO_BIG: { status: 413, what: 'It is too big', solve: 'Send less.' } });

describe('coded errors', () => {
  it('carry their code into a GraphQL response', () => {
    const schema = buildSchema('type Query { it: Int }');
    const result = graphqlSync({
      schema,
      source: '{ it }',
      rootValue: {
        it: () => {
          throw fault('TOO_BIG', 'at most 3, got 4');
        },
      },
    });
    expect(result.errors![0]!.toJSON()).toMatchObject({
      message: 'It is too big: at most 3, got 4',
      path: ['it'],
      extensions: { code: 'TOO_BIG' },
    });
  });

  it('repeat only the start of the input', () => {
    expect(quote('x'.repeat(1000)).length).toBeLessThan(100);
    expect(quote({ amount: 12n })).toBe('{"amount":"12n"}');
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(quote(loop)).toBe('[object Object]');
  });
});

it('cuts personal data out of a log line, at the top and one level down', () => {
  const lines: string[] = [];
  const log = logOf('test', 'info', { write: (line: string) => lines.push(line) });
  log.info({ nik: '3275010101010000', person: { nik: '3275010101010000' }, village: '32.75.01.1001' }, 'seen');
  expect(lines[0]).not.toContain('3275010101010000');
  expect(lines[0]).toContain('32.75.01.1001');
});
