/** Composition of any subgraphs: both federations, Apollo's codes, the policy, hints. */
import { describe, expect, it } from 'vitest';
import { ROUTES, ownServices } from '../../../schema/compose.ts';
import { composeSubgraphs, type Service } from '../../../schema/composition/compose-subgraphs.ts';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@override", "@external", "@requires", "@composeDirective"])\n`;

const service = (name: string, sdl: string): Service => ({ name, url: `http://${name}.test`, sdl });

const errorsOf = (services: readonly Service[], policy: 'privacy' | 'none' = 'none') =>
  composeSubgraphs(services, { policy }).errors ?? [];

describe('composition of subgraphs', () => {
  it('composes federation 1 with federation 2, and says what it took for granted', () => {
    const first = service(
      'first',
      'type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String }',
    );
    const second = service(
      'second',
      `${FEDERATION} type Product @key(fields: "id") { id: ID! stars: Int } type Query { best: Product }`,
    );
    const { supergraphSdl } = composeSubgraphs([first, second], { policy: 'none' });
    expect(supergraphSdl).toContain('stars: Int @join__field(graph: SECOND)');
    expect(supergraphSdl).toContain('FIRST @join__graph(name: "first", url: "http://first.test")');
  });

  it('composes the same text whatever order the subgraphs come in', () => {
    const services = ownServices();
    const turned = composeSubgraphs([...services].reverse());
    expect(turned.supergraphSdl).toBe(composeSubgraphs(services).supergraphSdl);
    expect(turned.supergraphSdl?.length).toBeGreaterThan(10_000);
  });

  it.each([
    [
      'INVALID_FIELD_SHARING',
      'T.a',
      [
        `${FEDERATION} type Query { t: T } type T @key(fields: "id") { id: ID! a: Int }`,
        `${FEDERATION} type T @key(fields: "id") { id: ID! a: Int }`,
      ],
    ],
    ['INVALID_GRAPHQL', 's0', ['type Query { a: ']],
    ['INVALID_GRAPHQL', 's0', ['type Query { a: Missing }']],
    ['NO_QUERIES', '', ['type T { a: Int }']],
    [
      'SATISFIABILITY_ERROR',
      'T.b',
      [
        `${FEDERATION} type Query { t: T } type T @shareable { a: Int }`,
        `${FEDERATION} type T @shareable { a: Int b: Int }`,
      ],
    ],
    ['KEY_INVALID_FIELDS', 'T', [`${FEDERATION} type Query { t: T } type T @key(fields: "nowhere") { id: ID! }`]],
  ])('names %s at %j', (code, coordinate, sdls) => {
    const errors = errorsOf(sdls.map((sdl, at) => service(`s${at}`, sdl)));
    expect(errors.map((error) => [error.code, error.coordinate])).toContainEqual([code, coordinate]);
  });

  it('reads each subgraph that cannot be read, and says where', () => {
    const errors = errorsOf([service('one', 'type Query {'), service('two', '\n\ntype {')]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\[one\] Syntax Error: .*line 1/),
      expect.stringMatching(/^\[two\] Syntax Error: .*line 3/),
    ]);
  });

  it.each([
    ['a default', `type Query { a(v: I = ${'['.repeat(20_000)}${']'.repeat(20_000)}): Int } input I { a: Int }`],
    ['a type', `type Query { a: ${'['.repeat(101)}Int${']'.repeat(101)} }`],
    ['a field set', `type Query { a: T } type T @key(fields: "${'a{'.repeat(101)}a${'}'.repeat(101)}") { a: T }`],
  ])('refuses %s that nests deeper than a reader of SDL can go, and says where', (_what, sdl) => {
    expect(errorsOf([service('odd', sdl)])).toEqual([
      {
        code: 'INVALID_GRAPHQL',
        coordinate: 'odd',
        message: expect.stringMatching(/^\[odd\] expected nesting of at most 100, got more \(line 1, column \d+\)$/),
      },
    ]);
    const shallow = sdl
      .replaceAll(/\[+/g, '[')
      .replaceAll(/\]+/g, ']')
      .replaceAll(/(a\{)+/g, 'a{')
      .replaceAll(/\}{2,}/g, '}');
    expect(JSON.stringify(errorsOf([service('odd', shallow)]))).not.toContain('nesting');
  });

  it.each([
    [
      'a federation of tomorrow',
      'extend schema @link(url: "https://specs.apollo.dev/federation/v9.0") type Query { a: Int }',
    ],
    ['an empty text', ''],
    ['no text of GraphQL', '<html>404</html>'],
    ['an operation', '{ a }'],
  ])('answers %s with coded errors, and throws nothing', (_what, sdl) => {
    const errors = errorsOf([service('odd', sdl)]);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ code }) => /^[A-Z_]+$/.test(code))).toBe(true);
  });

  it('refuses what would leak under the policy of privacy, and lets it be under none', () => {
    const without = ownServices().map((each) => ({ ...each, sdl: each.sdl.replace(/^ {2}@perturbs\(.*\n/m, '') }));
    expect(new Set(errorsOf(without, 'privacy').map(({ code }) => code))).toEqual(
      new Set(['PRIVACY/PERTURBATION_UNSTATED']),
    );
    expect(errorsOf(without, 'none')).toEqual([]);
  });

  it("has Apollo's hints, and those of outages under the policy of privacy", () => {
    const shared = [
      service(
        'one',
        `${FEDERATION} type Query { t: T } type T @key(fields: "id") { id: ID! "One." a: Int @shareable }`,
      ),
      service('two', `${FEDERATION} type T @key(fields: "id") { id: ID! "Two." a: Int @shareable b: Int! }`),
    ];
    const codes = (policy: 'privacy' | 'none') =>
      ((composed) => (composed.errors === undefined ? composed.hints : []))(composeSubgraphs(shared, { policy })).map(
        ({ code, coordinate }) => `${code} ${coordinate}`,
      );
    expect(codes('none')).toContain('INCONSISTENT_DESCRIPTION T.a');
    expect(codes('none').join()).not.toContain('NULLABLE');
    expect(codes('privacy')).toContain('NULLABLE T.b');
  });

  it('takes our own five', () => {
    expect(ownServices().map(({ name }) => name)).toEqual(Object.keys(ROUTES));
  });
});
