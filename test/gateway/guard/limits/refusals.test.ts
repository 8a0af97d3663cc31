import { GraphQLError, buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../../base/errors.ts';
import { numberOf } from '../../../../base/exact-number.ts';
import { crossOrigin, isOriginRule } from '../../../../gateway/http/cross-origin.ts';
import { maskAndReport, maskError, type SubgraphErrorReport } from '../../../../gateway/reply/mask-error.ts';
import { replySettings } from '../../../../gateway/reply/settings.ts';

describe('an error on its way out', () => {
  it('keeps its text when it was written for clients', () => {
    const coded = new CodedError('BAD_CURSOR', 400, 'The cursor does not fit', { field: 'after' });
    const error = new GraphQLError(coded.message, { originalError: coded, path: ['workers'] });
    expect(maskError(error.toJSON(), error)).toEqual({
      message: coded.message,
      path: ['workers'],
      extensions: { code: 'BAD_CURSOR', field: 'after' },
    });
  });

  it('is masked when it was not written for clients, its path kept', () => {
    const error = new GraphQLError('connect ECONNREFUSED mongodb://root:secret@db', {
      originalError: new Error('x'),
      path: ['a', 0],
      extensions: { code: 'MONGO', stacktrace: ['at x'] },
    });
    const masked = maskError(error.toJSON(), error);
    expect(masked).toMatchObject({ path: ['a', 0], extensions: { code: 'INTERNAL' } });
    expect(JSON.stringify(masked)).not.toMatch(/secret|stacktrace|MONGO/);
    expect(maskError({ message: 'boom' }, new TypeError('boom')).extensions).toEqual({ code: 'INTERNAL' });
    expect(maskError({ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }).message).not.toBe('x');
  });

  it('suggests nothing to clients that probe for names', () => {
    const schema = buildSchema(
      'type Query { worker(status: Status): Worker } type Worker { nik: String } type Member { nikah: Int } enum Status { ACTIVE }',
    );
    for (const text of [
      '{ worker { nil } }',
      '{ workerz { nik } }',
      '{ worker(statsu: ACTIVE) { nik } }',
      '{ worker(status: ACTIV) { nik } }',
      '{ worker { ... on Wroker { nik } } }',
      '{ worker }',
    ]) {
      const errors = validate(schema, parse(text));
      expect(errors).not.toEqual([]);
      const masked = errors.map((error) =>
        maskError({ ...error.toJSON(), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }, error),
      );
      expect(JSON.stringify(masked)).not.toMatch(/Did you mean/);
    }
  });

  it('leaves it to a scalar whether its value is repeated', () => {
    const said = (message: string): string =>
      maskError({ message, extensions: { code: 'BAD_NIK' } }, new GraphQLError(message)).message;
    expect(
      said('Variable "$nik" got invalid value "327501010190000"; Expected type "Nik". Not a NIK: expected 16 digits'),
    ).toBe('Variable "$nik" got an invalid value; Expected type "Nik". Not a NIK: expected 16 digits');
    expect(
      said(
        'Variable "$i" got invalid value { name: "Siti; Field [Aminah]", rows: [1] } at "i.rows[0]"; Field "village" of required type "ID!" was not provided.',
      ),
    ).toBe(
      'Variable "$i" got an invalid value at "i.rows[0]"; Field "village" of required type "ID!" was not provided.',
    );
    expect(
      said('Variable "$i" got invalid value ["Siti"] at "i"; Expected non-nullable type "X!" not to be null.'),
    ).toBe('Variable "$i" got an invalid value at "i"; Expected non-nullable type "X!" not to be null.');
    expect(said('Value "RAHASIA Siti Aminah" does not exist in "Occupation" enum.')).toBe(
      'The value does not exist in "Occupation" enum.',
    );
    expect(said('Value "OJOL" does not exist in "Occupation" enum.')).toContain('"OJOL"');
    expect(said('Variable "$f" got invalid value "a; b" at "f.nik"; Expected type "Nik". Not a NIK')).toBe(
      'Variable "$f" got an invalid value; Expected type "Nik". Not a NIK',
    );
    expect(said('Expected value of type "Nik!", found "327501010190000"; Not a NIK: expected 16 digits')).toBe(
      'Expected value of type "Nik!"; Not a NIK: expected 16 digits',
    );
    expect(said('Not a month: expected YYYY-MM, got "2025-13"')).toBe('Not a month: expected YYYY-MM, got "2025-13"');
  });

  it('repeats only the beginning of the value received', () => {
    const masked = maskError({
      message: `Variable "$x" got invalid value "${'x'.repeat(9_000)}"`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(masked.message.length).toBeLessThan(410);
  });
});

describe('the extensions of an error', () => {
  const NIK = '3275010101010001';
  const seen = (extensions: Record<string, unknown>): Record<string, unknown> => {
    const error = new GraphQLError(`NIK ${NIK}`, { extensions: { code: 'X', service: 'workers', ...extensions } });
    return { ...maskError(error.toJSON(), error).extensions };
  };

  it('contain no number of a person, at any depth, in names and in numbers too', () => {
    expect(
      seen({
        nik: NIK,
        values: [{ of: `x 3275 0101 0101 0001` }],
        [NIK]: 1,
        number: Number(NIK),
        exact: numberOf(`${NIK}0001`),
        list: [1, true, null, 0.5],
      }),
    ).toEqual({
      code: 'X',
      service: 'workers',
      nik: '*'.repeat(16),
      values: [{ of: 'x **** **** **** ****' }],
      ['*'.repeat(16)]: 1,
      number: '*'.repeat(16),
      exact: '*'.repeat(20),
      list: [1, true, null, 0.5],
    });
    expect(seen({ code: NIK })).toEqual({ code: '*'.repeat(16), service: 'workers' });
  });

  it('are cut, however deep or wide they are', () => {
    const endless: Record<string, unknown> = {};
    endless['again'] = endless;
    const wide: unknown[] = [];
    wide.push(...Array.from({ length: 100 }, () => wide));
    expect(JSON.stringify(seen({ endless })).length).toBeLessThan(200);
    expect(JSON.stringify(seen({ wide })).length).toBeLessThan(1_000_000);
  });

  it('contain nothing internal to the server, at any depth', () => {
    expect(seen({ inner: { exception: { at: 'x.ts' }, stacktrace: ['x'], debug: 'y', kept: 1 } })).toMatchObject({
      inner: { kept: 1 },
    });
    expect(JSON.stringify(seen({ inner: { exception: 'x.ts' } }))).not.toContain('x.ts');
  });

  it("keep this gateway's own numbers", () => {
    const coded = new CodedError('COST_TOO_HIGH', 400, 'too dear', {
      cost: { estimated: 12_345_678_901, most: 1_000 },
    });
    const error = new GraphQLError(coded.message, { originalError: coded, extensions: coded.extensions });
    expect(maskError(error.toJSON(), error).extensions).toEqual({
      code: 'COST_TOO_HIGH',
      cost: { estimated: 12_345_678_901, most: 1_000 },
    });
  });
});

describe('an error that a subgraph has written', () => {
  const view = (text: string): ReturnType<typeof replySettings.subgraphErrors.schema.parse> =>
    replySettings.subgraphErrors.schema.parse(text);
  const error = (code: string | undefined, service = 'workers'): GraphQLError =>
    new GraphQLError('no row for psr_x', {
      path: ['worker'],
      extensions: { ...(code && { code }), service, hint: 'ask later', stacktrace: ['at x'] },
    });
  const seen = (one: GraphQLError, text: string): unknown => maskError(one.toJSON(), one, view(text));
  const HIDDEN = { message: 'The subgraph workers failed at this field; its log says why', path: ['worker'] };
  const WHOLE = { message: 'no row for psr_x', path: ['worker'] };

  it('is shown as far as SUBGRAPH_ERRORS allows', () => {
    const [own, thrown] = [error('GONE'), error('INTERNAL_SERVER_ERROR')];
    expect(seen(own, 'mask')).toEqual({
      ...HIDDEN,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'workers' },
    });
    expect(seen(own, 'codes')).toEqual({
      ...WHOLE,
      extensions: { code: 'GONE', service: 'workers', hint: 'ask later' },
    });
    expect(seen(thrown, 'codes')).toEqual({
      ...HIDDEN,
      extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'workers' },
    });
    expect(seen(thrown, 'pass')).toEqual({
      ...WHOLE,
      extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'workers', hint: 'ask later' },
    });
  });

  it('is shown as stated for its subgraph, whatever holds for the others', () => {
    expect(seen(error('INTERNAL_SERVER_ERROR', 'billing'), 'mask,billing:pass')).toMatchObject(WHOLE);
    expect(seen(error('INTERNAL_SERVER_ERROR'), 'mask, billing:pass')).toMatchObject(HIDDEN);
    expect(seen(error('GONE'), 'workers:mask')).toMatchObject(HIDDEN);
    expect(seen(error('GONE', 'constructor'), 'constructor:mask')).toMatchObject({
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    });
    expect(seen(error('GONE', 'constructor'), 'mask')).toMatchObject({
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    });
  });

  it.each(['', 'all', 'mask,pass', 'billing:', 'billing:none', ':mask'])('is not shown by the setting %j', (text) => {
    expect(() => view(text)).toThrow(/expected mask, codes or pass/);
  });

  it('is logged as a whole for operators, once per request and with nothing else, whatever clients see', () => {
    const said: SubgraphErrorReport[] = [];
    const format = maskAndReport(() => {}, { views: view('mask'), report: (one) => void said.push(one) });
    for (const id of ['one', 'two'])
      for (const one of [error('GONE'), error('GONE'), error(undefined)]) format(one.toJSON(), one, id);
    const ours = new GraphQLError('late', {
      originalError: new CodedError('SUBGRAPH_TIMEOUT', 504, 'late'),
      extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'workers' },
    });
    expect(format(ours.toJSON(), ours, 'three').message).toBe('late');
    expect(said).toEqual(
      ['one', 'two'].map((requestId) => ({ requestId, subgraph: 'workers', code: 'GONE', said: 'no row for psr_x' })),
    );
  });

  it('is logged up to twenty times per request, with a note that there are more', () => {
    const said: SubgraphErrorReport[] = [];
    const format = maskAndReport(() => {}, { views: view('mask'), report: (one) => void said.push(one) });
    for (let n = 0; n < 1_000; n++) {
      const one = new GraphQLError(`row number ${n}`, { extensions: { code: 'GONE', service: 'workers' } });
      format(one.toJSON(), one, 'one');
    }
    expect(said).toHaveLength(21);
    expect(said.at(-1)!.said).toBe('and more, which are not logged');
  });
});

describe('pages of other sites', () => {
  const cors = crossOrigin(['https://dashboard.example']);

  it('may send requests when they are listed, and read the answer', () => {
    expect(cors.headersFor({ origin: 'https://dashboard.example', host: 'graph.example' })).toMatchObject({
      'access-control-allow-origin': 'https://dashboard.example',
      vary: 'origin',
    });
  });

  it('may send the headers that they ask for, but those that are forbidden', () => {
    const allowed = (asked?: string, forbidden: string[] = []): string =>
      crossOrigin(['https://dashboard.example'], forbidden).preflight({
        origin: 'https://dashboard.example',
        'access-control-request-headers': asked,
      })['access-control-allow-headers']!;
    expect(allowed('authorization,content-type, X-Anything')).toBe('authorization, content-type, x-anything');
    expect(allowed('authorization,x-labels,x-purpose', ['x-labels'])).toBe('authorization, x-purpose');
    for (const odd of [undefined, '', 'a\r\nb: c', 'a;b', 'x'.repeat(65), Array(65).fill('a').join()])
      expect(allowed(odd)).toBe('authorization, content-type');
  });

  it('are those below a domain where a pattern says so, and of every site where * does', () => {
    const below = crossOrigin(['https://*.bekasikota.go.id']);
    for (const origin of ['https://sigap.bekasikota.go.id', 'https://a.b.bekasikota.go.id'])
      expect(below.headersFor({ origin })).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' });
    for (const origin of [
      'https://bekasikota.go.id',
      'https://.bekasikota.go.id',
      'https://evilbekasikota.go.id',
      'https://a.bekasikota.go.id.evil.example',
      'https://evil.example/.bekasikota.go.id',
      'https://a@evil.example#.bekasikota.go.id',
      'http://a.bekasikota.go.id',
      'https://a.bekasikota.go.id:8443',
      'null',
    ])
      expect(() => below.headersFor({ origin }), origin).toThrow(expect.objectContaining({ code: 'ORIGIN_REFUSED' }));
    const any = crossOrigin(['*']);
    for (const origin of ['https://anywhere.example', 'null']) {
      const headers = any.preflight({ origin });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it.each([
    'https://dashboard.example/',
    'dashboard.example',
    'https://*',
    'https://*.id',
    'https://a*.go.id',
    'ftp://a.example',
  ])('are named by an origin, a pattern below a domain or *, not by %s', (rule) =>
    expect(isOriginRule(rule)).toBe(false),
  );

  it('are refused when they are not, also by a name that looks like one', () => {
    for (const origin of [
      'https://evil.example',
      'null',
      'https://dashboard.example.evil.example',
      'http://dashboard.example',
      'https://dashboard.example:8443',
      '',
    ]) {
      expect(() => cors.headersFor({ origin, host: 'graph.example' })).toThrow(
        expect.objectContaining({ code: 'ORIGIN_REFUSED' }),
      );
    }
  });

  it('do not include requests without an origin, or with our own', () => {
    // A cache must not keep these for a page that may read them.
    expect(cors.headersFor({ host: 'graph.example' })).toEqual({ vary: 'origin' });
    expect(cors.headersFor({ origin: 'http://127.0.0.1:4000', host: '127.0.0.1:4000' })).toEqual({ vary: 'origin' });
    expect(crossOrigin([]).headersFor({ host: 'graph.example' })).toEqual({});
  });
});
