/** The whole graph: every field of every type, selected by every role, for every purpose and in every notation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileOperation } from '../../../gateway/execute/compile-operation.ts';
import { callerOf, publicCaller, type Caller } from '../../../gateway/guard/identity/caller.ts';
import { parseRoles } from '../../../gateway/guard/identity/roles.ts';
import { ENFORCED_SPECS } from '../../../gateway/guard/policy/directive-names.ts';
import { rulesOf, type Rules } from '../../../gateway/guard/rules.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { createEngine, type ExecutionEngine } from '../../../gateway/supergraph/engine.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { ROUTES, subgraphSdl } from '../../../schema/compose.ts';
import { declaredRules, type Reader } from './declared-rules.ts';
import { fakeAgencies } from './fake-agencies.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

const root = join(import.meta.dirname, '../../..');
const rolesJson = JSON.parse(readFileSync(join(root, 'gateway/guard/identity/roles.json'), 'utf8')) as {
  roles: Record<string, { scopes: string[] }>;
};
const texts = Object.fromEntries(Object.keys(ROUTES).map((name) => [name, subgraphSdl(name)]));
const declared = declaredRules(Object.values(texts));

/** What would be seen if nothing were masked. */
const RAW: Readonly<Record<string, string>> = {
  NIK: '3275014101900001',
  NAME: 'Siti Wati',
  KPJ: '12345678901',
  PHONE: '+6281234567890',
  DATE: '1990-05-17',
  TEXT: 'Free text of somebody',
};
const asking = fakeAgencies(texts, (type, field) => RAW[declared.maskOf(type, field) ?? '']);

let engine: ExecutionEngine;
let rules: Rules;
let schema: GraphQLSchema;
beforeAll(async () => {
  const sdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
  engine = await createEngine({ source: fixedSupergraph(sdl), compile: compileOperation, enforced: ENFORCED_SPECS });
  schema = engine.current().apiSchema;
  rules = rulesOf(engine.current(), gatewayDefaults({ purposes: ['OTHER'] }), {});
});
afterAll(() => engine.stop());

interface Target {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}
/** Fields from the root to one, that one included. */
type Path = readonly Target[];

/** Changes are fields of another root: nothing is changed, since the subgraphs are played. */
const kindOf = ([root]: Path): string => (root!.type === schema.getMutationType() ? 'mutation' : 'query');

const WAYS: readonly ((path: Path) => string)[] = [
  (path) => `${kindOf(path)} { ${nested(path, (step) => spelled(step))} }`,
  (path) => `${kindOf(path)} { ${nested(path, (step) => `pageInfo: ${spelled(step)}`)} }`,
  (path) =>
    `${kindOf(path)} { ${nested(path.slice(0, -1), spelled, '...F')} } fragment F on ${path.at(-1)!.type.name} { ...G } fragment G on ${path.at(-1)!.type.name} { ${leaf(path.at(-1)!)} }`,
  (path) => {
    const last = leaf(path.at(-1)!);
    return `${kindOf(path)} ($yes: Boolean = true) { ${nested(path.slice(0, -1), spelled, `... @include(if: $yes) { ... on ${path.at(-1)!.type.name} { one: ${last} two: ${last} } }`)} }`;
  },
];

const callers = (purposes: readonly (string | undefined)[]) =>
  Object.entries(rolesJson.roles).flatMap(([role, { scopes }]) =>
    purposes.map((purpose) => {
      const all = [...scopes, ...rolesJson.roles.public!.scopes];
      const reader: Reader = { signedIn: role !== 'public', roles: ['public', role], scopes: all, purpose };
      return { role, reader, caller: callerFor(role) };
    }),
  );

function callerFor(role: string): Caller {
  const roles = parseRoles(rolesJson);
  return role === 'public'
    ? publicCaller(roles)
    : callerOf(
        { id: `user:${role}`, kind: 'user', roles: [role], scopes: [], agency: 'DINSOS', expiresAt: Infinity },
        roles,
      );
}

async function ask(text: string, caller: Caller, purpose: string | undefined) {
  const prepared = await engine.current().operations.prepare(text, undefined, rules.authorizationFor(caller, purpose));
  const fetcher = asking();
  const outcome = await prepared.compiled.run({
    fetcher,
    caller: new SubgraphCaller({}),
    deadline: performance.now() + 10_000,
  });
  return {
    text: outcome.dataText()!,
    codes: outcome.errors().map(({ extensions }) => extensions.code as string),
    asked: fetcher.asked,
  };
}

/** What is wrong with the answers to one field, for the callers in this order. */
async function findings(
  { type, field }: Target,
  who: ReturnType<typeof callers>,
  write: (path: Path) => string,
  pathOf: typeof pathTo = pathTo,
): Promise<string[]> {
  const found: string[] = [];
  for (const { role, reader, caller } of who) {
    const path = pathOf(schema, { type, field }, (step) => declared.allows(reader, step.type.name, step.field.name));
    if (path === undefined) continue;
    const may = path.every((step) => declared.allows(reader, step.type.name, step.field.name));
    const answer = await ask(write(path), caller, reader.purpose);
    const report = (what: string): void =>
      void found.push(
        `${role}${reader.purpose === undefined ? '' : ` for ${reader.purpose}`}, ${type.name}.${field.name}: ${what}, ${answer.text} ${answer.codes.join()}`,
      );
    const leaked = [...answer.asked].filter(
      (coordinate) => !declared.allows(reader, ...(coordinate.split('.') as [string, string])),
    );
    if (leaked.length > 0) report(`subgraphs were asked for ${leaked.join()}`);
    if (may && (answer.codes.length > 0 || answer.text.includes('null'))) report('expected it seen');
    const refused =
      answer.codes.length > 0 &&
      answer.codes.every((code) => code === 'FORBIDDEN_FIELD' || code === 'PURPOSE_REQUIRED');
    if (!may && (!refused || !answer.text.includes('null'))) report('expected it refused');
    const mask = may ? declared.maskOf(type.name, field.name) : undefined;
    if (mask !== undefined && answer.text.includes(RAW[mask]!) !== declared.showsInFull(reader, type.name, field.name))
      report('masked where it should be full, or full where masked');
  }
  return found;
}

/** Fields under test at once: while one is planned another runs. */
const AT_ONCE = 8;

async function allFindings(
  targets: readonly Target[],
  who: readonly ReturnType<typeof callers>[],
  wayOf: (index: number) => (path: Path) => string,
  pathOf?: typeof pathTo,
): Promise<string[]> {
  const found: string[] = [];
  const queue = targets.entries();
  // One iterator, many hands: each takes the next field.
  const hand = async (): Promise<void> => {
    for (const [index, target] of queue)
      found.push(...(await findings(target, who[index % who.length]!, wayOf(index), pathOf)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return found;
}

describe('every field of the graph, by every role', () => {
  // The order of callers must not matter: the same text, the callers in both orders.
  const orders = [callers([undefined]), callers([undefined]).reverse()];

  it("is shown or refused as its subgraph's directives state", async () => {
    expect(await allFindings(everyField(schema), orders, () => WAYS[0]!)).toEqual([]);
  }, 120_000);

  it('is treated so under an alias, in fragments of fragments, in inline fragments and twice', async () => {
    // A field that all may read is no use to who wants to get around a refusal.
    const contested = everyField(schema).filter(({ type, field }) =>
      orders[0]!.some(({ reader }) => !declared.allows(reader, type.name, field.name)),
    );
    expect(contested.length).toBeGreaterThan(50);
    expect(await allFindings(contested, orders, (index) => WAYS[1 + (index % (WAYS.length - 1))]!)).toEqual([]);
  });

  it('is in full for a purpose that its subgraph allows, and masked for any other', async () => {
    const masked = everyField(schema).filter(({ type, field }) => declared.maskOf(type.name, field.name) !== undefined);
    expect(await allFindings(masked, [callers([undefined, 'OTHER', ...declared.purposes])], () => WAYS[0]!)).toEqual(
      [],
    );
    expect(masked.length).toBeGreaterThan(5);
  });

  it('is not refused to all, nor shown to all', () => {
    const seen = (role: string): number => {
      const { reader } = orders[0]!.find((one) => one.role === role)!;
      return everyField(schema).filter(({ type, field }) => declared.allows(reader, type.name, field.name)).length;
    };
    expect(seen('public')).toBeGreaterThan(100);
    expect(seen('public')).toBeLessThan(seen('analyst'));
    expect(seen('analyst')).toBeLessThan(seen('auditor'));
  });

  it('is treated so where an interface leads to it', async () => {
    const led = everyField(schema).filter((target) => throughInterface(schema, target) !== undefined);
    expect(led.length).toBeGreaterThan(20);
    const write = ([root, target]: Path): string =>
      `query { ${spelled(root!)} { ... on ${target!.type.name} { ${leaf(target!)} } } }`;
    expect(await allFindings(led, orders, () => write, throughInterface)).toEqual([]);
  }, 120_000);

  it('is of an object type, or of an interface that a field of the root leads to', () => {
    const abstract = Object.values(schema.getTypeMap()).filter((type) => isInterfaceType(type) || isUnionType(type));
    expect(abstract.map(String)).toEqual(['Node']);
    expect(rootFieldOf(schema, 'Node')).toBeDefined();
  });
});

function everyField(of: GraphQLSchema): Target[] {
  return Object.values(of.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
}

/** From a field of the root that gives an interface of the type. */
function throughInterface(of: GraphQLSchema, target: Target): Path | undefined {
  const roots = target.type.getInterfaces().flatMap(({ name }) => rootFieldOf(of, name) ?? []);
  return roots.length === 0 ? undefined : [roots[0]!, target];
}

function rootFieldOf(of: GraphQLSchema, name: string): Target | undefined {
  const type = of.getQueryType()!;
  const field = Object.values(type.getFields()).find((one) => getNamedType(one.type).name === name);
  return field && { type, field };
}

/** The shortest way from the root, through fields that may be read where there is one. */
function pathTo(of: GraphQLSchema, { type, field }: Target, may: (step: Target) => boolean): Path | undefined {
  return search(of, { type, field }, may) ?? search(of, { type, field }, () => true);
}

function search(of: GraphQLSchema, { type, field }: Target, may: (step: Target) => boolean): Path | undefined {
  const start = type === of.getMutationType() ? type : of.getQueryType()!;
  const seen = new Set<unknown>([start]);
  for (let level: { at: GraphQLObjectType; path: Path }[] = [{ at: start, path: [] }]; level.length > 0;) {
    const reached = level.find(({ at }) => at === type);
    if (reached !== undefined) return [...reached.path, { type, field }];
    level = level.flatMap(({ at, path }) =>
      Object.values(at.getFields()).flatMap((step) => {
        const to = getNamedType(step.type);
        if (!isObjectType(to) || seen.has(to) || !may({ type: at, field: step })) return [];
        seen.add(to);
        return [{ at: to, path: [...path, { type: at, field: step }] }];
      }),
    );
  }
  return undefined;
}

function nested(path: Path, write: (step: Target) => string, inner = ''): string {
  return path.reduceRight(
    (inside, step) => `${write(step)}${inside === '' ? '' : ` { ${inside} }`}`,
    inner === '' && path.length > 0 ? below(path.at(-1)!) : inner,
  );
}

function leaf(step: Target): string {
  const inside = below(step);
  return `${spelled(step)}${inside === '' ? '' : ` { ${inside} }`}`;
}

const below = ({ field }: Target): string => (isLeafType(getNamedType(field.type)) ? '' : '__typename');

function spelled({ field }: Target): string {
  const given = field.args.filter(isRequiredArgument).map((argument) => `${argument.name}: ${literal(argument.type)}`);
  return given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`;
}

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((one) => `${one.name}: ${literal(one.type)}`)
      .join(', ')} }`;
  return { Int: '2025', Float: '1.5', Boolean: 'true', Date: '"2025-12-01"' }[type.name] ?? '"2025-12"';
}
