/**
 * What subgraphs do wrong, done to their answers at random from a seed: they are down, answer nothing, fail in places,
 * leave out what they must answer. None of it is another answer, so whatever reaches the client is the truth or null.
 */
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isNullableType,
  Kind,
  parse,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { fragmentsOf, type Fragments } from '../../../gateway/document/fragments.ts';
import { operationOf } from '../../../gateway/document/operation.ts';
import { Random } from './random.ts';

type Ask = (request: SubgraphRequest) => Promise<SubgraphReply>;

export interface Spoiled {
  readonly ask: Ask;
  /** False once an answer had errors that do not say where they are. */
  readonly saysWhere: () => boolean;
}

/** @param schemaOf a subgraph's own */
export function spoiled(ask: Ask, schemaOf: (subgraph: string) => GraphQLSchema, seed: number): Spoiled {
  let saysWhere = true;
  return {
    saysWhere: () => saysWhere,
    ask: async (request) => {
      // By what is asked, not by when: requests that go at once have no order.
      const random = new Random(seed ^ hashOf(`${request.subgraph} ${request.query}`));
      const reply = structuredClone(await ask(request)) as Reply;
      if (random.chance(0.5)) return reply;
      const [name, spoil] = random.pick(Object.entries(WAYS));
      if (VAGUE.has(name)) saysWhere = false;
      return spoil(reply, placesIn(reply.data, request.query, schemaOf(request.subgraph)), random);
    },
  };
}

interface Reply {
  data?: Record<string, unknown> | null;
  errors?: { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

/** One field of one object of an answer. */
interface Place {
  readonly object: Record<string, unknown>;
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly path: readonly (string | number)[];
}

type Way = (reply: Reply, places: readonly Place[], random: Random) => SubgraphReply;

/** Those whose errors do not say where they are. */
const VAGUE: ReadonlySet<string> = new Set(['fails somewhere']);

const WAYS: Readonly<Record<string, Way>> = {
  'is down': () => {
    throw new Error('refused');
  },
  'answers nothing': () => ({ data: null, errors: [{ message: 'failed' }] }),
  'answers no object': () => ({}),
  'fails in places': (reply, places, random) => {
    for (const place of places) if (random.chance(0.2)) fail(reply, place, random);
    return reply as SubgraphReply;
  },
  'fails somewhere': (reply, places, random) => {
    const failed = places.filter(({ type }) => isNullableType(type) && random.chance(0.3));
    for (const { object, name } of failed) object[name] = null;
    if (failed.length > 0) reply.errors = [...(reply.errors ?? []), { message: 'failed somewhere' }];
    return reply as SubgraphReply;
  },
  'leaves out': (reply, places, random) => {
    for (const { object, name, type } of places) if (isNonNullType(type) && random.chance(0.3)) delete object[name];
    return reply as SubgraphReply;
  },
  'has null where none may be': (reply, places, random) => {
    for (const { object, name, type } of places)
      if (random.chance(0.3)) object[name] = withNull(object[name], type, random);
    return reply as SubgraphReply;
  },
  'fails for entities': (reply, _places, random) => {
    const entities = reply.data?.['_entities'];
    if (Array.isArray(entities))
      entities.forEach((_, index) => {
        if (random.chance(0.3))
          fail(reply, { object: entities as never, name: index as never, path: ['_entities', index] }, random);
      });
    return reply as SubgraphReply;
  },
  'answers too few': (reply) => {
    const entities = reply.data?.['_entities'];
    if (Array.isArray(entities)) entities.pop();
    return reply as SubgraphReply;
  },
};

/** A place, or an element of the list there, becomes null with an error. */
function fail(reply: Reply, { object, name, path }: Pick<Place, 'object' | 'name' | 'path'>, random: Random): void {
  const value = object[name];
  const isInside = Array.isArray(value) && value.length > 0 && random.chance(0.5);
  const index = isInside ? random.below(value.length) : 0;
  if (isInside) value[index] = null;
  else object[name] = null;
  reply.errors = [...(reply.errors ?? []), { message: 'failed', path: isInside ? [...path, index] : path }];
}

function withNull(value: unknown, type: GraphQLOutputType, random: Random): unknown {
  if (isNonNullType(type)) return random.chance(0.6) ? null : withNull(value, type.ofType, random);
  if (!isListType(type) || !Array.isArray(value)) return value;
  return value.map((element: unknown) => withNull(element, type.ofType, random));
}

function placesIn(data: Reply['data'], query: string, schema: GraphQLSchema): readonly Place[] {
  const document = parse(query);
  const { operation, selectionSet } = operationOf(document);
  const places: Place[] = [];
  if (data)
    collect(
      data,
      selectionSet,
      { schema, fragments: fragmentsOf(document), places },
      schema.getRootType(operation)!,
      [],
    );
  return places;
}

interface Collecting {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly places: Place[];
}

function collect(
  object: Record<string, unknown>,
  set: SelectionSetNode,
  into: Collecting,
  type: GraphQLCompositeType,
  path: Place['path'],
): void {
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const { selectionSet, typeCondition } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : into.fragments.get(selection.name.value)!;
      collect(
        object,
        selectionSet,
        into,
        typeCondition ? (into.schema.getType(typeCondition.name.value) as GraphQLCompositeType) : type,
        path,
      );
      continue;
    }
    const name = (selection.alias ?? selection.name).value;
    const field =
      selection.name.value === '_entities'
        ? into.schema.getQueryType()!.getFields()['_entities']
        : isObjectType(type) || isInterfaceType(type)
          ? type.getFields()[selection.name.value]
          : undefined;
    if (!field || !Object.hasOwn(object, name)) continue;
    const at = [...path, name];
    if (name !== '_entities' && !into.places.some((place) => place.object === object && place.name === name))
      into.places.push({ object, name, type: field.type, path: at });
    const named = getNamedType(field.type);
    if (isCompositeType(named))
      inside(object[name], at, (inner, place) => collect(inner, selection.selectionSet!, into, named, place));
  }
}

function inside(
  value: unknown,
  path: Place['path'],
  visit: (object: Record<string, unknown>, path: Place['path']) => void,
): void {
  if (Array.isArray(value)) value.forEach((element, index) => inside(element, [...path, index], visit));
  else if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>, path);
}

/** FNV-1a, so that each text has a number of its own. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
