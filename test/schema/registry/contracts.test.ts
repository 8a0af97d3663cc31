/** Contracts: what a variant shows, and that nothing personal is left in the public one. */
import { Supergraph } from '@apollo/federation-internals';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  type GraphQLSchema,
} from 'graphql';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { argumentsIn } from '../../../schema/checks/protection.ts';
import { compose } from '../../../schema/compose.ts';
import { composeSubgraphs } from '../../../schema/composition/compose-subgraphs.ts';
import { applyContract } from '../../../schema/registry/contracts/apply-contract.ts';
import { readContracts, SHIPPED_CONTRACTS, type Contract } from '../../../schema/registry/contracts/contract.ts';
import { FEDERATION, one, openTestRegistry } from './fixtures.ts';

const contract = (more: Partial<Contract>): Contract => ({
  name: 'test',
  exclude: [],
  withoutPersonal: false,
  withoutGuarded: false,
  withoutMutations: false,
  ...more,
});

function supergraph(...sdls: string[]): string {
  const { supergraphSdl, errors } = composeSubgraphs(
    sdls.map((sdl, at) => ({ name: `s${at}`, url: 'http://x', sdl: FEDERATION + sdl })),
    { policy: 'none' },
  );
  if (supergraphSdl === undefined) throw new Error(JSON.stringify(errors));
  return supergraphSdl;
}

function variant(sdl: string, more: Partial<Contract>): GraphQLSchema {
  const applied = applyContract(sdl, contract(more));
  if ('problem' in applied) throw new Error(applied.problem);
  return Supergraph.build(applied.sdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
}

/** Every coordinate that clients see, arguments too. */
function seen(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__') && !['Int', 'String', 'Boolean', 'ID', 'Float'].includes(name))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
      if (isInputObjectType(type)) return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
      if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
      return Object.values(type.getFields()).flatMap((field) => [
        `${type.name}.${field.name}`,
        ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}:)`),
      ]);
    })
    .sort();
}

describe('a contract by tags', () => {
  const GRAPH = supergraph(`
    type Query { open: Open @tag(name: "public") secret: Secret find(by: Filter, id: ID @tag(name: "internal")): Open @tag(name: "public") }
    type Open @tag(name: "public") { a: Int b: Secret c: Int @tag(name: "internal") }
    type Secret @tag(name: "internal") { x: Int open: Open }
    input Filter { a: Int hidden: Int @tag(name: "internal") }
  `);

  it('takes out what is excluded, and what would lead to it', () => {
    expect(seen(variant(GRAPH, { exclude: ['internal'] }))).toEqual([
      'Filter.a',
      'Open.a',
      'Query.find',
      'Query.find(by:)',
      'Query.open',
    ]);
  });

  it('shows what is included alone; a tag on a type is one on its fields', () => {
    expect(seen(variant(GRAPH, { include: ['public'] }))).toEqual([
      'Filter.a',
      'Filter.hidden',
      'Open.a',
      'Open.c',
      'Query.find',
      'Query.find(by:)',
      'Query.find(id:)',
      'Query.open',
    ]);
  });

  it('takes a required argument’s field, a required input’s type and an interface’s field out with what is gone', () => {
    const sdl = supergraph(`
      type Query { node: Node need(by: Need!): Int may(by: Need): Int }
      input Need { must: Gone! }
      input Gone @tag(name: "x") { a: Int }
      interface Node { id: ID! name: String }
      type One implements Node { id: ID! name: String @tag(name: "x") }
    `);
    expect(seen(variant(sdl, { exclude: ['x'] }))).toEqual(['Node.id', 'One.id', 'Query.may', 'Query.node']);
  });

  it('takes a page out whose rows are gone: whether there is a next one tells whether there is somebody', () => {
    const sdl = supergraph(`
      type Query { a: Int rows: RowConnection }
      type RowConnection { nodes: [Row!] pageInfo: PageInfo! }
      type PageInfo { hasNextPage: Boolean! }
      type Row @tag(name: "x") { id: ID! }
    `);
    expect(seen(variant(sdl, { exclude: ['x'] }))).toEqual(['Query.a']);
  });

  it('that leaves nothing is a problem, and not an empty graph', () => {
    const applied = applyContract(supergraph('type Query { a: Int @tag(name: "x") }'), contract({ exclude: ['x'] }));
    expect(applied).toEqual({ problem: expect.stringContaining('Query') });
  });

  it('keeps hidden keys and inputs for the gateway: the supergraph still has them', () => {
    const sdl = supergraph(
      'type Query { t: T } type T @key(fields: "id") { id: ID! @tag(name: "x") a: Int @tag(name: "x") }',
      'type T @key(fields: "id") { id: ID! @tag(name: "x") a: Int @external b: Int @requires(fields: "a") }',
    );
    const applied = applyContract(sdl, contract({ exclude: ['x'] })) as { sdl: string };
    expect(seen(variant(sdl, { exclude: ['x'] }))).toEqual(['Query.t', 'T.b']);
    expect(print(parse(applied.sdl))).toContain('requires: "a"');
  });
});

describe('a contract without what is personal', () => {
  const PRIVACY = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", "@requiresScopes"])
      @link(url: "https://sigap-graph.id/privacy/v1.2", import: ["@personal", "@mask"])
      @composeDirective(name: "@personal") @composeDirective(name: "@mask")
    directive @personal(category: String) on OBJECT | INTERFACE | FIELD_DEFINITION
    directive @mask(as: String!) on FIELD_DEFINITION
  `;
  const shown = (body: string): string[] => {
    const { supergraphSdl } = composeSubgraphs([{ name: 's', url: 'http://x', sdl: PRIVACY + body }], {
      policy: 'none',
    });
    return seen(variant(supergraphSdl!, { withoutPersonal: true }));
  };

  it.each(['Patient', 'clinics__Patient', 'Patient__', 'clinics__of__Patient'])(
    'has no person, however the type is called: %s',
    (name) => {
      expect(
        shown(`type Query { open: Int  patients: [${name}]  one(by: ${name}By): Int  page: ${name}Page }
          type ${name} @personal @requiresScopes(scopes: [["person:read"]]) { nik: String }
          input ${name}By { a: Int }
          type ${name}Page { rows: [${name}]  person: Int @personal  open: Int }`),
      ).toEqual([`${name}By.a`, `${name}Page.open`, 'Query.one', 'Query.one(by:)', 'Query.open', 'Query.page'].sort());
    },
  );

  it('has no masked value, also of a field that does not say that it is personal', () => {
    expect(shown('type Query { patient: Patient } type Patient { beds: Int  name: String @mask(as: "NAME") }')).toEqual(
      ['Patient.beds', 'Query.patient'],
    );
  });
});

describe('the public contract that is shipped', () => {
  const [shipped] = readContracts(SHIPPED_CONTRACTS);
  const sdl = compose();
  const schema = variant(sdl, shipped!);
  const shown = new Set(seen(schema));

  it('has no personal field, and nothing that leads to one or filters by one', () => {
    const whole = parse(sdl);
    const has = (node: { directives?: readonly { name: { value: string } }[] }, name: string): boolean =>
      node.directives?.some((each) => each.name.value === name) ?? false;
    const personal = new Set<string>();
    for (const type of whole.definitions) {
      if (type.kind !== 'ObjectTypeDefinition' && type.kind !== 'InterfaceTypeDefinition') continue;
      for (const field of type.fields ?? [])
        if (has(type, 'personal') || has(field, 'personal')) personal.add(`${type.name.value}.${field.name.value}`);
    }
    expect(personal.size).toBeGreaterThan(60);
    expect([...personal].filter((coordinate) => shown.has(coordinate))).toEqual([]);
    for (const type of whole.definitions)
      if (type.kind === 'ObjectTypeDefinition' && has(type, 'personal'))
        expect(schema.getType(type.name.value)).toBeUndefined();
    // Arguments and inputs that say by which fields they filter.
    const filtersBy = (node: { directives?: readonly unknown[] }): string[] =>
      ((node.directives ?? []) as Parameters<typeof argumentsIn>[0][])
        .filter((each) => each.name.value === 'filters')
        .flatMap((each) => argumentsIn(each).fields as string[]);
    const open: string[] = [];
    for (const type of whole.definitions) {
      if (!('fields' in type)) continue;
      for (const member of type.fields ?? []) {
        const place = `${'name' in type ? type.name!.value : ''}.${member.name.value}`;
        const parts = [
          [place, member] as const,
          ...('arguments' in member ? (member.arguments ?? []) : []).map(
            (each) => [`${place}(${each.name.value}:)`, each] as const,
          ),
        ];
        for (const [coordinate, node] of parts)
          if (shown.has(coordinate) && filtersBy(node).some((field) => personal.has(field))) open.push(coordinate);
      }
    }
    expect(open).toEqual([]);
  });

  it('changes nothing, and asks nobody who they are', () => {
    expect(schema.getMutationType()).toBeUndefined();
    const guarded = new Set(['requiresScopes', 'authenticated', 'policy']);
    const open: string[] = [];
    for (const type of parse(sdl).definitions)
      if (type.kind === 'ObjectTypeDefinition')
        for (const field of type.fields ?? [])
          if ([...(type.directives ?? []), ...(field.directives ?? [])].some((each) => guarded.has(each.name.value)))
            if (shown.has(`${type.name.value}.${field.name.value}`)) open.push(field.name.value);
    expect(open).toEqual([]);
  });

  it('answers what the city publishes: counts, budgets, figures', () => {
    for (const coordinate of [
      'City.participants',
      'District.workerCount',
      'Query.publishedFigures',
      'Programme.reconciliation',
      'Query.areasByCoverage',
    ])
      expect([coordinate, shown.has(coordinate)]).toEqual([coordinate, true]);
    expect(shown.size).toBeGreaterThan(200);
    // Nothing stands there that nothing leads to.
    const used = new Set([...shown].map((coordinate) => coordinate.split('.')[0]));
    expect(Object.keys(schema.getTypeMap()).filter((name) => name.endsWith('Connection') && !used.has(name))).toEqual(
      [],
    );
  });
});

describe('contracts of a registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are served signed beside the supergraph, follow each publish, and are made anew when they change', async () => {
    const file = join(folder, 'contracts.json');
    writeFileSync(file, JSON.stringify([{ name: 'outside', exclude: ['internal'] }]));
    const test = await openTestRegistry({ contracts: file });
    const publish = (sdl: string) =>
      test.ask('/v1/subgraphs/a/versions', { body: { sdl, url: 'http://a', why: 'A test.' } });
    await publish(`${FEDERATION} type Query { a: Int b: Int @tag(name: "internal") }`);
    const outside = await test.ask('/v1/supergraph?variant=outside');
    expect(outside.body).toContain('@inaccessible');
    expect(outside.headers.get('x-supergraph-signature')).not.toBe(
      (await test.ask('/v1/supergraph')).headers.get('x-supergraph-signature'),
    );
    expect((await test.ask('/v1/supergraph?variant=nobody')).body.code).toBe('REGISTRY_NOT_FOUND');

    // A publish that would leave the variant without anything is not published: alone or with others.
    const EMPTY = `${FEDERATION} type Query { b: Int @tag(name: "internal") }`;
    const { status, body } = await publish(EMPTY);
    expect([status, body.report.findings[0]]).toMatchObject([
      422,
      { rule: 'CONTRACT/PROBLEM', severity: 'error', coordinate: 'outside', why: expect.stringContaining('Query') },
    ]);
    const together = await test.ask('/v1/versions', {
      body: { why: 'A test.', subgraphs: [{ name: 'a', owner: 'DISKOMINFO', url: 'http://a', sdl: EMPTY }] },
    });
    expect([together.status, together.body.code]).toEqual([409, 'REGISTRY_NOT_COMPOSABLE']);
    expect(together.body.message).toContain('CONTRACT/PROBLEM: outside');
    expect((await test.ask('/v1/supergraph?variant=outside')).body).toBe(outside.body);

    // What an operator takes out is taken out all the same, and the variant with it.
    await test.ask('/v1/subgraphs/b/versions', {
      body: { sdl: EMPTY.replace('b:', 'c:'), url: 'http://b', why: 'A test.' },
    });
    expect((await test.ask('/v1/subgraphs/a/quarantine', { body: { why: 'A test.' } })).status).toBe(200);
    const [{ variants }] = (await test.ask('/v1/supergraphs?limit=1')).body;
    expect(variants.outside.problem).toContain('Query');
    expect((await test.ask('/v1/supergraph?variant=outside')).body.message).toContain('no such variant');

    await test.ask('/v1/subgraphs/a/release', { body: { why: 'A test.' } });
    await publish(one('a'));
    writeFileSync(file, JSON.stringify([{ name: 'inside' }]));
    const other = await test.another();
    const again = await test.ask('/v1/supergraph?variant=inside', { url: other.url });
    expect(again.status).toBe(200);
    expect((await test.ask('/v1/supergraphs?limit=1')).body[0].cause.kind).toBe('CONTRACTS');
    await test.close();
  });

  it.each<[string, unknown]>([
    ['a name with blanks', [{ name: 'to all' }]],
    ['a name twice', [{ name: 'a' }, { name: 'a' }]],
    ['a word that nobody knows', [{ name: 'a', excludes: ['x'] }]],
    ['no list', { name: 'a' }],
    ['no JSON', undefined],
  ])('with %s are refused with a code', (_what, value) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, value === undefined ? '{' : JSON.stringify(value));
    expect(() => readContracts(file)).toThrow(expect.objectContaining({ code: 'REGISTRY_CONTRACTS' }) as Error);
  });
});
