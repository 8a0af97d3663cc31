/** Every field of our graph, asked by the shortest way to it: nothing personal, and nothing of a caller's own rows, may be kept, whatever a supergraph says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildASTSchema,
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { entityCaching, type EntityCaching } from '../../../gateway/cache/entity-caching.ts';
import { operationCaching, type CachedGraph, type OperationCaching } from '../../../gateway/cache/operation-caching.ts';
import { readPolicy } from '../../../gateway/guard/policy/policy.ts';
import { implies, NO_REQUIREMENT } from '../../../gateway/guard/policy/requirement.ts';
import type { PreparedOperation } from '../../../gateway/plan/prepared-operation.ts';
import { stripFeatures } from '../../../gateway/supergraph/strip-features.ts';

const root = join(import.meta.dirname, '../../..');
const sdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
const document = parse(sdl);
const api = buildSchema(
  printSchema(
    Supergraph.build(print(stripFeatures(document)))
      .apiSchema()
      .toGraphQLJSSchema(),
  ),
  { assumeValidSDL: true },
);
const policy = readPolicy(document);

/** The same supergraph, in which somebody has declared everything cacheable for everybody. */
const careless: DocumentNode = visit(document, {
  ObjectTypeDefinition: (node) => ({ ...node, directives: kept(node.directives) }),
  FieldDefinition: (node) => ({ ...node, directives: kept(node.directives) }),
});

function kept(directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] {
  const [type] = parse('type T @cacheControl(maxAge: 86400) { x: Int }').definitions;
  const [field] = (type as ObjectTypeDefinitionNode).directives!;
  return [...directives.filter(({ name }) => !['cacheControl', 'frozen'].includes(name.value)), field!];
}

const ours: CachedGraph = { policy, api };
const carelessOnes: CachedGraph = { policy: readPolicy(careless), api };

function cachingOf(graph: CachedGraph, query: string): OperationCaching | undefined {
  const parsed = parse(query);
  const operation = parsed.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  return operationCaching(graph, { kind: operation.operation, document: parsed, operation } as PreparedOperation);
}

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) return '{}';
  return { Int: '2025', Boolean: 'true' }[type.name] ?? '"2025-12"';
}

function called({ name, args }: GraphQLField<unknown, unknown>): string {
  const given = args
    .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    .map((argument) => `${argument.name}: ${literal(argument.type)}`);
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
}

/** Each field by the shortest way to it, with the coordinates on the way. */
function everyField(): { query: string; coordinates: string[] }[] {
  const found: { query: string; coordinates: string[] }[] = [];
  const reached = new Set<string>(['Query']);
  let level: { type: GraphQLObjectType; way: string[]; coordinates: string[] }[] = [
    { type: api.getQueryType()!, way: [], coordinates: [] },
  ];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { type, way, coordinates } of level)
      for (const field of Object.values(type.getFields())) {
        const to = getNamedType(field.type);
        const here = [...coordinates, `${type.name}.${field.name}`];
        const last = isLeafType(to) ? called(field) : `${called(field)} { __typename }`;
        found.push({
          query: `{ ${way.reduceRight((inner, step) => `${step} { ${inner} }`, last)} }`,
          coordinates: here,
        });
        if (!isObjectType(to) || reached.has(to.name)) continue;
        reached.add(to.name);
        next.push({ type: to, way: [...way, called(field)], coordinates: here });
      }
    level = next;
  }
  return found;
}

const fields = everyField();
const returnedType = (coordinate: string): string => {
  const [type, field] = coordinate.split('.') as [string, string];
  return getNamedType((api.getType(type) as GraphQLObjectType).getFields()[field]!.type).name;
};
const isPersonType = (name: string): boolean => {
  const names = [...(policy.types.get(name)?.fields.keys() ?? [])];
  return names.length > 0 && names.every((field) => policy.personal.has(`${name}.${field}`));
};
const isPersonal = (coordinates: readonly string[]): boolean =>
  coordinates.some((each) => policy.personal.has(each) || policy.masks.has(each) || isPersonType(returnedType(each)));
const isGuarded = (coordinates: readonly string[]): boolean =>
  coordinates.some((each) => {
    const [type, field] = each.split('.') as [string, string];
    return !implies(NO_REQUIREMENT, policy.fieldRequirement(type, field));
  });

/** What depends on the rows or the account of its caller, and is no person's. */
const OF_THE_CALLER = ['SavedQuestion', 'ImportJob', 'DailyRun', 'Access', 'WorkerConnection', 'MemberConnection'];

describe('every field of the graph', () => {
  it('is reached', () => {
    const all = Object.values(api.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
    const names = new Set(fields.map(({ coordinates }) => coordinates.at(-1)!.split('.')[0]!));
    expect(fields.length).toBeGreaterThan(400);
    expect(all.map(({ name }) => name).filter((name) => policy.personal.has(`${name}.id`) && !names.has(name))).toEqual(
      [],
    );
    expect(fields.filter(({ coordinates }) => isPersonal(coordinates)).length).toBeGreaterThan(80);
  });

  it.each([
    ['our supergraph', ours],
    ['one that declares everything cacheable', carelessOnes],
  ])('is not kept where it is personal, and for nobody else where it has an access rule, of %s', (_what, graph) => {
    for (const { query, coordinates } of fields) {
      const caching = cachingOf(graph, query);
      if (isPersonal(coordinates)) expect([query, caching]).toEqual([query, undefined]);
      else if (isGuarded(coordinates)) expect([query, caching?.isPrivate ?? true]).toEqual([query, true]);
    }
  });

  it('would be kept in that one, but for these', () => {
    // The log of one person is asked for by a personal input.
    const open = fields.filter(
      ({ query, coordinates }) => !isPersonal(coordinates) && !query.includes('personAccessLog'),
    );
    expect(open.filter(({ query }) => cachingOf(carelessOnes, query) === undefined)).toEqual([]);
  });

  it('is not kept where it is of the caller’s own rows', () => {
    const own = fields.filter(({ coordinates }) =>
      coordinates.some((each) =>
        OF_THE_CALLER.some((name) => each.startsWith(`${name}.`) || returnedType(each).startsWith(name)),
      ),
    );
    expect(own.length).toBeGreaterThan(40);
    expect(own.filter(({ query }) => cachingOf(ours, query) !== undefined)).toEqual([]);
  });
});

/** The whole supergraph, as subgraphs are asked. */
const supergraph = buildASTSchema(document, { assumeValid: true });
const keysOf = (type: GraphQLObjectType): string[] =>
  (type.astNode?.directives ?? [])
    .filter(({ name }) => name.value === 'join__type')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'key'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
const entityTypes = Object.values(supergraph.getTypeMap())
  .filter(isObjectType)
  .filter((type) => keysOf(type).length > 0 && type.name !== 'Query');

/** @param selection of an entity @param given what the representation holds, besides its type */
function entitiesOf(graph: CachedGraph, type: string, selection: string, given: string[]): EntityCaching | undefined {
  const query = `query Any__x__0($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  const selections = ['__typename', ...given].map((name) => ({ kind: 'Field' as const, name }));
  const requires = [{ kind: 'InlineFragment' as const, typeCondition: type, selections }];
  return entityCaching({ ...graph, api: supergraph }, { subgraph: 'x', query, variables: [], node: { requires } });
}

describe('every field of an entity', () => {
  const every = entityTypes.flatMap((type) =>
    Object.values(type.getFields()).map((field) => {
      const selection = isLeafType(getNamedType(field.type)) ? called(field) : `${called(field)} { __typename }`;
      const [key] = keysOf(type).filter((one) => /^\w+$/.test(one));
      return {
        type: type.name,
        coordinate: `${type.name}.${field.name}`,
        selection,
        given: key === undefined ? [] : [key],
      };
    }),
  );
  /** A person, or something that leads to one. */
  const isOfPerson = (type: string, coordinate: string): boolean =>
    isPersonal([coordinate]) || [...policy.personal.keys()].some((each) => each.startsWith(`${type}.`));

  it('is looked at', () => {
    expect(every.length).toBeGreaterThan(120);
    expect(every.filter(({ type, coordinate }) => isOfPerson(type, coordinate)).length).toBeGreaterThan(40);
  });

  it.each([
    ['our supergraph', ours],
    ['one that declares everything cacheable', carelessOnes],
  ])('is not kept of a person, and for nobody else where it has an access rule, of %s', (_what, graph) => {
    for (const { type, coordinate, selection, given } of every) {
      const caching = entitiesOf(graph, type, selection, given);
      if (isOfPerson(type, coordinate)) expect([coordinate, caching]).toEqual([coordinate, undefined]);
      else if (isGuarded([coordinate])) expect([coordinate, caching?.isPrivate ?? true]).toEqual([coordinate, true]);
    }
  });

  it('would be kept in that one, but for these', () => {
    const open = every.filter(({ type, coordinate }) => !isOfPerson(type, coordinate));
    expect(open.length).toBeGreaterThan(60);
    expect(
      open.filter(({ type, selection, given }) => entitiesOf(carelessOnes, type, selection, given) === undefined),
    ).toEqual([]);
  });

  it('is not kept beside one that is personal, or under a representation that holds one', () => {
    const counts = 'coverage { total }';
    expect(entitiesOf(carelessOnes, 'Village', counts, ['code'])).toBeDefined();
    expect(entitiesOf(carelessOnes, 'Village', `${counts} workers { nodes { name } }`, ['code'])).toBeUndefined();
    expect(entitiesOf(carelessOnes, 'Worker', 'id', ['id'])).toBeUndefined();
    expect(entitiesOf(carelessOnes, 'Village', counts, ['code', 'nobodyKnows'])).toBeUndefined();
    expect(entitiesOf(carelessOnes, 'Village', `${counts} nobodyKnows`, ['code'])).toBeUndefined();
  });

  it('holds as long as the least of all, has its tags, and one text whatever the operation is called', () => {
    const caching = entitiesOf(ours, 'City', 'workerCount name', ['code'])!;
    expect(caching.tags).toEqual(['areas', 'workers']);
    expect(caching.maxAge({ variables: {}, exact: false, now: Date.parse('2026-03-15T03:00:00Z') })).toBe(30);
    expect(caching.text).not.toContain('Any__x__0');
  });
});

describe('an operation', () => {
  const file = (name: string): string => readFileSync(join(root, 'schema/operations', `${name}.graphql`), 'utf8');
  const asked = { variables: {}, exact: false, now: Date.parse('2026-03-15T03:00:00Z') };

  it('that counts villages of a month that has ended holds for a day, for everybody', () => {
    for (const name of ['coverage-by-village', 'coverage-by-district', 'coverage-by-month', 'verification-funnel']) {
      const caching = cachingOf(ours, file(name));
      expect([name, caching?.isPrivate, caching?.maxAge(asked)]).toEqual([name, false, 86_400]);
    }
  });

  it('with a total as of now holds as briefly as that, by the least of all it asks', () => {
    const caching = cachingOf(ours, '{ city { workerCount coverage { total } name } }')!;
    expect([caching.maxAge(asked), caching.tags]).toEqual([30, ['areas', 'workers']]);
  });

  it('is for callers with the same rights where one of its fields has an access rule', () => {
    expect(cachingOf(ours, '{ village(code: "1") { workerLiability(period: "2026-02") } }')?.isPrivate).toBe(true);
    expect(cachingOf(ours, '{ village(code: "1") { population } }')?.isPrivate).toBe(false);
  });

  it.each([
    ['introspects', '{ __schema { queryType { name } } city { name } }'],
    ['asks for nothing', '{ __typename }'],
    ['filters by a person', '{ village(code: "1") { workers(filter: { nik: "1" }) { totalCount } } }'],
    ['changes something', 'mutation { recordPayment(input: {}) { __typename } }'],
  ])('that %s is not kept', (_what, query) => {
    expect(cachingOf(ours, query)).toBeUndefined();
    expect(cachingOf(carelessOnes, query)).toBeUndefined();
  });
});
