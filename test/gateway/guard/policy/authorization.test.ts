import { buildASTSchema, parse, print, printSchema, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deniedFault, policyFault } from '../../../../gateway/guard/policy/errors.ts';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { authorizationFrom } from '../../../../gateway/guard/policy/authorization.ts';
import { fetchesOf } from '../../../../gateway/plan/fetched-fields.ts';
import type { Planner } from '../../../../gateway/plan/planner.ts';
import { prepareOperation } from '../../../../gateway/plan/prepare-operation.ts';
import { preparedOperations } from '../../../../gateway/plan/prepared-operations.ts';
import type { PreparedOperation } from '../../../../gateway/plan/prepared-operation.ts';
import type { Authorization } from '../../../../gateway/plan/authorization.ts';
import { ground as groundOf, planner as start } from '../../plan/fixtures.ts';
import { stripFeatures } from '../../../../gateway/supergraph/strip-features.ts';
import { PEOPLE, standing } from './fixtures.ts';

const policy = readPolicy(PEOPLE);
const rights = authorizationFrom(policy);
let planner: Planner;
let ground: ReturnType<typeof groundOf>;
beforeAll(async () => {
  planner = await start(print(stripFeatures(parse(PEOPLE))));
  ground = groundOf(PEOPLE, planner);
});
afterAll(() => planner.close());

const PUBLIC = standing();
const READER = standing(['person:read']);
const AUDITOR = standing(['person:read', 'audit:read', 'unit:read'], { purpose: 'AUDIT' });
const prepare = (text: string, who = PUBLIC, from: (who: typeof PUBLIC) => Authorization = rights) =>
  prepareOperation(ground, text, undefined, from(who));
const sent = ({ plan }: PreparedOperation): string =>
  fetchesOf(plan)
    .map(({ node }) => `${node.serviceName}: ${node.operation}`)
    .join('\n');

describe('a field that may not be read is in no request to a subgraph', () => {
  it.each([
    ['by its name', '{ workers { id nik } }'],
    ['under an alias', '{ workers { id name: nik } }'],
    ['in a fragment', '{ workers { ...F } } fragment F on Worker { id nik }'],
    [
      'in a fragment of a fragment',
      '{ workers { ...G } } fragment G on Worker { ...F } fragment F on Worker { id nik }',
    ],
    ['in an inline fragment on its interface', '{ workers { ... on Human { ... on Worker { id nik } } } }'],
    ['through an interface', '{ anyone { id ... on Worker { nik } } }'],
    ['through a union', '{ found { ... on Worker { id nik } } }'],
    ['under @include with a variable', 'query ($yes: Boolean!) { workers { id nik @include(if: $yes) } }'],
    ['as what a @requires takes', '{ workers { id covered } }'],
    ['both ways', '{ workers { id covered x: nik } }'],
  ])('%s', async (_way, text) => {
    const prepared = await prepare(text, READER);
    expect(sent(prepared)).not.toMatch(/nik|covered/);
    expect(sent(prepared)).toMatch(/id/);
    expect(prepared.policy?.denied?.get('Worker.nik')?.code).toBe('FORBIDDEN_FIELD');
    expect(sent(await prepare(text, AUDITOR))).toMatch(/nik/);
  });

  it("returns an interface's field for the types that may be read", async () => {
    const text = '{ anyone { name } }';
    expect(sent(await prepare(text, PUBLIC))).toMatch(/Member ?\{ ?name/);
    expect(sent(await prepare(text, PUBLIC))).not.toMatch(/Worker ?\{ ?name/);
    expect(sent(await prepare(text, READER))).toMatch(/anyone ?\{ ?__typename name|anyone ?\{ ?name/);
  });

  it('requests nothing for a type that may not be read', async () => {
    expect(sent(await prepare('{ ledger { total } open }'))).toBe('workers: {open}');
  });

  it('denies by an enum or scalar type as well', async () => {
    expect(sent(await prepare('{ found { ... on Member { id unit } } }', READER))).not.toMatch(/unit/);
  });

  it('fetches a field for a purpose only, and names the possible ones', async () => {
    const prepared = await prepare('{ workers { id decile } }', READER);
    expect(sent(prepared)).not.toMatch(/decile/);
    expect(prepared.policy?.denied?.get('Worker.decile')).toMatchObject({
      code: 'PURPOSE_REQUIRED',
      message: expect.stringContaining('VERIFICATION, AUDIT'),
    });
  });
});

describe('while reading cannot be recorded', () => {
  it('nobody reads personal data, and the rest is answered', async () => {
    const unrecorded = { ...AUDITOR, recorded: false };
    const prepared = await prepare('{ workers { occupation } anyone { ... on Member { name } } open }', unrecorded);
    expect(sent(prepared)).not.toMatch(/occupation/);
    expect(sent(prepared)).toMatch(/name[^]*open/);
    expect(prepared.policy?.denied?.get('Worker.occupation')?.code).toBe('AUDIT_UNAVAILABLE');
    expect(rights(unrecorded).key).not.toBe(rights(AUDITOR).key);
    await expect(
      prepare('{ workers { occupation } }', unrecorded, authorizationFrom(policy, 'refuse')),
    ).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', status: 503 });
  });
});

describe('refusing the whole request', () => {
  it.each([
    ['{ workers { nik } open }', 'FORBIDDEN_FIELD'],
    ['{ workers { covered } }', 'FORBIDDEN_FIELD'],
    ['{ workers { decile } }', 'PURPOSE_REQUIRED'],
  ])('is chosen by a setting: %s', async (text, code) => {
    await expect(prepare(text, READER, authorizationFrom(policy, 'refuse'))).rejects.toMatchObject({
      code,
      status: 403,
    });
  });

  it('does not affect callers who may read it', async () => {
    expect(sent(await prepare('{ workers { nik } }', AUDITOR, authorizationFrom(policy, 'refuse')))).toMatch(/nik/);
  });
});

describe('as if it did not exist', () => {
  it('refuses a field with the text that validation has for one that does not exist', async () => {
    const thrown = (await prepare('{ workers { nik } }', READER, authorizationFrom(policy, 'hide')).catch(
      (error: unknown) => error,
    )) as { errors: readonly Error[] };
    const absent = (await prepare('{ workers { nix } }', READER, authorizationFrom(policy, 'hide')).catch(
      (error: unknown) => error,
    )) as { errors: readonly Error[] };
    expect(thrown.errors[0]!.message.replace('nik', 'nix')).toBe(absent.errors[0]!.message);
  });

  it('suggests nothing the caller may not use', async () => {
    const thrown = (await prepare('{ workers { nikk } }', READER).catch((error: unknown) => error)) as {
      errors: readonly Error[];
    };
    expect(thrown.errors[0]!.message).toBe('Cannot query field "nikk" on type "Worker".');
  });
});

describe('prepared operations', () => {
  it.each([
    ['public first', [PUBLIC, AUDITOR]],
    ['auditor first', [AUDITOR, PUBLIC]],
  ] as const)('of one text are never shared across rights, %s', async (_order, callers) => {
    const operations = preparedOperations(ground, { bytes: 10_000_000, text: 100_000 });
    const found = new Map<object, string>();
    for (const who of callers)
      found.set(who, sent(await operations.prepare('{ workers { id nik } }', undefined, rights(who))));
    expect(found.get(PUBLIC)).not.toMatch(/nik/);
    expect(found.get(AUDITOR)).toMatch(/nik/);
  });

  it('are shared by callers with equal decisions', () => {
    expect(rights(standing(['unrelated:scope']))).not.toBe(rights(PUBLIC)); // signed in: Ledger opens
    expect(rights(standing(['unrelated:scope']))).toBe(rights(standing(['other:scope', 'more:scope'])));
    expect(rights(AUDITOR).key).not.toBe(rights({ ...AUDITOR, purpose: undefined }).key);
  });
});

describe('masks', () => {
  const transforms = (...who: Parameters<typeof standing>) =>
    rights(standing(...who)).authorise!({ requested: [], fetched: [] } as never).transforms!;

  it('apply without the scope, without a purpose, and for a purpose that the field does not allow', () => {
    expect(transforms(['person:read', 'unmask:NIK']).get('Worker.nik')!('3275010101900001')).toBe('3275********0001');
    expect(transforms(['person:read'], { purpose: 'VERIFICATION' }).has('Worker.nik')).toBe(true);
    expect(transforms(['person:read', 'unmask:NIK'], { purpose: 'AUDIT' }).has('Worker.nik')).toBe(true);
    expect(transforms(['person:read', 'unmask:NAME'], { purpose: 'VERIFICATION' }).has('Worker.nik')).toBe(true);
  });

  it('do not apply with the scope and an allowed purpose together', () => {
    expect(transforms(['person:read', 'unmask:NIK'], { purpose: 'VERIFICATION' }).has('Worker.nik')).toBe(false);
    expect(transforms(['unmask:NAME'], { purpose: 'AUDIT' }).has('Worker.name')).toBe(false);
  });
});

describe("the caller's own schema", () => {
  const view = (who: typeof PUBLIC): GraphQLSchema => rights(who).schema!(ground.api);

  it('holds no field and no type that nothing they may use leads to', () => {
    const seen = printSchema(view(PUBLIC));
    expect(seen).not.toMatch(/nik|covered|Ledger|Unit|note/);
    expect(seen).toMatch(/decile/); // they may state a purpose
    expect(printSchema(view(AUDITOR))).toMatch(/nik[^]*Ledger|Ledger[^]*nik/);
  });

  it('is a valid schema, with interfaces that their types still implement', () => {
    expect(view(PUBLIC).getType('Worker')).toMatchObject({ name: 'Worker' });
    expect(() => buildASTSchema(parse(printSchema(view(PUBLIC))))).not.toThrow();
    expect(printSchema(view(PUBLIC))).toMatch(/interface Human \{\n {2}id: ID!\n\}/);
  });

  it('is the same object for equal decisions, and the API schema for callers who may read everything', () => {
    expect(view(PUBLIC)).toBe(view(standing()));
    const all = standing(['person:read', 'audit:read', 'unit:read'], {
      purpose: 'AUDIT',
      policies: new Set(['role:operator']),
    });
    expect(view(all)).toBe(ground.api);
  });

  it('is all that introspection shows', async () => {
    const prepared = await prepare('{ __type(name: "Ledger") { name } workers { id } }');
    const { source } = prepared.compiled as unknown as { source: { introspected(): GraphQLSchema } };
    expect(source.introspected().getType('Ledger')).toBeUndefined();
  });
});

it('refusals name no data', () => {
  expect(policyFault('FORBIDDEN_FIELD').message).toBe('You may not read this field');
  expect(deniedFault('FORBIDDEN_FIELD', 'Worker.nik').message).toBe('You may not read this field: Worker.nik');
  const change = deniedFault('FORBIDDEN_FIELD', 'Mutation.suspend');
  expect([change.code, change.message]).toEqual(['FORBIDDEN_FIELD', 'You may not make this change: Mutation.suspend']);
});
