/**
 * The sample behind the real subgraphs, every field of the graph, every role that may not unmask, every purpose: whatever is
 * answered, errors and extensions included, holds no NIK, no name, no telephone number and no card number of anybody.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  print,
  printSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { stripFeatures } from '../../../gateway/supergraph/strip-features.ts';
import { documentsOf } from '../../../subgraphs/city/documents.ts';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { sampleMembers } from '../../../subgraphs/sample/members.ts';
import type { SampleIdentity } from '../../../subgraphs/sample/people.ts';
import { MEMBERS, WORKERS } from '../../../subgraphs/sample/seed.ts';
import { sampleWorkers } from '../../../subgraphs/sample/workers.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { personTokens } from '../../../subgraphs/data/person-token.ts';
import { otlpReceiver, type OtlpReceiver } from '../../support/otlp-receiver.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

const root = join(import.meta.dirname, '../../..');
const sdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
const api: GraphQLSchema = buildSchema(
  printSchema(
    Supergraph.build(print(stripFeatures(parse(sdl))))
      .apiSchema()
      .toGraphQLJSSchema(),
  ),
  { assumeValidSDL: true },
);
const rolesJson = JSON.parse(readFileSync(join(root, 'gateway/guard/identity/roles.json'), 'utf8')) as {
  scopes: Record<string, string>;
  roles: Record<string, { scopes: string[]; agency?: boolean }>;
};
/** So that nothing is refused for its cost. */
const RICH = { requestsPerMinute: 1e6, costPerRequest: 1e6, costPerMinute: 1e9, personsPerMinute: 1e9 };
const PURPOSES = [undefined, 'VERIFICATION', 'REGISTRATION', 'CLAIM', 'COMPLAINT', 'AUDIT'];

/** Everything of the sample that must not be seen, and one person to ask for by name of their records. */
function everybody() {
  const people = { villages: documentsOf(readCity(KOTA_BEKASI)).agencies.villages, used: new Set<string>() };
  const identities: SampleIdentity[] = [];
  const numbers = new Set<string>();
  const names = new Set<string>();
  const see = ({
    name,
    nik,
    phone,
    kpj,
  }: {
    name?: string | null;
    nik?: string | null;
    phone?: string;
    kpj?: string;
  }): void => {
    for (const number of [nik, phone, kpj]) if (number) numbers.add(number);
    if (name) names.add(name);
  };
  let spoilt: { id: string; nik: string } | undefined;
  for (const { _id, name, nik, phone, membership, problems } of sampleWorkers(WORKERS, people, identities)) {
    see({ name, nik, phone, kpj: membership?.kpj });
    for (const { field, raw } of problems) see(field === 'name' ? { name: raw } : field === 'nik' ? { nik: raw } : {});
    if (problems.some(({ code }) => code === 'DUPLICATE_CANDIDATE')) spoilt ??= { id: _id, nik: nik! };
  }
  for (const { name, nik, membership } of sampleMembers(MEMBERS, people, identities))
    see({ name, nik, kpj: membership?.kpj });
  return { numbers, names, spoilt: spoilt! };
}

const { numbers, names, spoilt } = everybody();

/** What of somebody stands in a text. */
function found(text: string): string[] {
  const digits = (text.match(/\d{10,}/g) ?? []).filter((run) => numbers.has(run));
  const words = text.match(/\p{L}+(?= \p{L})/gu) ?? [];
  if (words.length === 0) return digits;
  const pairs = [...text.matchAll(/\p{L}+ \p{L}+(?: \p{L}+)?/gu)].flatMap(([run]) => [
    run,
    run.split(' ').slice(0, 2).join(' '),
    run.split(' ').slice(1).join(' '),
  ]);
  return [...digits, ...pairs.filter((pair) => names.has(pair))];
}

let folder: string;
let sample: SampleGraph;
let gateway: RunningGateway;
/** Lines of the gateway's log, at trace. */
const logged: string[] = [];
/** Takes the gateway's traces, of every request. */
let traces: OtlpReceiver;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nothing-in-full-'));
  const masked = (scopes: readonly string[]): string[] => scopes.filter((scope) => !scope.startsWith('unmask:'));
  const roles = Object.fromEntries(
    Object.entries(rolesJson.roles).flatMap(([name, role]) => [
      [name, { ...role, budget: RICH }],
      // A role that may unmask, here without those scopes: nobody else sees the rows of its agency.
      ...(masked(role.scopes).length < role.scopes.length
        ? [[`${name}-masked`, { ...role, scopes: masked(role.scopes), budget: RICH }]]
        : []),
    ]),
  );
  const all = Object.keys(rolesJson.scopes);
  writeFileSync(
    join(folder, 'roles.json'),
    JSON.stringify({
      ...rolesJson,
      roles: {
        ...roles,
        everything: { title: 'All', scopes: all, budget: RICH },
        'everything-masked': { title: 'All but unmasking', scopes: masked(all), budget: RICH },
      },
    }),
  );
  sample = await startSampleGraph();
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    roles: join(folder, 'roles.json'),
    purposes: ['AUDIT'],
    auditUri: sample.mongodbUri,
    auditKey: 'an audit key of thirty-two bytes!!',
    auditAnchor: join(folder, 'anchor'),
  });
  const inProcess = Object.fromEntries([...sample.subgraphs].map(([name, { execute }]) => [name, execute]));
  traces = await otlpReceiver();
  const traced = { tracesEndpoint: traces.url, tracesProtocol: 'http/json', tracesRatio: 1 } as const;
  const observed = { accessLog: true, slowRequest: 1, operatePort: 0, ...traced, tracesSpansPerSecond: 100_000 };
  gateway = await startGateway({
    settings: { ...settings, ...observed },
    log: logOf('test', 'trace', { write: (line: string) => logged.push(line) }),
    source: fixedSupergraph(sdl),
    inProcess,
  });
}, FILL_MS);
afterAll(async () => {
  await gateway?.stop();
  await sample?.stop();
  await traces?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tokens = new Map<string, Promise<string>>();
function bearer(role: string): Promise<string> {
  const acts = rolesJson.roles[role.replace('-masked', '')]?.agency === true;
  const agency = acts ? ['--agency', role.startsWith('insurer') ? 'BPJSTK' : 'DINSOS'] : [];
  if (!tokens.has(role))
    tokens.set(
      role,
      tokenCommand(['--role', role, ...agency], { KEYS_FOLDER: folder, ROLES: join(folder, 'roles.json') }).then(
        (token) => `Bearer ${token}`,
      ),
    );
  return tokens.get(role)!;
}

const mayExplain = (role: string): boolean =>
  role.startsWith('everything') || rolesJson.roles[role.replace('-masked', '')]!.scopes.includes('explain:read');

async function ask(role: string, purpose: string | undefined, query: string, variables = {}): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
    headers: {
      'content-type': 'application/json',
      ...(role !== 'public' && { authorization: await bearer(role) }),
      ...(purpose && { 'x-purpose': purpose }),
      // An explanation is searched as the rest of an answer is.
      ...(mayExplain(role) && { 'x-explain': 'true' }),
    },
  });
  return `${[...response.headers].join()} ${await response.text()}`;
}

/** Fields with a mask, or that require a purpose. Many things have a name; a person here has a birth date too. */
const PERSONAL_FIELDS = new Set(
  [...sdl.matchAll(/^ +(\w+)\b[^\n]*@(?:mask|purpose)\(/gm)]
    .map(([, field]) => field!)
    .filter((field) => field !== 'name'),
);

const PROBLEMS = ['NIK_LENGTH', 'NAME_MISSPELT', 'DUPLICATE_CANDIDATE'];

const VALUES: Readonly<Record<string, () => string>> = {
  first: () => '12',
  id: () => JSON.stringify(spoilt.id),
  token: () => JSON.stringify(personTokens(DEVELOPMENT_KEYS.identityKey)(spoilt.nik)),
  person: () => JSON.stringify(personTokens(DEVELOPMENT_KEYS.identityKey)(spoilt.nik)),
  nik: () => JSON.stringify(spoilt.nik),
};

/** An argument's value: one that finds somebody where it can. */
function literal(name: string, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(name, type.ofType);
  if (VALUES[name] !== undefined) return VALUES[name]();
  if (isListType(type)) return `[${literal(name, type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter((one) => isNonNullType(one.type))
      .map((one) => `${one.name}: ${literal(one.name, one.type)}`)
      .join(', ')} }`;
  return (
    {
      Int: '2025',
      Boolean: 'true',
      Date: '"2025-12-01"',
      DateTime: '"2025-12-01T00:00:00Z"',
      Period: '"2025-12"',
      ID: name === 'code' ? '"SIGAP"' : '"3275"',
    }[type.name] ?? '"2025-12"'
  );
}

function called(field: GraphQLField<unknown, unknown>, more = ''): string {
  const given = field.args
    .filter((one) => (isNonNullType(one.type) && one.defaultValue === undefined) || one.name === 'first')
    .map((one) => `${one.name}: ${literal(one.name, one.type)}`);
  const all = [...given, ...(more === '' ? [] : [more])].join(', ');
  return all === '' ? field.name : `${field.name}(${all})`;
}

/** Every leaf of a type, and of all that it leads to so many steps further. */
function everythingOf(type: GraphQLObjectType, steps: number): string {
  return Object.values(type.getFields())
    .flatMap((field) => {
      const to = getNamedType(field.type);
      if (isLeafType(to)) return [called(field)];
      if (!isObjectType(to)) return [];
      const inner = steps === 0 ? '__typename' : everythingOf(to, steps - 1);
      return [`${called(field)} { ${inner} }`];
    })
    .join(' ');
}

/** Operations that ask for every field of the graph, by way of whatever leads there. */
function operations(): { query: string; asks: ReadonlySet<string>; ofPersons: boolean }[] {
  return paths().map(({ way, type, last }) => {
    const leaves = everythingOf(type, 1);
    const query = `{ ${way.reduceRight((inner, step) => `${step} { ${inner} }`, leaves)} }`;
    return {
      query,
      ofPersons: query.split(/\W+/).some((field) => PERSONAL_FIELDS.has(field)),
      asks: new Set(
        Object.keys(type.getFields())
          .map((field) => `${type.name}.${field}`)
          .concat(last),
      ),
    };
  });
}

const NODES: Readonly<Record<string, string>> = {
  Agency: 'Agency:DINSOS',
  City: 'City:32.75',
  District: 'District:32.75.01',
  PublishedFigure: 'PublishedFigure:SIGAP_PARTICIPANTS',
  Village: 'Village:32.75.01.1001',
};

/** The way by `node(id:)` to each type that has an id in the whole graph. */
function nodes(way: readonly string[], node: GraphQLInterfaceType): { way: string[]; type: GraphQLObjectType }[] {
  return api.getPossibleTypes(node).map((type) => {
    if (NODES[type.name] === undefined) throw new Error(`expected an id of the sample for ${type.name}`);
    return { way: [...way, `node(id: "${NODES[type.name]}")`, `... on ${type.name}`], type };
  });
}

/** The ways to each object type: every root field that leads to it first, and the shortest way to the others. */
function paths(): { way: string[]; type: GraphQLObjectType; last: string }[] {
  const query = api.getQueryType()!;
  const reached = new Set<string>();
  let level = [{ way: [] as string[], type: query, last: '' }];
  const all: typeof level = [];
  while (level.length > 0) {
    level = level.flatMap(({ way, type }) =>
      Object.values(type.getFields()).flatMap((field) => {
        const to = getNamedType(field.type);
        if (isInterfaceType(to)) return nodes(way, to).map((one) => ({ ...one, last: `${type.name}.${field.name}` }));
        if (!isObjectType(to) || (type !== query && reached.has(to.name))) return [];
        reached.add(to.name);
        // Those whose records are not as they should be, too.
        const spoiled =
          type === query && field.name === 'workers'
            ? ['', ...PROBLEMS.map((problem) => `filter: { problems: [${problem}] }`)]
            : [''];
        return spoiled.map((more) => ({
          way: [...way, called(field, more)],
          type: to,
          last: `${type.name}.${field.name}`,
        }));
      }),
    );
    all.push(...level);
  }
  return all;
}

const MASKED_ROLES = Object.entries(rolesJson.roles)
  .filter(([, { scopes }]) => !scopes.some((scope) => scope.startsWith('unmask:')))
  .map(([role]) => role);

/** Changes are not made to the sample. What they return is read by a query too, beside an id that the caller has given, places and codes. */
const CHANGED = new Set([
  'Mutation',
  'DeletedQuestion',
  'ImportedRows',
  'RejectedLine',
  'ChangedMember',
  'ChangedWorker',
  'MergedWorkers',
  'AnsweredVerification',
  'ChangedWorkers',
  'ChangedRow',
  'ProposedWorkers',
  'ProposedRow',
  'RowRefusal',
]);

describe('without the scope to unmask', () => {
  const all = operations();

  /** Some at a time: while one is planned others run. */
  async function answers(
    role: string,
    purpose: string | undefined,
    which = all,
  ): Promise<[query: string, answer: string][]> {
    const given: [string, string][] = [];
    const queue = which.values();
    const hand = async (): Promise<void> => {
      for (const { query } of queue) given.push([query, await ask(role, purpose, query)]);
    };
    await Promise.all(Array.from({ length: 6 }, hand));
    return given;
  }

  it('every field is selected', () => {
    const every = Object.values(api.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__') && !CHANGED.has(name))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    const asked = new Set(all.flatMap(({ asks }) => [...asks]));
    expect(every.filter((field) => !asked.has(field))).toEqual([]);
  });

  it.each([...MASKED_ROLES, 'verifier-masked', 'agency-owner-masked', 'insurer-masked', 'everything-masked'])(
    '%s sees nobody in full, whatever they ask and for whatever purpose',
    async (role) => {
      const seen: string[] = [];
      for (const purpose of PURPOSES) {
        // A purpose opens nothing that is not about persons.
        const which = all.filter(({ ofPersons }) => ofPersons || purpose === undefined);
        for (const [query, answer] of await answers(role, purpose, which))
          seen.push(...found(answer).map((what) => `${what} in ${query.slice(0, 120)} for ${purpose}`));
      }
      expect(seen).toEqual([]);
    },
    300_000,
  );

  it.each(['verifier', 'agency-owner', 'everything'])(
    'nor does %s without a purpose',
    async (role) => {
      const seen = (await answers(role, undefined)).flatMap(([, answer]) => found(answer));
      expect(seen).toEqual([]);
    },
    120_000,
  );

  it('while a caller who may, for a purpose, sees them: so the test does look at values', async () => {
    const texts = (await answers('everything', 'VERIFICATION')).map(([, answer]) => answer);
    const seen = found(texts.join('\n'));
    expect(seen.length).toBeGreaterThan(200);
    expect(texts.join()).toContain(`"field":"nik","raw":"${spoilt.nik}"`);
    // What explains these answers has nobody all the same.
    const explanations = texts
      .map((text) => text.slice(text.indexOf('"explain":{')))
      .filter((text) => text.length > 100);
    expect(explanations.length).toBeGreaterThan(50);
    expect(found(explanations.join('\n'))).toEqual([]);
  });
});

describe('an error', () => {
  // A NIK in every argument, in the text and in a variable: it is not repeated, neither to who sent it nor to a log that keeps answers.
  const places = Object.values(api.getQueryType()!.getFields()).flatMap((field) =>
    field.args.map((argument) => ({ field, argument })),
  );

  it.each(['public', 'everything'])('repeats to %s no NIK that was sent where it does not belong', async (role) => {
    const repeated: string[] = [];
    for (const { field, argument } of places) {
      const below = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
      const others = field.args
        .filter((one) => one !== argument && isNonNullType(one.type) && one.defaultValue === undefined)
        .map((one) => `${one.name}: ${literal(one.name, one.type)}`);
      const given = (value: string): string => [...others, `${argument.name}: ${value}`].join(', ');
      const answers = [
        await ask(role, 'VERIFICATION', `{ ${field.name}(${given(`"${spoilt.nik}"`)}) ${below} }`),
        await ask(
          role,
          'VERIFICATION',
          `query ($v: ${String(argument.type)}) { ${field.name}(${given('$v')}) ${below} }`,
          { v: `${spoilt.nik}` },
        ),
        await ask(
          role,
          'VERIFICATION',
          `query ($v: ${String(argument.type)}) { ${field.name}(${given('$v')}) ${below} }`,
          { v: { nik: spoilt.nik } },
        ),
      ];
      repeated.push(
        ...answers
          .filter((answer) => answer.includes(spoilt.nik))
          .map(
            (answer) =>
              `${field.name}(${argument.name}:) ${answer.slice(answer.indexOf('{'), answer.indexOf('{') + 300)}`,
          ),
      );
    }
    expect(repeated).toEqual([]);
  });
});

describe('what the operator sees', () => {
  it('has nobody: neither the log at its most talkative, nor the metrics, nor the traces, after all that was asked', async () => {
    const metrics = await (await fetch(`${gateway.operateUrl}/metrics`)).text();
    expect(logged.length).toBeGreaterThan(1_000);
    expect(metrics).toContain('sigap_client_requests_total');
    for (const kind of ['denied', 'masked', 'perturbed'])
      expect(metrics).toMatch(new RegExp(`^sigap_answers_withheld_total\\{kind="${kind}"\\} [1-9]`, 'm'));
    expect(found(logged.join('\n'))).toEqual([]);
    expect(traces.spans.length).toBeGreaterThan(1_000);
    expect(found(traces.texts.join('\n'))).toEqual([]);
    expect(found(metrics)).toEqual([]);
  });
});
