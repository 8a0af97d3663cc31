import { GraphQLError, buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../../base/errors.ts';
import { crossOrigin } from '../../../../gateway/guard/limits/cross-origin.ts';
import { maskError } from '../../../../gateway/guard/limits/mask-error.ts';

describe('an error on its way out', () => {
  it('keeps its words when it was written for clients', () => {
    const coded = new CodedError('BAD_CURSOR', 400, 'The cursor does not fit', { field: 'after' });
    const error = new GraphQLError(coded.message, { originalError: coded, path: ['workers'] });
    expect(maskError(error.toJSON(), error)).toEqual({ message: coded.message, path: ['workers'], extensions: { code: 'BAD_CURSOR', field: 'after' } });
  });

  it('is masked when nobody wrote it for clients, its place kept', () => {
    const error = new GraphQLError('connect ECONNREFUSED mongodb://root:secret@db', { originalError: new Error('x'), path: ['a', 0], extensions: { code: 'MONGO', stacktrace: ['at x'] } });
    const masked = maskError(error.toJSON(), error);
    expect(masked).toMatchObject({ path: ['a', 0], extensions: { code: 'INTERNAL' } });
    expect(JSON.stringify(masked)).not.toMatch(/secret|stacktrace|MONGO/);
    expect(maskError({ message: 'boom' }, new TypeError('boom')).extensions).toEqual({ code: 'INTERNAL' });
    expect(maskError({ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }).message).not.toBe('x');
  });

  it('suggests nothing to whoever probes for names', () => {
    const schema = buildSchema('type Query { worker(status: Status): Worker } type Worker { nik: String } type Member { nikah: Int } enum Status { ACTIVE }');
    for (const text of ['{ worker { nil } }', '{ workerz { nik } }', '{ worker(statsu: ACTIVE) { nik } }', '{ worker(status: ACTIV) { nik } }', '{ worker { ... on Wroker { nik } } }', '{ worker }']) {
      const errors = validate(schema, parse(text));
      expect(errors).not.toEqual([]);
      const masked = errors.map((error) => maskError({ ...error.toJSON(), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }, error));
      expect(JSON.stringify(masked)).not.toMatch(/Did you mean/);
    }
  });

  it('leaves it to a scalar whether its value is repeated', () => {
    const said = (message: string): string => maskError({ message, extensions: { code: 'BAD_NIK' } }, new GraphQLError(message)).message;
    expect(said('Variable "$nik" got invalid value "327501010190000"; Expected type "Nik". Not a NIK: expected 16 digits')).toBe('Variable "$nik" got an invalid value; Expected type "Nik". Not a NIK: expected 16 digits');
    expect(said('Variable "$f" got invalid value "a; b" at "f.nik"; Expected type "Nik". Not a NIK')).toBe('Variable "$f" got an invalid value; Expected type "Nik". Not a NIK');
    expect(said('Expected value of type "Nik!", found "327501010190000"; Not a NIK: expected 16 digits')).toBe('Expected value of type "Nik!"; Not a NIK: expected 16 digits');
    expect(said('Not a month: expected YYYY-MM, got "2025-13"')).toBe('Not a month: expected YYYY-MM, got "2025-13"');
  });

  it('repeats only the beginning of what came', () => {
    const masked = maskError({ message: `Variable "$x" got invalid value "${'x'.repeat(9_000)}"`, extensions: { code: 'BAD_USER_INPUT' } });
    expect(masked.message.length).toBeLessThan(310);
  });
});

describe('pages of other sites', () => {
  const cors = crossOrigin(['https://dashboard.example']);

  it('may ask when they are listed, and read the answer', () => {
    expect(cors.headersFor({ origin: 'https://dashboard.example', host: 'graph.example' })).toMatchObject({ 'access-control-allow-origin': 'https://dashboard.example', vary: 'origin' });
    expect(cors.preflight({ origin: 'https://dashboard.example' })['access-control-allow-headers']).toContain('x-purpose');
    expect(crossOrigin(['https://dashboard.example'], ['x-labels']).preflight({ origin: 'https://dashboard.example' })['access-control-allow-headers']).toMatch(/x-purpose.*, x-labels$/);
  });

  it('are refused when they are not, also by a name that looks like one', () => {
    for (const origin of ['https://evil.example', 'null', 'https://dashboard.example.evil.example', 'http://dashboard.example', 'https://dashboard.example:8443', '']) {
      expect(() => cors.headersFor({ origin, host: 'graph.example' })).toThrow(expect.objectContaining({ code: 'ORIGIN_REFUSED' }));
    }
  });

  it('are not meant where there is no origin, or our own', () => {
    expect(cors.headersFor({ host: 'graph.example' })).toEqual({});
    expect(cors.headersFor({ origin: 'http://127.0.0.1:4000', host: '127.0.0.1:4000' })).toEqual({});
  });
});
