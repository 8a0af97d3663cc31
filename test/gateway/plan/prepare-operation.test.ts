import { buildASTSchema, parse, print, printSchema, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationSource } from '../../../gateway/execute/compile-operation.ts';
import { fetchesOf } from '../../../gateway/plan/fetched-fields.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import { prepareOperation, type PreparationContext } from '../../../gateway/plan/prepare-operation.ts';
import { printPlan } from '../../../gateway/plan/print-plan.ts';
import {
  PUBLIC_AUTHORIZATION,
  type PlannedOperation,
  type Authorization,
} from '../../../gateway/plan/authorization.ts';
import type { FieldPolicy } from '../../../gateway/disclosure/field-policy.ts';
import { compose, ground as groundOf, PEOPLE, planner as start } from './fixtures.ts';

let planner: Planner;
let ground: PreparationContext;
beforeAll(async () => {
  planner = await start(PEOPLE);
  ground = groundOf(PEOPLE, planner);
});
afterAll(() => planner.close());

const prepare = (text: string, rights: Authorization = PUBLIC_AUTHORIZATION, name?: string) =>
  prepareOperation(ground, text, name, rights);
const NO = { code: 'FORBIDDEN_FIELD', message: 'not for you' };
const denying = (...coordinates: string[]): Authorization => ({
  key: 'denying',
  authorise: () => ({ denied: new Map(coordinates.map((one) => [one, NO])) }),
});
const sent = (plan: Parameters<typeof fetchesOf>[0]): string =>
  fetchesOf(plan)
    .map(({ node }) => `${node.serviceName}: ${node.operation}`)
    .join('\n');

describe('preparing an operation', () => {
  it("plans it over the subgraphs and hands the compiler the client's document", async () => {
    const prepared = await prepare('query Q($a: Boolean!) { workers { name paid village @include(if: $a) { name } } }');
    expect(fetchesOf(prepared.plan).map(({ node, path }) => [node.serviceName, path.join('.')])).toEqual([
      ['workers', ''],
      ['funding', 'workers'],
      ['agencies', 'workers.village'],
    ]);
    const { source } = prepared.compiled as unknown as { source: OperationSource };
    expect(source.document).toBe(prepared.document);
    expect(source.operation.variableDefinitions).toHaveLength(1);
    expect(prepared).toMatchObject({ kind: 'query', policy: undefined, counts: { selections: 5, depth: 3 } });
  });

  it('plans the operation that is named, also when a fragment of its neighbour uses a variable it has not', async () => {
    const text =
      'query A { villages { name } } query B($n: Boolean!) { workers { ...F } } fragment F on Worker { name @include(if: $n) }';
    expect(sent((await prepare(text, PUBLIC_AUTHORIZATION, 'A')).plan)).toBe(
      'agencies: query A__agencies__0{villages{name}}',
    );
  });

  it("plans a client's alias that is a key's name beside the key, and authorizes it by the client's name", async () => {
    const seen: PlannedOperation[] = [];
    const prepared = await prepare('{ workers { id: name paid } }', {
      key: 'alias',
      authorise: (planned) => (seen.push(planned), {}),
    });
    const { source } = prepared.compiled as unknown as { source: OperationSource };
    expect(source.separated).toBe(true);
    expect(sent(prepared.plan)).toMatch(/id__as:name/);
    expect(seen[0]!.fetched.find(({ fieldName }) => fieldName === 'name')).toMatchObject({
      purpose: 'answer',
      path: ['workers', 'id'],
    });
    expect(seen[0]!.fetched.find(({ fieldName }) => fieldName === 'id')).toMatchObject({
      purpose: 'plan',
      path: ['workers', 'id'],
    });
    expect(sent((await prepare('{ workers { id: name paid } }', denying('Worker.name'))).plan)).not.toContain('name}');
  });

  it('prints the plan as Apollo does', async () => {
    expect(printPlan((await prepare('{ workers { paid } }')).plan)).toMatch(
      /QueryPlan \{\n {2}Sequence \{\n {4}Fetch\(service: "workers"\)/,
    );
  });

  it.each([
    ['{ workers { ', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
    ['{ nobody }', 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "nobody" on type "Query".'],
    ['{ workerz { id } }', 'GRAPHQL_VALIDATION_FAILED', /type "Query"\.$/],
    [
      'query A { workers { id } } query B { workers { id } }',
      'OPERATION_RESOLUTION_FAILURE',
      /Must provide operation name/,
    ],
    ['fragment F on Worker { id }', 'OPERATION_RESOLUTION_FAILURE', 'Must provide an operation.'],
    ['subscription { workers { id } }', 'GRAPHQL_VALIDATION_FAILED', 'Subscriptions are not offered by this gateway.'],
  ])('refuses %s with %s', async (text, code, message) => {
    const thrown = (await prepare(text).catch((error: unknown) => error)) as { code: string; errors: readonly Error[] };
    expect(thrown.code).toBe(code);
    expect(thrown.errors[0]!.message).toMatch(message);
    expect(thrown.errors[0]).toMatchObject({ extensions: { code } });
  });
});

describe('introspection', () => {
  it('is planned nowhere, whatever stands above it and whatever graphql-js has grown since the planner was made', async () => {
    const text = `query Q($yes: Boolean!) { ...R ... @include(if: $yes) { s: __schema { types { isOneOf ...T } } } __type(name: "Worker") { isOneOf } }
      fragment R on Query { __schema { directives { isRepeatable args(includeDeprecated: true) { isDeprecated } } } } fragment T on __Type { specifiedByURL }`;
    expect((await prepare(text)).plan.node).toBeUndefined();
    expect(sent((await prepare(text.replace('...R', '...R villages { name }'))).plan)).toBe(
      'agencies: query Q__agencies__0{villages{name}}',
    );
  });

  it('is refused where a field leads back to the root', async () => {
    const graph = await start(compose({ one: 'type Query { back: Query n: Int }' }));
    const refused = (await prepareOperation(
      groundOf(compose({ one: 'type Query { back: Query n: Int }' }), graph),
      '{ back { ...B } } fragment B on Query { n __schema { types { name } } }',
      undefined,
      PUBLIC_AUTHORIZATION,
    ).catch((error: unknown) => error)) as { code: string; errors: readonly Error[] };
    expect(refused.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refused.errors[0]!.message).toBe('"__schema" is answered at the root of a query only.');
    await graph.close();
  });
});

describe('a graph without mutations', () => {
  const READ_ONLY = compose({ one: 'type Query { n: Int }' });
  it.each([
    ['mutation { n }', 'Schema is not configured to execute mutation operation.'],
    ['mutation M { ... { __typename } }', 'Schema is not configured to execute mutation operation.'],
    ['subscription { n }', 'Subscriptions are not offered by this gateway.'],
  ])('refuses %s', async (text, message) => {
    const graph = await start(READ_ONLY);
    const thrown = (await prepareOperation(groundOf(READ_ONLY, graph), text, undefined, PUBLIC_AUTHORIZATION).catch(
      (error: unknown) => error,
    )) as { code: string; status: number; errors: readonly Error[] };
    expect(thrown).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400 });
    expect(thrown.errors.map((error) => error.message)).toEqual([message]);
    await graph.close();
  });
});

describe("a caller's rights", () => {
  it('leave the names that are kept apart as they are, when what made them so is taken out', async () => {
    const prepared = await prepare(
      '{ person(id: 1) { ... on Worker { n: name } ... on Member { n: unit } } }',
      denying('Member.unit'),
    );
    const { source } = prepared.compiled as unknown as { source: OperationSource };
    expect(print(source.document)).toMatch(/n__as0: name[^]+n__as1: unit/);
    expect(sent(prepared.plan)).toMatch(/n__as0:name/);
    expect(sent(prepared.plan)).not.toContain('unit');
  });

  it('keep a denied field out of every request, and leave its place to the executor', async () => {
    const prepared = await prepare('{ workers { name secret: nik } }', denying('Worker.nik'));
    expect(sent(prepared.plan)).toBe('workers: {workers{name}}');
    expect(prepared.policy?.denied?.get('Worker.nik')).toEqual(NO);
    const { source } = prepared.compiled as unknown as { source: OperationSource };
    expect(source.policy).toBe(prepared.policy);
    expect(source.document.loc?.source.body ?? prepared.text).toContain('secret: nik');
  });

  it('deny the fields that need a denied field', async () => {
    const prepared = await prepare('{ workers { name covered } }', denying('Worker.nik'));
    expect(sent(prepared.plan)).not.toMatch(/nik|covered/);
    expect(prepared.policy?.deniedPaths?.get('workers.covered')).toEqual(NO);
  });

  it('deny no field that does not need it, when the policy names those that do', async () => {
    const prepared = await prepare('{ workers { covered paid } }', denying('Worker.nik', 'Worker.covered'));
    expect(sent(prepared.plan)).toContain('paid');
    expect(sent(prepared.plan)).not.toMatch(/nik|covered/);
    expect(prepared.policy?.deniedPaths?.size).toBe(0);
  });

  it.each([
    ['an alias', '{ workers { a: nik } }'],
    ['a fragment', '{ workers { ...F } } fragment F on Worker { friends { ...G } } fragment G on Worker { nik }'],
    ['an implementing type', '{ person(id: 1) { ... on Worker { nik } } }'],
    ['a fragment on an interface around it', '{ workers { ... on Person { ... on Worker { nik } } } }'],
    ['a condition', 'query($a: Boolean!) { workers { nik @include(if: $a) name @skip(if: $a) } }'],
    ['the only selection', '{ worker(id: 1) { nik } }'],
    ['a mutation', 'mutation { rename(id: 1, name: "x") { nik } }'],
  ])('reach a field behind %s', async (_what, text) => {
    const prepared = await prepare(text, denying('Worker.nik'));
    expect(sent(prepared.plan)).not.toContain('nik');
    expect(prepared.plan.node).toBeDefined();
  });

  it("leave an interface's field to the types that are not denied", async () => {
    const prepared = await prepare('{ person(id: 1) { name village { name } } }', denying('Worker.name'));
    expect(sent(prepared.plan)).toMatch(/\.\.\. ?on Member\{name\}/);
    expect(sent(prepared.plan)).not.toMatch(/person\(id:1\)\{(__typename )?name|on Worker\{[^}]*name/);
  });

  it('deny by the interface for every type behind it', async () => {
    expect(
      sent((await prepare('{ person(id: 1) { id name ... on Worker { a: name } } }', denying('Person.name'))).plan),
    ).not.toMatch(/\bname/);
  });

  it('refuse the whole operation when they throw', async () => {
    const authorise = (): FieldPolicy => {
      throw Object.assign(new Error('no'), { code: 'FORBIDDEN' });
    };
    await expect(prepare('{ workers { id } }', { key: 'none', authorise })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('see every field that is fetched, and what a field that only the plan needs is for', async () => {
    let seen: PlannedOperation | undefined;
    await prepare('{ all: workers { covered village { name } } }', {
      key: 'see',
      authorise: (planned) => ((seen = planned), {}),
    });
    expect(
      seen!.requested.map(({ typeName, fieldName, path }) => [`${typeName}.${fieldName}`, path.join('.')]),
    ).toEqual([
      ['Query.workers', 'all'],
      ['Worker.covered', 'all.covered'],
      ['Worker.village', 'all.village'],
      ['Village.name', 'all.village.name'],
    ]);
    const nik = seen!.fetched.find(({ fieldName }) => fieldName === 'nik')!;
    expect(nik).toMatchObject({ subgraph: 'workers', purpose: 'plan', path: ['all', 'nik'], objectTypes: ['Worker'] });
    expect(nik.neededBy.map(({ fieldName }) => fieldName)).toContain('covered');
    expect(seen!.fetched.find(({ fieldName }) => fieldName === 'covered')).toMatchObject({
      subgraph: 'funding',
      purpose: 'answer',
    });
  });

  it('are checked again for the plan that will run', async () => {
    const plans: string[] = [];
    await prepare('{ workers { nik name } }', {
      key: 'again',
      authorise: ({ plan }) => (plans.push(sent(plan)), { denied: new Map([['Worker.nik', NO]]) }),
    });
    expect(plans).toEqual(['workers: {workers{nik name}}', 'workers: {workers{name}}']);
  });
});

describe("a caller's own schema", () => {
  const view = (api: GraphQLSchema): GraphQLSchema => {
    const sdl = printSchema(api).replace(/\n {2}nik: String/, '');
    return (cached ??= buildASTSchema(parse(sdl), { assumeValid: true }));
  };
  let cached: GraphQLSchema | undefined;

  it('refuses what it does not hold as if it did not exist', async () => {
    await expect(prepare('{ workers { nik } }', { key: 'view', schema: view })).rejects.toMatchObject({
      errors: [{ message: 'Cannot query field "nik" on type "Worker".' }],
    });
    const { source } = (await prepare('{ workers { name } }', { key: 'view', schema: view })).compiled as unknown as {
      source: OperationSource;
    };
    expect(source.schema).toBe(cached);
  });

  it('accepts fields that it does not have, to be denied, where the authorization requires it', async () => {
    const rights: Authorization = { ...denying('Worker.nik'), schema: view, unseen: 'denied' };
    expect(sent((await prepare('{ workers { nik name } }', rights)).plan)).toBe('workers: {workers{name}}');
    await expect(prepare('{ workers { nick } }', rights)).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it('that only words refusals is made for these and for introspection, and words both', async () => {
    let made = 0;
    const rights: Authorization = { ...denying('Worker.nik'), schema: (api) => (made++, view(api)), unseen: 'denied' };
    await prepare('{ workers { name nik } }', rights);
    expect(made).toBe(0);
    const refused = (await prepare('{ workers { nick } nobody }', rights).catch((thrown: unknown) => thrown)) as {
      errors: readonly Error[];
    };
    expect([made, refused.errors.map(({ message }) => message)]).toEqual([
      1,
      ['Cannot query field "nick" on type "Worker".', 'Cannot query field "nobody" on type "Query".'],
    ]);
    const both = (await prepare('{ workers { nik nobody } }', rights).catch((thrown: unknown) => thrown)) as {
      errors: readonly Error[];
    };
    expect(both.errors.map(({ message }) => message)).toEqual([
      'Cannot query field "nik" on type "Worker".',
      'Cannot query field "nobody" on type "Worker".',
    ]);
    const { source } = (await prepare('{ __type(name: "Worker") { name } }', rights)).compiled as unknown as {
      source: OperationSource;
    };
    expect(source.introspected?.()).toBe(cached);
  });
});

describe('an interface object', () => {
  const MEDIA = compose({
    media:
      'type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! } type Film implements Media @key(fields: "id") { id: ID! }',
    reviews: 'type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }',
  });

  it('is fetched only for the types that are not denied', async () => {
    const planner = await start(MEDIA);
    const prepared = await prepareOperation(
      groundOf(MEDIA, planner),
      '{ media { id stars } }',
      undefined,
      denying('Film.stars'),
    );
    await planner.close();
    const entities = fetchesOf(prepared.plan).find(({ node }) => node.serviceName === 'reviews')!;
    expect(JSON.stringify(entities.node.requires)).not.toContain('Film');
  });
});
