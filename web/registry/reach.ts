/** Which agency builds on the types of which other: worked out from the SDL of their subgraphs. */
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
  type UnionTypeDefinitionNode,
  type UnionTypeExtensionNode,
} from 'graphql/language';

/** A subgraph whose SDL is looked at. */
export interface OwnedSdl {
  readonly name: string;
  readonly owner: string;
  readonly sdl: string;
}

/** An arrow: `from` adds fields to types of `into`, or requires fields of it. */
interface Reach {
  readonly from: string;
  readonly into: string;
  /** Sorted. */
  readonly adds: readonly string[];
  readonly requires: readonly string[];
}

export interface ReachGraph {
  /** By code, each with its subgraphs, both in the order given. */
  readonly agencies: readonly { readonly code: string; readonly subgraphs: readonly string[] }[];
  /** By agency, as these are ordered. */
  readonly reaches: readonly Reach[];
  /** Names of subgraphs whose SDL could not be read. */
  readonly unread: readonly string[];
}

/** What one subgraph says of an entity. */
interface Part {
  /** Fields that it resolves, without those of its keys. */
  readonly own: Set<string>;
  /** Those of them that are plain values: scalars and enums, without arguments. */
  readonly values: Set<string>;
  readonly external: Set<string>;
  readonly keys: Set<string>;
  /** Federation 1: the type belongs to another subgraph. */
  extended: boolean;
  hasKey: boolean;
}

interface Read extends OwnedSdl {
  readonly parts: ReadonlyMap<string, Part>;
}

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

export function reachOf(subgraphs: readonly OwnedSdl[]): ReachGraph {
  const unread: string[] = [];
  const read = subgraphs.flatMap((subgraph): Read[] => {
    try {
      return [{ ...subgraph, parts: partsOf(subgraph.sdl) }];
    } catch {
      unread.push(subgraph.name);
      return [];
    }
  });
  const arrows = new Map<string, { adds: Set<string>; requires: Set<string> }>();
  const note = (from: Read, into: Read, how: 'adds' | 'requires', type: string): void => {
    if (from.owner === into.owner) return;
    const key = `${from.owner} ${into.owner}`;
    const arrow = arrows.get(key) ?? { adds: new Set(), requires: new Set() };
    arrows.set(key, arrow);
    arrow[how].add(type);
  };
  for (const type of entitiesOf(read)) noteType(type, read, note);
  const codes = [...new Set(subgraphs.map(({ owner }) => owner))];
  return {
    agencies: codes.map((code) => ({
      code,
      subgraphs: subgraphs.filter(({ owner }) => owner === code).map(({ name }) => name),
    })),
    reaches: codes.flatMap((from) =>
      codes.flatMap((into) => {
        const arrow = arrows.get(`${from} ${into}`);
        return arrow === undefined
          ? []
          : [{ from, into, adds: [...arrow.adds].sort(), requires: [...arrow.requires].sort() }];
      }),
    ),
    unread,
  };
}

function noteType(
  type: string,
  read: readonly Read[],
  note: (from: Read, into: Read, how: 'adds' | 'requires', type: string) => void,
): void {
  const home = homeOf(type, read);
  for (const from of read) {
    const part = from.parts.get(type);
    if (part === undefined) continue;
    const others = read.filter((other) => other !== from);
    for (const field of part.external) {
      const resolvers = others.filter((other) => other.parts.get(type)?.own.has(field));
      for (const into of home !== undefined && resolvers.includes(home) ? [home] : resolvers)
        note(from, into, 'requires', type);
    }
    const homes = home?.parts.get(type)!.own;
    if (home !== undefined && from !== home && [...part.own].some((field) => !homes!.has(field)))
      note(from, home, 'adds', type);
  }
}

/**
 * Federation does not say whose a type is. Here it belongs to the subgraph that holds most of its plain values: others add counts, lists
 * and what leads elsewhere. Of several it is the one with most fields, and nobody's where two have as many. Not that which says that it is another's.
 */
function homeOf(type: string, read: readonly Read[]): Read | undefined {
  const having = read.filter(({ parts }) => parts.has(type));
  const own = having.filter(({ parts }) => !parts.get(type)!.extended);
  const among = own.length > 0 ? own : having;
  const compare = (a: Part, b: Part): number => b.values.size - a.values.size || b.own.size - a.own.size;
  const [first, second] = among.toSorted((a, b) => compare(a.parts.get(type)!, b.parts.get(type)!));
  if (first === undefined || second === undefined) return first;
  return compare(first.parts.get(type)!, second.parts.get(type)!) === 0 ? undefined : first;
}

/** Types with a key in some subgraph. */
function entitiesOf(read: readonly Read[]): string[] {
  const named = read.flatMap(({ parts }) => [...parts].filter(([, { hasKey }]) => hasKey).map(([type]) => type));
  return [...new Set(named)].sort();
}

/** @throws GraphQLError for what is no SDL */
function partsOf(sdl: string): Map<string, Part> {
  const parts = new Map<string, Part>();
  const { definitions } = parse(sdl, { noLocation: true });
  const composites = new Set(definitions.filter(isComposite).map(({ name }) => name.value));
  for (const definition of definitions) take(definition, composites, parts);
  for (const part of parts.values())
    for (const key of part.keys) {
      part.own.delete(key);
      part.values.delete(key);
      part.external.delete(key);
    }
  return parts;
}

function take(definition: DefinitionNode, composites: ReadonlySet<string>, parts: Map<string, Part>): void {
  const isExtension =
    definition.kind === Kind.OBJECT_TYPE_EXTENSION || definition.kind === Kind.INTERFACE_TYPE_EXTENSION;
  const isDefinition =
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
  if ((!isExtension && !isDefinition) || ROOTS.has(definition.name.value)) return;
  const directives = definition.directives ?? [];
  const part = parts.get(definition.name.value) ?? {
    own: new Set(),
    values: new Set(),
    external: new Set(),
    keys: new Set(),
    extended: true,
    hasKey: false,
  };
  parts.set(definition.name.value, part);
  // One place that defines it is enough.
  if (isDefinition && !has(directives, 'extends')) part.extended = false;
  for (const key of directives.filter((each) => isNamed(each, 'key'))) {
    part.hasKey = true;
    for (const field of keyFields(key)) part.keys.add(field);
  }
  const isAll = has(directives, 'external');
  for (const { name, type, arguments: inputs = [], directives: of = [] } of definition.fields ?? []) {
    const isExternal = isAll || has(of, 'external');
    (isExternal ? part.external : part.own).add(name.value);
    if (!isExternal && inputs.length === 0 && !composites.has(nameOf(type))) part.values.add(name.value);
  }
}

/** The fields of the type itself: those outside of braces in `"id owner { code }"`. */
function keyFields(key: ConstDirectiveNode): string[] {
  const value = key.arguments?.find(({ name }) => name.value === 'fields')?.value;
  let text = value?.kind === Kind.STRING ? value.value : '';
  for (let flat = ''; flat !== text;) [flat, text] = [text, text.replace(/\{[^{}]*\}/g, ' ')];
  return text.match(/\w+/g) ?? [];
}

type Composite =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode
  | UnionTypeDefinitionNode
  | UnionTypeExtensionNode;

const COMPOSITES = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.UNION_TYPE_EXTENSION,
]);

const isComposite = (definition: DefinitionNode): definition is Composite => COMPOSITES.has(definition.kind);

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const has = (directives: readonly ConstDirectiveNode[], name: string): boolean =>
  directives.some((each) => isNamed(each, name));

/** A link without an import has a prefix: `@federation__key`. */
const isNamed = ({ name }: ConstDirectiveNode, wanted: string): boolean =>
  name.value === wanted || name.value === `federation__${wanted}`;
