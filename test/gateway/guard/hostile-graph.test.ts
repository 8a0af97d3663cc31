/** The hostile catalogue against our own graph: the real subgraphs behind their doors, the embedded store, two gateways. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIMS_HEADER, type ClaimsSubject } from '../../../base/claims.ts';
import { claimsKey, claimsSigner } from '../../../gateway/guard/claims/sign-claims.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { stripFeatures } from '../../../gateway/supergraph/strip-features.ts';
import { ROUTES, subgraphSdl } from '../../../schema/compose.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore } from '../../support/sample.ts';
import { declaredRules, type Reader } from './declared-rules.ts';
import { LONGEST, startHostileGateway, type HostileGateway, type Reply } from './hostile-process.ts';

const root = join(import.meta.dirname, '../../..');
const SECRET = 'a secret of the gateway, long enough for it';
const supergraph = join(root, 'schema/supergraph.graphql');
const api: GraphQLSchema = Supergraph.build(print(stripFeatures(parse(readFileSync(supergraph, 'utf8')))))
  .apiSchema()
  .toGraphQLJSSchema();
const sdls = Object.keys(ROUTES).map(subgraphSdl);
const declared = declaredRules(sdls);
const rolesJson = JSON.parse(readFileSync(join(root, 'gateway/guard/identity/roles.json'), 'utf8')) as {
  scopes: Record<string, string>;
  roles: Record<string, { title: string; scopes: string[]; agency?: boolean; budget: object }>;
};
const ROLES = Object.keys(rolesJson.roles);
/** So that nothing but the attack is refused. */
const RICH = { requestsPerMinute: 1e6, costPerRequest: 1e6, costPerMinute: 1e9, personsPerMinute: 1e9 };

let folder: string;
let store: Awaited<ReturnType<typeof startSampleStore>>;
let subgraphs: RunningSubgraph[] = [];
/** One message for a field that may not be read, one for a field that does not exist. */
let open: HostileGateway;
let hiding: HostileGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-graph-'));
  const roles = Object.fromEntries(
    Object.entries(rolesJson.roles).map(([name, role]) => [name, { ...role, budget: RICH }]),
  );
  writeFileSync(
    join(folder, 'roles.json'),
    JSON.stringify({
      ...rolesJson,
      roles: { ...roles, all: { title: 'Everything', scopes: Object.keys(rolesJson.scopes), budget: RICH } },
    }),
  );
  store = await startSampleStore();
  subgraphs = await Promise.all(
    SUBGRAPHS.map(({ name }) =>
      startSubgraph(name, {
        mongodbUri: store.uri,
        port: 0,
        claimsKeys: claimsKey(SECRET, name).export().toString('base64url'),
        recountEvery: 3_600_000,
        logLevel: 'silent',
      }),
    ),
  );
  const subgraphUrls = Object.fromEntries(subgraphs.map(({ name, url }) => [name, url]));
  const settings = {
    supergraph,
    subgraphUrls,
    claimsSecret: SECRET,
    keysFolder: folder,
    roles: join(folder, 'roles.json'),
  };
  open = await startHostileGateway(settings);
  hiding = await startHostileGateway({ ...settings, forbidden: 'hide' });
  for (const gateway of [open, hiding]) {
    await unharmed(gateway, Infinity);
  }
}, FILL_MS);
afterAll(async () => {
  for (const gateway of [open, hiding]) await gateway?.stop();
  for (const subgraph of subgraphs) await subgraph.stop();
  await store?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface As {
  readonly role: string;
  readonly agency?: string;
  readonly purpose?: string;
}
const tokens = new Map<string, string>();

async function headersOf({ role, agency, purpose }: As): Promise<Record<string, string>> {
  const words = ['--role', role, ...(agency === undefined ? [] : ['--agency', agency])];
  if (!tokens.has(words.join()))
    tokens.set(words.join(), (await tokenCommand(words, { KEYS_FOLDER: folder, ROLES: join(folder, 'roles.json') }))!);
  return {
    ...(role === 'public' ? {} : { authorization: `Bearer ${tokens.get(words.join())}` }),
    ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
  };
}
const as = (role: string): As => ({ role, agency: rolesJson.roles[role]?.agency ? 'DINSOS' : undefined });

async function ask(gateway: HostileGateway, who: As, query: string, variables?: object): Promise<Reply> {
  return gateway.send({ body: JSON.stringify({ query, variables }), headers: await headersOf(who) });
}

async function unharmed(gateway: HostileGateway, longest = LONGEST): Promise<void> {
  expect((await ask(gateway, as('public'), '{ city { participants } }')).text).toContain(
    '"data":{"city":{"participants":54666}}',
  );
  expect(await gateway.longest()).toBeLessThan(longest);
}

const EVERYTHING: As = { role: 'all', purpose: 'VERIFICATION' };

/** One place where a caller can put a value: below an argument, through input objects. */
interface Place {
  readonly name: string;
  readonly query: string;
  readonly type: GraphQLInputType;
  /** The argument's value with one at this place. */
  readonly around: (value: unknown) => unknown;
}

interface Step {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

const GIVEN: Readonly<Record<string, string>> = {
  worker: '"w-00000001"',
  member: '"m-00000001"',
  agency: '"DINSOS"',
  district: '"32.75.01"',
  village: '"32.75.01.1001"',
  programme: '"SIGAP"',
  person: '"psr_aaaaaaaaaaaaaaaaaaaaaaaaaa"',
};
const LITERAL: Readonly<Record<string, string>> = {
  Int: '2025',
  ID: '"zzz"',
  String: '"zzz"',
  Period: '"2025-12"',
  Nik: '"9999990101900000"',
};

/** The shortest way from the root to every field. */
function paths(schema: GraphQLSchema): Step[][] {
  const found: Step[][] = [];
  const seen = new Set<GraphQLObjectType>();
  let level: { at: GraphQLObjectType; path: Step[] }[] = [{ at: schema.getQueryType()!, path: [] }];
  while (level.length > 0) {
    level = level.flatMap(({ at, path }) => {
      if (seen.has(at)) return [];
      seen.add(at);
      const here = Object.values(at.getFields()).map((field) => [...path, { type: at, field }]);
      found.push(...here);
      return here.flatMap((next) => {
        const to = getNamedType(next.at(-1)!.field.type);
        return isObjectType(to) ? [{ at: to, path: next }] : [];
      });
    });
  }
  return found;
}

const literal = (type: GraphQLInputType, field: string): string => {
  const named = getNamedType(type);
  return GIVEN[field] ?? (isEnumType(named) ? named.getValues()[0]!.name : (LITERAL[named.name] ?? '"zzz"'));
};
const called = (field: GraphQLField<unknown, unknown>, more: Readonly<Record<string, string>> = {}): string => {
  const given = {
    ...Object.fromEntries(
      field.args.filter(isRequiredArgument).map((one) => [one.name, literal(one.type, field.name)]),
    ),
    ...more,
  };
  return Object.keys(given).length === 0
    ? field.name
    : `${field.name}(${Object.entries(given)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ')})`;
};
const within = (path: readonly Step[], inside: string): string =>
  path.reduceRight((text, { field }) => `{ ${called(field)} ${text} }`, `{ ${inside} }`);

function placesOf(path: Step[], argument: GraphQLArgument): Place[] {
  const { field } = path.at(-1)!;
  const below = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const query = `query ($v: ${String(argument.type)}) ${within(path.slice(0, -1), called(field, { [argument.name]: '$v' }) + below)}`;
  const walk = (name: string, type: GraphQLInputType, around: Place['around']): Place[] => {
    const named = getNamedType(type);
    const wrap = (value: unknown) => around(isListType(getNullableType(type)) ? [value] : value);
    if (!isInputObjectType(named)) return [{ name, query, type, around: wrap }];
    return Object.values(named.getFields()).flatMap((each) =>
      walk(`${name}.${each.name}`, each.type, (value) => wrap({ [each.name]: value })),
    );
  };
  return walk(`${path.at(-1)!.type.name}.${field.name}(${argument.name})`, argument.type, (value) => value);
}

describe('operators of the database', () => {
  const places = paths(api).flatMap((path) => path.at(-1)!.field.args.flatMap((argument) => placesOf(path, argument)));
  const OPERATORS = [
    { $ne: '' },
    { $where: 'while (true) {}' },
    { $regex: '.*' },
    { $gt: '' },
    { $expr: { $function: {} } },
  ];
  const TEXTS = ['$ne', '{"$gt":""}', "' || 1==1 || '", '.*', '$where', '__proto__'];

  it('are no values, wherever a variable can hold a value', async () => {
    expect(places.length).toBeGreaterThan(150);
    const odd: string[] = [];
    for (const [index, { name, query, around }] of places.entries()) {
      const reply = await ask(open, EVERYTHING, query, { v: around(OPERATORS[index % OPERATORS.length]) });
      if (!/^BAD_/.test(reply.code ?? '')) odd.push(`${name}: ${reply.status} ${reply.text}`);
    }
    expect(odd).toEqual([]);
    await unharmed(open);
  }, 60_000);

  it('are text like any other where text is expected', async () => {
    const said = async ({ query, around }: Place, value: string): Promise<string> => {
      const { data, errors } = JSON.parse((await ask(open, EVERYTHING, query, { v: around(value) })).text) as {
        data?: unknown;
        errors?: { extensions: { code: string } }[];
      };
      return JSON.stringify([data, errors?.map(({ extensions }) => extensions.code)]);
    };
    const texts = places.filter(({ type }) => ['ID', 'String'].includes(getNamedType(type).name));
    expect(texts.length).toBeGreaterThan(40);
    const odd: string[] = [];
    for (const [index, place] of texts.entries()) {
      const value = TEXTS[index % TEXTS.length]!;
      const [plain, given] = [await said(place, 'zzz'), await said(place, value)];
      if (plain !== given) odd.push(`${place.name} with ${value}: ${given}, not ${plain}`);
    }
    expect(odd).toEqual([]);
    await unharmed(open);
  }, 60_000);
});

/** The same letters in another order: a name of the same length that nothing has. */
function another(name: string): string {
  return `${name[0]}${[...name.slice(1)].reverse().join('')}${name.length < 4 ? 'q' : ''}`
    .replace(/^(.)(.)/, '$2$1')
    .replace(/^\d/, 'q');
}

const reader = (role: string, purpose?: string): Reader => ({
  signedIn: role !== 'public',
  roles: ['public', role],
  scopes: [...rolesJson.roles[role]!.scopes, ...rolesJson.roles['public']!.scopes],
  purpose,
});
/** Whether there is a purpose they could state, or none they need. */
const may = (role: string, allowed: (who: Reader) => boolean): boolean =>
  [undefined, ...declared.purposes].some((purpose) => allowed(reader(role, purpose)));
const mayRead = (role: string, type: string, field: string): boolean =>
  may(role, (who) => declared.allows(who, type, field));
const mayFilterBy = (role: string, fields: readonly string[]): boolean =>
  may(role, (who) =>
    fields.every((each) => {
      const [type, field] = each.split('.') as [string, string];
      return (
        declared.allows(who, type, field) &&
        (declared.maskOf(type, field) === undefined || declared.showsInFull(who, type, field))
      );
    }),
  );

/** Every input with `@filters`, read from the SDL by other and simpler code than the gateway's. */
const filters = sdls.flatMap((sdl) => {
  const found: { coordinate: string; value: string; fields: string[]; kind: 'argument' | 'input' | 'enum' }[] = [];
  const fieldsOf = (node: { directives?: readonly unknown[] }): string[] | undefined => {
    const directive = (
      node.directives as { name: { value: string }; arguments: { value: never }[] }[] | undefined
    )?.find(({ name }) => name.value === 'filters');
    return directive && (valueFromASTUntyped(directive.arguments[0]!.value) as string[]);
  };
  visit(parse(sdl), {
    EnumTypeDefinition: ({ name, values = [] }) =>
      void values.forEach(
        (each) =>
          fieldsOf(each) &&
          found.push({
            coordinate: `${name.value}.${each.name.value}`,
            value: each.name.value,
            fields: fieldsOf(each)!,
            kind: 'enum',
          }),
      ),
    InputObjectTypeDefinition: ({ name, fields = [] }) =>
      void fields.forEach(
        (each) =>
          fieldsOf(each) &&
          found.push({
            coordinate: `${name.value}.${each.name.value}`,
            value: each.name.value,
            fields: fieldsOf(each)!,
            kind: 'input',
          }),
      ),
    ObjectTypeDefinition: ({ name, fields = [] }) =>
      void fields.forEach((field) =>
        field.arguments?.forEach(
          (each) =>
            fieldsOf(each) &&
            found.push({
              coordinate: `${name.value}.${field.name.value}.${each.name.value}`,
              value: each.name.value,
              fields: fieldsOf(each)!,
              kind: 'argument',
            }),
        ),
      ),
  });
  return found;
});
const defaults = new Set(
  sdls.flatMap((sdl) => {
    const found: string[] = [];
    visit(parse(sdl), {
      InputValueDefinition: ({ defaultValue }) =>
        void (defaultValue?.kind === Kind.ENUM && found.push(defaultValue.value)),
    });
    return found;
  }),
);

async function viewOf(gateway: HostileGateway, role: string): Promise<GraphQLSchema> {
  const reply = await ask(gateway, as(role), getIntrospectionQuery());
  return buildClientSchema((JSON.parse(reply.text) as { data: never }).data);
}

const everyField = (schema: GraphQLSchema): { type: GraphQLObjectType; field: GraphQLField<unknown, unknown> }[] =>
  Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));

function namesIn(schema: GraphQLSchema): Set<string> {
  const types = Object.values(schema.getTypeMap());
  return new Set(
    types.flatMap((type) => [
      type.name,
      ...('getFields' in type
        ? Object.values(type.getFields()).flatMap((field) => [
            field.name,
            ...('args' in field ? (field as GraphQLField<unknown, unknown>).args.map(({ name }) => name) : []),
          ])
        : []),
      ...(isEnumType(type) ? type.getValues().map(({ name }) => name) : []),
    ]),
  );
}

describe.each(ROLES)('the schema, for a caller who is %s', (role) => {
  it('holds in introspection no field, filter or order that they may not use', async () => {
    for (const gateway of [open, hiding]) {
      const view = await viewOf(gateway, role);
      const seen = new Set(everyField(view).map(({ type, field }) => `${type.name}.${field.name}`));
      expect(
        everyField(api)
          .map(({ type, field }) => [type.name, field.name] as const)
          .filter(([type, field]) => !mayRead(role, type, field) && seen.has(`${type}.${field}`)),
      ).toEqual([]);
      const shown = filters
        .filter(({ fields, kind, value }) => !mayFilterBy(role, fields) && !(kind === 'enum' && defaults.has(value)))
        .filter(({ coordinate }) => {
          const [typeName, member, argument] = coordinate.split('.') as [string, string, string?];
          const type = view.getType(typeName);
          if (isEnumType(type)) return type.getValue(member) != null;
          if (isInputObjectType(type)) return member in type.getFields();
          return isObjectType(type) && type.getFields()[member]?.args.some(({ name }) => name === argument);
        });
      expect(shown.map(({ coordinate }) => coordinate)).toEqual([]);
    }
    await unharmed(open);
  });

  it('is suggested by no message: names in messages are from the operation or visible to the caller', async () => {
    const known = namesIn(await viewOf(open, role));
    const typos = [...namesIn(api)]
      .filter((name) => name.length > 3 && !name.startsWith('__'))
      .map((name) => name.slice(1))
      .filter((name) => !/^\d/.test(name));
    const odd: string[] = [];
    for (let at = 0; at < typos.length; at += 15) {
      const some = typos.slice(at, at + 15);
      for (const query of [
        `{ city { ${some.join(' ')} } }`,
        `{ __typename ${some.map((name) => `... on ${name} { __typename }`).join(' ')} }`,
        `{ villages(${some.map((name) => `${name}: 1`).join(' ')}, sort: ${some[0]}) { totalCount } }`,
      ]) {
        const reply = await ask(open, as(role), query);
        const asked = new Set(query.match(/\w+/g));
        const named = [...reply.text.matchAll(/\\"(\w+)\\"/g)]
          .map(([, name]) => name!)
          .filter((name) => !asked.has(name) && !known.has(name));
        if (reply.code !== 'GRAPHQL_VALIDATION_FAILED' || named.length > 0 || /Did you mean/.test(reply.text))
          odd.push(`${named.join()}: ${reply.text}`);
      }
    }
    expect(odd).toEqual([]);
    await unharmed(open);
  }, 60_000);

  it('answers, where it hides, the same bytes for forbidden names as for names that do not exist', async () => {
    const view = await viewOf(hiding, role);
    const probes: (readonly [hidden: string, query: (name: string) => string])[] = [];
    const reached = new Map(
      paths(view)
        .flatMap((path) => {
          const to = getNamedType(path.at(-1)!.field.type);
          return isObjectType(to) ? [[to.name, path] as const] : [];
        })
        .reverse(),
    );
    for (const { type, field } of everyField(api)) {
      const path = type === api.getQueryType() || type.name === 'Query' ? [] : reached.get(type.name);
      const lacks = !Object.hasOwn(
        (view.getType(type.name) as GraphQLObjectType | undefined)?.getFields() ?? {},
        field.name,
      );
      if (path === undefined || !lacks) continue;
      probes.push(
        [field.name, (name) => within(path, name)],
        [field.name, (name) => within(path, `a: ${name}(first: 1, id: "x") { __typename }`)],
      );
    }
    for (const type of Object.values(api.getTypeMap()).filter(({ name }) => view.getType(name) === undefined)) {
      probes.push(
        [type.name, (name) => `{ __typename ... on ${name} { __typename } }`],
        [type.name, (name) => `query ($v: ${name}) { __typename }`],
        [type.name, (name) => `{ __type(name: "${name}") { name fields { name } } }`],
      );
    }
    for (const path of paths(view).filter((each) =>
      each.at(-1)!.field.args.some(({ name }) => name === 'filter' || name === 'first'),
    )) {
      const { field, type } = path.at(-1)!;
      const whole = (api.getType(type.name) as GraphQLObjectType).getFields()[field.name]!;
      for (const { name: hidden } of whole.args.filter(({ name }) => !field.args.some((one) => one.name === name)))
        probes.push([hidden, (name) => within(path.slice(0, -1), `${field.name}(${name}: 1) { __typename }`)]);
      for (const argument of ['filter', 'sort']) {
        const [all, own] = [whole, field]
          .map(({ args }) => args.find(({ name }) => name === argument))
          .map((each) => each && getNamedType(each.type));
        if (isInputObjectType(all) && isInputObjectType(own)) {
          for (const hidden of Object.keys(all.getFields()).filter((name) => !(name in own.getFields())))
            probes.push([
              hidden,
              (name) => within(path.slice(0, -1), `${field.name}(filter: { ${name}: [] }) { __typename }`),
            ]);
        }
        if (isEnumType(all) && isEnumType(own)) {
          for (const { name: hidden } of all.getValues().filter(({ name }) => !own.getValue(name)))
            probes.push([hidden, (name) => within(path.slice(0, -1), `${field.name}(sort: ${name}) { __typename }`)]);
        }
      }
    }
    const odd: string[] = [];
    for (const [hidden, query] of probes) {
      const absent = another(hidden);
      const [one, other] = [await ask(hiding, as(role), query(hidden)), await ask(hiding, as(role), query(absent))];
      const same = (text: string): string => text.replaceAll(hidden, absent);
      if (one.status !== other.status || same(one.text) !== same(other.text))
        odd.push(`${query(hidden)}: ${one.status} ${one.text} beside ${other.status} ${other.text}`);
    }
    expect(odd).toEqual([]);
    if (role === 'public') expect(probes.length).toBeGreaterThan(60);
    await unharmed(hiding);
  }, 60_000);
});

describe('a person who may not be seen', () => {
  interface Person {
    readonly id: string;
    readonly nik: string;
    readonly token: string;
    readonly agencies: readonly string[];
  }
  const OF_PERSON =
    'token enrolments { id name nik phone status membership { kpj insurerStatus } verifications { verdict } } memberships { id unit group { name } } fundedTwice';
  const LOOK: Readonly<Record<keyof Pick<Person, 'id' | 'nik' | 'token'>, string>> = {
    nik: `query ($v: Nik!) { personByNik(nik: $v) { ${OF_PERSON} } }`,
    token: `query ($v: ID!) { person(token: $v) { ${OF_PERSON} } }`,
    id: 'query ($v: ID!) { worker(id: $v) { id name nik status village { name } person { token } } }',
  };
  let persons: Person[];
  let nobody: Person;

  beforeAll(async () => {
    const row = 'nodes { id nik person { token } verifications { agency { code } } }';
    const text = `{ workers(first: 100, sort: ID) { ${row} } proposed: workers(first: 100, filter: { statuses: [PROPOSED, VERIFYING] }) { ${row} } doubleFundings(first: 20) { nodes { person { token enrolments { id nik verifications { agency { code } } } } } } }`;
    const { data } = JSON.parse((await ask(open, EVERYTHING, text)).text) as {
      data: {
        workers: { nodes: Row[] };
        proposed: { nodes: Row[] };
        doubleFundings: { nodes: { person: { token: string; enrolments: Row[] } }[] };
      };
    };
    interface Row {
      id: string;
      nik: string;
      person?: { token: string };
      verifications: { agency: { code: string } }[];
    }
    const twice = data.doubleFundings.nodes.flatMap(({ person }) =>
      person.enrolments.map((row) => ({ ...row, person })),
    );
    persons = [...data.workers.nodes, ...data.proposed.nodes, ...twice]
      .filter(({ person }) => person)
      .map(({ id, nik, person, verifications }) => ({
        id,
        nik,
        token: person!.token,
        agencies: verifications.map(({ agency }) => agency.code),
      }));
    const nik = '9999990101900000';
    const { data: found } = JSON.parse((await ask(open, EVERYTHING, LOOK.nik, { v: nik })).text) as {
      data: { personByNik: { token: string } };
    };
    nobody = { id: 'w-99999999', nik, token: found.personByNik.token, agencies: [] };
  });

  const CALLERS: readonly As[] = [
    ...['public', 'dashboard', 'analyst', 'operator'].map((role) => ({ role })),
    { role: 'verifier', agency: 'DINSOS', purpose: 'VERIFICATION' },
    { role: 'verifier', agency: 'DISHUB', purpose: 'VERIFICATION' },
    { role: 'verifier', agency: 'DINSOS' },
    { role: 'agency-owner', agency: 'DINSOS', purpose: 'VERIFICATION' },
    { role: 'agency-owner', agency: 'BPJSTK', purpose: 'CLAIM' },
  ];

  it.each(CALLERS)(
    'looks to $role of $agency for $purpose like somebody who does not exist, byte for byte',
    async (who) => {
      const forbidden = persons.filter(({ agencies }) => !agencies.includes(who.agency ?? ''));
      const some = [...new Set([...forbidden.slice(0, 10), ...forbidden.slice(-10)])];
      expect(some.length).toBeGreaterThan(1);
      const odd: string[] = [];
      for (const [by, query] of Object.entries(LOOK) as [keyof typeof LOOK, string][]) {
        const named = (text: string, person: Person): string =>
          text.replaceAll(person.token, 'TOKEN').replaceAll(person.id, 'ID').replaceAll(person.nik, 'NIK');
        const absent = await ask(open, who, query, { v: nobody[by] });
        for (const person of some) {
          const reply = await ask(open, who, query, { v: person[by] });
          if (named(reply.text, person) !== named(absent.text, nobody) || reply.status !== absent.status)
            odd.push(`${by}: ${reply.text} beside ${absent.text}`);
          if (reply.text.includes(person.nik) || absent.text.includes(nobody.nik))
            odd.push(`${by}: the NIK comes back`);
        }
      }
      expect(odd).toEqual([]);
      await unharmed(open);
    },
  );

  it('is not repeated where their NIK is mistyped, in the text and in a variable', async () => {
    const slip = '327501010190001';
    for (const [query, variables] of [
      [LOOK.nik, { v: slip }],
      [`{ personByNik(nik: "${slip}") { token } }`],
      [LOOK.nik, { v: [slip] }],
      [`{ personByNik(nik: ${slip}) { token } }`],
    ] as const) {
      const reply = await ask(open, EVERYTHING, query, variables);
      expect(reply.code).toMatch(/^BAD_(NIK|USER_INPUT)$/);
      expect(reply.text).not.toContain(slip);
    }
  });

  it('is distinguished only by callers who may see them', async () => {
    const own = persons.find(({ agencies }) => agencies.includes('DINSOS'))!;
    const reply = await ask(open, { role: 'verifier', agency: 'DINSOS', purpose: 'VERIFICATION' }, LOOK.nik, {
      v: own.nik,
    });
    expect(reply.text).toContain(own.id);
  });
});

describe('a subgraph called directly', () => {
  const query =
    '{ _entities(representations: [{ __typename: "Worker", id: "w-00000001" }]) { ... on Worker { id nik } } }';
  const ANYBODY: ClaimsSubject = { sub: 'user:x', roles: ['auditor'], scopes: ['person:read', 'person:all-agencies'] };
  const body = (text = query): string => JSON.stringify({ query: text });
  const sign = (ahead: number, secret = SECRET) =>
    claimsSigner({ secret, now: () => Date.now() + ahead })(ANYBODY, 'workers', body());

  async function knock(headers: Readonly<Record<string, string>>, text = query): Promise<string> {
    const { url } = subgraphs.find(({ name }) => name === 'workers')!;
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body(text),
    });
    const answer = (await reply.json()) as {
      data?: { _entities: { id: string }[] };
      errors?: { extensions: { code: string } }[];
    };
    return answer.data?._entities?.[0]?.id ?? `${reply.status} ${answer.errors?.[0]?.extensions.code}`;
  }

  it.each([
    ['without claims', () => ({}), '401 CLAIMS_MISSING'],
    [
      'with claims of another secret',
      () => ({ [CLAIMS_HEADER]: sign(0, 'another secret, long enough to be one') }),
      '401 CLAIMS_BAD',
    ],
    ['with claims from a clock a little ahead', () => ({ [CLAIMS_HEADER]: sign(3_000) }), 'w-00000001'],
    ['with claims from a clock a little behind', () => ({ [CLAIMS_HEADER]: sign(-3_000) }), 'w-00000001'],
    ['with claims from a clock too far ahead', () => ({ [CLAIMS_HEADER]: sign(7_000) }), '401 CLAIMS_EXPIRED'],
    ['with claims from a clock too far behind', () => ({ [CLAIMS_HEADER]: sign(-17_000) }), '401 CLAIMS_EXPIRED'],
  ])('for _entities %s', async (_what, headers, answer) => {
    expect(await knock(headers())).toBe(answer);
    await unharmed(open);
  });

  it('accepts claims once, and for their own body', async () => {
    const claims = { [CLAIMS_HEADER]: sign(0) };
    expect(await knock(claims, query.replace('id nik', 'nik'))).toBe('401 CLAIMS_BAD');
    expect(await knock(claims)).toBe('w-00000001');
    expect(await knock(claims)).toBe('401 CLAIMS_REPLAYED');
    expect(await knock({}, '{ _service { sdl } }')).toBe('401 CLAIMS_MISSING');
    await unharmed(open);
  });
});
