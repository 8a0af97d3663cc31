import { parse, print, printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type ExecutionEngine } from '../../../../gateway/supergraph/engine.ts';
import { compileOperation } from '../../../../gateway/execute/compile-operation.ts';
import { callerOf, publicCaller, type Caller } from '../../../../gateway/guard/identity/caller.ts';
import { parseRoles } from '../../../../gateway/guard/identity/roles.ts';
import { ENFORCED_SPECS } from '../../../../gateway/guard/policy/directive-names.ts';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import type { ForbiddenMode } from '../../../../gateway/guard/policy/authorization.ts';
import { rulesOf } from '../../../../gateway/guard/rules.ts';
import { gatewayDefaults } from '../../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../../gateway/supergraph/supergraph-source.ts';
import { stripFeatures } from '../../../../gateway/supergraph/strip-features.ts';
import { compose } from './fixtures.ts';
import { SubgraphCaller } from '../../../../gateway/fetch/subgraph-caller.ts';

/** `@filters` is imported as `@by`. */
const FILTERED = compose({
  workers: `
    type Query {
      workers(filter: WorkerFilter, also: [WorkerFilter!], sort: WorkerSort! = NEWEST, nik: String @by(fields: ["Worker.nik"]), name: String): [Worker!]!
      howMany(filter: WorkerFilter, sort: WorkerSort! = NEWEST, orders: [WorkerSort!]): Int
      byNik(nik: String! @by(fields: ["Worker.nik"])): Boolean
      anyone(filter: WorkerFilter): Human
    }
    interface Human { id: ID! friends(decile: Int): [Human!]! }
    type Worker implements Human @key(fields: "id") @person(subject: "id") {
      id: ID! friends(decile: Int @by(fields: ["Worker.decile"])): [Human!]!
      nik: String @needs(scopes: [["person:read"]]) @veil(as: NIK) @purpose(allowed: ["VERIFICATION"])
      decile: Int @needs(scopes: [["person:decile"]]) village: String enrolledOn: String @needs(scopes: [["person:read"]])
    }
    input WorkerFilter { village: String @by(fields: []) nik: String @by(fields: ["Worker.nik"]) decile: Int @by(fields: ["Worker.decile"]) and: [WorkerFilter!] or: WorkerFilter enrolled: Range = {} }
    input Range { from: String @by(fields: ["Worker.enrolledOn"]) }
    enum WorkerSort { NEWEST @by(fields: ["Worker.enrolledOn"]) DECILE @by(fields: ["Worker.decile"]) VILLAGE }
  `,
});

const roles = parseRoles({
  scopes: Object.fromEntries(['person:read', 'person:decile', 'unmask:NIK'].map((scope) => [scope, 'for tests'])),
  scopesFromToken: [],
  roles: Object.fromEntries(
    Object.entries({ public: [], reader: ['person:read'], all: ['person:read', 'person:decile', 'unmask:NIK'] }).map(
      ([name, scopes]) => [
        name,
        {
          title: name,
          scopes,
          budget: { requestsPerMinute: 100, costPerRequest: 1e6, costPerMinute: 1e6, personsPerMinute: 1e6 },
        },
      ],
    ),
  ),
});
const PUBLIC = publicCaller(roles);
const callerFor = (role: string): Caller =>
  callerOf({ id: `user:${role}`, kind: 'user', roles: [role], scopes: [], expiresAt: Infinity }, roles);
const [READER, ALL] = [callerFor('reader'), callerFor('all')];

let engine: ExecutionEngine;
beforeAll(async () => {
  engine = await createEngine({
    source: fixedSupergraph(FILTERED),
    compile: compileOperation,
    enforced: ENFORCED_SPECS,
  });
});
afterAll(() => engine.stop());

const rulesIn = (forbidden: ForbiddenMode) => rulesOf(engine.current(), gatewayDefaults({ forbidden }), {});

/** The guard's decision on a request: `allowed`, or the code. */
async function ask(
  text: string,
  caller: Caller,
  {
    variables = {},
    purpose,
    mode = 'null',
    recorded,
  }: { variables?: object; purpose?: string; mode?: ForbiddenMode; recorded?: boolean } = {},
): Promise<string> {
  const rules = rulesIn(mode);
  const generation = engine.current();
  try {
    const prepared = await generation.operations.prepare(
      text,
      undefined,
      rules.authorizationFor(caller, purpose, recorded),
    );
    rules.costOf(prepared, caller).estimate(variables as Record<string, unknown>);
    return 'allowed';
  } catch (thrown) {
    const { code, extensions } = thrown as { code: string; extensions?: { coordinate?: string } };
    return extensions?.coordinate === undefined ? code : `${code} ${extensions.coordinate}`;
  }
}

describe('a filter or order by what the caller may not read', () => {
  it.each([
    ['in the text', '{ howMany(filter: { decile: 1 }) }', {}, 'WorkerFilter.decile'],
    ['as null', '{ howMany(filter: { decile: null }) }', {}, 'WorkerFilter.decile'],
    [
      'below another filter',
      '{ howMany(filter: { or: { and: [{ village: "a" }, { decile: 1 }] } }) }',
      {},
      'WorkerFilter.decile',
    ],
    ['in a list of filters', '{ workers(also: [{ village: "a" }, { decile: 1 }]) { id } }', {}, 'WorkerFilter.decile'],
    [
      'as one where a list is expected',
      'query ($f: [WorkerFilter!]) { workers(also: $f) { id } }',
      { f: { decile: 1 } },
      'WorkerFilter.decile',
    ],
    [
      'in a variable',
      'query ($f: WorkerFilter) { howMany(filter: $f) }',
      { f: { and: [{ decile: 2 }] } },
      'WorkerFilter.decile',
    ],
    [
      'in a variable inside a literal',
      'query ($d: Int) { howMany(filter: { decile: $d }) }',
      { d: 2 },
      'WorkerFilter.decile',
    ],
    [
      "in a variable's default",
      'query ($f: WorkerFilter = { decile: 3 }) { howMany(filter: $f) }',
      {},
      'WorkerFilter.decile',
    ],
    ['in an input of an input', '{ howMany(filter: { enrolled: { from: "2025" } }) }', {}, 'Range.from'],
    [
      'in a fragment under an alias',
      '{ ...F } fragment F on Query { a: howMany(filter: { decile: 1 }) }',
      {},
      'WorkerFilter.decile',
    ],
    ['where it is skipped', '{ __typename howMany(filter: { decile: 1 }) @skip(if: true) }', {}, 'WorkerFilter.decile'],
    ['as an order', '{ howMany(sort: DECILE) }', {}, 'WorkerSort.DECILE'],
    [
      'as an order in a variable',
      'query ($s: WorkerSort! = VILLAGE) { howMany(sort: $s) }',
      { s: 'DECILE' },
      'WorkerSort.DECILE',
    ],
    ['as one of several orders', '{ howMany(orders: [VILLAGE, NEWEST]) }', {}, 'WorkerSort.NEWEST'],
    ['as an argument', '{ workers(nik: "3275014101900001") { id } }', {}, 'Query.workers(nik:)'],
    ['through an interface', '{ anyone { friends(decile: 1) { id } } }', {}, 'Worker.friends(decile:)'],
  ])('is refused %s', async (_way, text, variables, coordinate) => {
    expect(await ask(text, PUBLIC, { variables })).toBe(`FORBIDDEN_FILTER ${coordinate}`);
    expect(await ask(text, ALL, { variables, purpose: 'VERIFICATION' })).toBe('allowed');
  });

  it.each([
    ['by what is open', '{ howMany(filter: { village: "a" }, sort: VILLAGE) }', {}],
    ["by the schema's own default, which is no choice", '{ howMany(sort: NEWEST, filter: {}) }', {}],
    [
      'by a variable that is not given',
      'query ($f: WorkerFilter, $d: Int) { howMany(filter: $f) workers(filter: { decile: $d }) { id } }',
      {},
    ],
    ['where another operation of the text is the one refused', 'query { howMany(filter: { village: "a" }) }', {}],
  ])('is not refused %s', async (_what, text, variables) => {
    expect(await ask(text, PUBLIC, { variables })).toBe('allowed');
  });

  it("is checked with each request's variables, although the operation is prepared once", async () => {
    const text = 'query ($f: WorkerFilter) { howMany(filter: $f) }';
    const answers = [];
    for (const f of [{ village: 'a' }, { decile: 1 }, { village: 'b' }, null])
      answers.push(await ask(text, PUBLIC, { variables: { f } }));
    expect(answers).toEqual(['allowed', 'FORBIDDEN_FILTER WorkerFilter.decile', 'allowed', 'allowed']);
  });

  it('requires what unmasking requires: the scope and a purpose', async () => {
    const text = '{ howMany(filter: { nik: "3275014101900001" }) }';
    expect(await ask(text, READER, { purpose: 'VERIFICATION' })).toBe('FORBIDDEN_FILTER WorkerFilter.nik');
    expect(await ask(text, ALL)).toBe('PURPOSE_REQUIRED WorkerFilter.nik');
    expect(await ask(text, ALL, { purpose: 'VERIFICATION' })).toBe('allowed');
  });

  it('is refused to all while reads cannot be recorded', async () => {
    expect(await ask('{ howMany(filter: { decile: 1 }) }', ALL, { purpose: 'VERIFICATION', recorded: false })).toBe(
      'AUDIT_UNAVAILABLE WorkerFilter.decile',
    );
  });

  it('is refused before any subgraph is called, whatever FORBIDDEN_FIELDS states', async () => {
    expect(await ask('{ howMany(filter: { decile: 1 }) }', PUBLIC, { mode: 'refuse' })).toBe(
      'FORBIDDEN_FILTER WorkerFilter.decile',
    );
  });
});

describe('the persons that filters name', () => {
  const persons = async (
    text: string,
    variables = {},
    data?: Record<string, unknown>,
  ): Promise<readonly (number | undefined)[]> => {
    const rules = rulesIn('null');
    const prepared = await engine
      .current()
      .operations.prepare(text, undefined, rules.authorizationFor(ALL, 'VERIFICATION'));
    const { estimate, actual } = rules.costOf(prepared, ALL);
    return [estimate(variables).persons, data && actual({ data: () => data }, variables).persons];
  };

  it.each([
    [
      'one for a NIK, though only a number is asked',
      '{ howMany(filter: { nik: "3275014101900001" }) }',
      {},
      { howMany: 0 },
      [1, 1],
    ],
    [
      'one for each NIK that is tried',
      'query ($f: WorkerFilter) { a: howMany(filter: $f) b: howMany(filter: { nik: "3" }) }',
      { f: { nik: '1', and: [{ nik: '2' }, { or: { nik: null } }] } },
      { a: 1, b: 0 },
      [4, 4],
    ],
    [
      'one for what narrows by personal data without naming anybody',
      '{ howMany(filter: { decile: 1, enrolled: { from: "2025" } }) }',
      {},
      { howMany: 9 },
      [1, 1],
    ],
    ['one by an argument of its own', '{ byNik(nik: "3275014101900001") }', {}, { byNik: false }, [1, 1]],
    [
      'those who come back, when there are more',
      '{ workers(filter: { decile: 1 }) { id } }',
      {},
      { workers: [{ id: 'a' }, { id: 'b' }] },
      [10, 2],
    ],
    ['at least one where nobody comes back', '{ workers(filter: { decile: 1 }) { id } }', {}, { workers: [] }, [10, 1]],
    ['nobody by what is open', '{ howMany(filter: { village: "a" }, sort: VILLAGE) }', {}, { howMany: 9 }, [0, 0]],
  ])('are %s', async (_what, text, variables, data, counted) => {
    expect(await persons(text, variables, data)).toEqual(counted);
  });
});

describe("the caller's own schema", () => {
  const view = (caller: Caller, mode: ForbiddenMode = 'null'): string =>
    printSchema(rulesIn(mode).authorizationFor(caller, undefined).schema!(engine.current().apiSchema));

  it('has no filter, order or argument by what they may not read', () => {
    const seen = view(PUBLIC);
    expect(seen).not.toMatch(/nik|decile|Range|DECILE|byNik/);
    expect(seen).toMatch(/village/);
    expect(() => printSchema(engine.current().apiSchema)).not.toThrow();
  });

  it('keeps the order that is the default', () => {
    expect(view(PUBLIC)).toMatch(/sort: WorkerSort! = NEWEST[^]*enum WorkerSort \{\s*NEWEST\s*VILLAGE\s*\}/);
  });

  it('has what only requires a purpose, and no more', () => {
    expect(view(ALL)).toMatch(/nik: String/);
    expect(view(READER)).toMatch(/input Range/);
    expect(view(READER)).not.toMatch(/byNik|decile/);
  });

  it('answers a hidden filter like one that does not exist', async () => {
    const said = async (text: string, mode: ForbiddenMode): Promise<string> => {
      const thrown = await engine
        .current()
        .operations.prepare(text, undefined, rulesIn(mode).authorizationFor(PUBLIC, undefined))
        .catch((error: unknown) => error);
      return ((thrown as { errors?: readonly Error[] }).errors ?? []).map(({ message }) => message).join();
    };
    for (const [hidden, absent] of [
      ['{ howMany(filter: { decile: 1 }) }', '{ howMany(filter: { elicedd: 1 }) }'],
      ['{ howMany(sort: DECILE) }', '{ howMany(sort: ELICEDD) }'],
      ['{ workers(nik: "1") { id } }', '{ workers(nix: "1") { id } }'],
    ] as const) {
      const [one, other] = [await said(hidden, 'hide'), await said(absent, 'hide')];
      expect(one).not.toBe('');
      expect(one.replace('decile', 'elicedd').replace('DECILE', 'ELICEDD').replace('nik', 'nix')).toBe(other);
    }
  });

  it('leaves a hidden filter in a variable to coercion, which does not know it', async () => {
    expect(
      await ask('query ($f: WorkerFilter) { howMany(filter: $f) }', PUBLIC, {
        variables: { f: { decile: 1 } },
        mode: 'hide',
      }),
    ).toBe('allowed');
    const prepared = await engine
      .current()
      .operations.prepare(
        'query ($f: WorkerFilter) { howMany(filter: $f) }',
        undefined,
        rulesIn('hide').authorizationFor(PUBLIC, undefined),
      );
    const run = (f: object) =>
      prepared.compiled.run({
        fetcher: {
          fetch: () => {
            throw new Error('asked');
          },
        },
        variables: { f },
        caller: new SubgraphCaller({}),
        deadline: performance.now() + 1_000,
      });
    const [hidden, absent] = [await run({ decile: 1 }), await run({ elicedd: 1 })];
    expect(hidden.refused).toBe(true);
    expect(JSON.stringify(hidden.errors()).replaceAll('decile', 'elicedd')).toBe(JSON.stringify(absent.errors()));
  });

  it('has nothing of the directive, and neither has planning', () => {
    expect(print(stripFeatures(parse(FILTERED)))).not.toMatch(/@by|privacy/);
  });
});

it('a filter by a field that does not exist, or without a list of fields, is no valid policy', () => {
  expect(() => readPolicy(FILTERED.replace('@by(fields: ["Worker.decile"])', '@by(fields: ["Worker.gone"])'))).toThrow(
    /expected fields of the supergraph, got Worker.gone/,
  );
  expect(() => readPolicy(FILTERED.replace('@by(fields: ["Worker.decile"])', '@by(fields: "decile")'))).toThrow(
    /expected a list of fields/,
  );
});

describe('a name that is hidden, in the value of a variable', () => {
  it.each([
    [
      "an input's field",
      'query ($f: WorkerFilter) { howMany(filter: $f) }',
      { f: { decile: 1 } },
      { f: { nonesuch: 1 } },
    ],
    [
      "an input's field below others",
      'query ($f: [WorkerFilter!]) { workers(also: $f) { id } }',
      { f: [{ and: [{ decile: 1 }] }] },
      { f: [{ and: [{ nonesuch: 1 }] }] },
    ],
    [
      "an input's field whose type is hidden too",
      'query ($f: WorkerFilter) { howMany(filter: $f) }',
      { f: { enrolled: { from: '2025' } } },
      { f: { nonesuch: { from: '2025' } } },
    ],
    ["an enum's value", 'query ($s: WorkerSort!) { howMany(sort: $s) }', { s: 'DECILE' }, { s: 'NONESUCH' }],
    [
      "an enum's value in a list",
      'query ($s: [WorkerSort!]) { howMany(orders: $s) }',
      { s: ['VILLAGE', 'DECILE'] },
      { s: ['VILLAGE', 'NONESUCH'] },
    ],
  ])('is priced as one that is not there: %s', async (_what, text, hidden, unknown) => {
    const rules = rulesIn('hide');
    const prepared = await engine
      .current()
      .operations.prepare(text, undefined, rules.authorizationFor(PUBLIC, undefined));
    const price = rules.costOf(prepared, PUBLIC);
    const priceOf = (variables: object) => [
      price.estimate(variables as Record<string, unknown>),
      price.actual({ data: () => ({ howMany: 1 }) }, variables as Record<string, unknown>),
    ];
    // A caller whose budget has no persons would get PERSONS_TOO_MANY (403) for the one, and BAD_USER_INPUT (400) for the other.
    expect(priceOf(hidden)).toEqual(priceOf(unknown));
  });

  it('has its cost for callers from whom it is not hidden', async () => {
    const rules = rulesIn('hide');
    const prepared = await engine
      .current()
      .operations.prepare(
        'query ($f: WorkerFilter) { howMany(filter: $f) }',
        undefined,
        rules.authorizationFor(ALL, 'VERIFICATION'),
      );
    expect(rules.costOf(prepared, ALL).estimate({ f: { nik: '1' } }).persons).toBe(1);
  });
});

it('a value that cannot become a string is no order, and causes no failure', async () => {
  expect(
    await ask('query ($s: WorkerSort!) { howMany(sort: $s) }', PUBLIC, {
      variables: { s: { toString: 1, valueOf: 1 } },
    }),
  ).toBe('allowed');
});
