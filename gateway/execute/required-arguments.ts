/**
 * The planner keeps one value for each response name of an object. When a @requires selects a field with arguments
 * (`price(currency: "USD")`) and somebody else the same field with others, one of them is lost in the plan itself. So
 * the supergraph that is planned on has a field of its own for each such use, a *stand-in* (`price__required_0`), which
 * only the plan sees; a fetch says again what it stands for.
 */
import {
  Kind, parse, print, visit,
  type ArgumentNode, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, type FieldNode, type SelectionSetNode,
} from 'graphql';

export interface StandIn {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/** By the stand-in's name, which is unique in its supergraph. */
export type StandIns = ReadonlyMap<string, StandIn>;

export interface SeparatedSupergraph {
  /** What to plan on, and what to compile with. The very document that was given, when nothing needed a stand-in. */
  readonly document: DocumentNode;
  readonly standIns: StandIns;
}

const MARK = '__required_';

/** @param supergraph its SDL, parsed */
export function separateRequiredArguments(supergraph: DocumentNode): SeparatedSupergraph {
  const made: Made = new Map();
  const types = typesOf(supergraph);
  const replaced = visit(supergraph, {
    ObjectTypeDefinition: { enter: (type) => ({ ...type, fields: type.fields?.map((field) => withStandIns(field, type.name.value, types, made)) }) },
  });
  if (made.size === 0) return { document: supergraph, standIns: new Map() };
  const added = new Map<string, FieldDefinitionNode[]>();
  for (const { name, type, standIn } of made.values()) {
    for (const holder of [type, ...implementersOf(type, supergraph)]) {
      added.set(holder, [...(added.get(holder) ?? []), standInField(types.get(holder)!.get(standIn.field)!, name)]);
    }
  }
  const addTo = <Definition extends { readonly name: { readonly value: string }; readonly fields?: readonly FieldDefinitionNode[] }>(type: Definition): Definition =>
    ({ ...type, fields: [...(type.fields ?? []), ...(added.get(type.name.value) ?? [])] });
  const document = withInaccessible(visit(replaced, { ObjectTypeDefinition: { enter: addTo }, InterfaceTypeDefinition: { enter: addTo } }));
  return { document, standIns: new Map([...made.values()].map(({ name, standIn }) => [name, standIn])) };
}

type Made = Map<string, { readonly name: string; readonly type: string; readonly standIn: StandIn }>;
type Types = ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>;

function typesOf(supergraph: DocumentNode): Types {
  const types = new Map<string, ReadonlyMap<string, FieldDefinitionNode>>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(node.name.value, new Map(node.fields?.map((field) => [field.name.value, field])));
  }
  return types;
}

/** What implements an interface must have its fields. */
function implementersOf(name: string, supergraph: DocumentNode): readonly string[] {
  return supergraph.definitions.flatMap((node) => {
    const isType = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
    return isType && node.interfaces?.some((above) => above.name.value === name) ? [node.name.value] : [];
  });
}

function withStandIns(field: FieldDefinitionNode, type: string, types: Types, made: Made): FieldDefinitionNode {
  const directives = field.directives?.map((directive) => {
    const required = directive.name.value === 'join__field' ? argumentOf(directive, 'requires') : undefined;
    if (required === undefined || !required.includes('(')) return directive;
    const set = standInSet(selectionsOf(required), type, types, made);
    const text = print(set).replace(/\s+/g, ' ').slice(2, -2);
    return {
      ...directive,
      arguments: directive.arguments!.map((argument) =>
        (argument.name.value === 'requires' ? { ...argument, value: { kind: Kind.STRING as const, value: text } } : argument)),
    };
  });
  return { ...field, directives };
}

function standInSet(set: SelectionSetNode, type: string, types: Types, made: Made): SelectionSetNode {
  return {
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return { ...selection, selectionSet: standInSet(selection.selectionSet, selection.typeCondition?.name.value ?? type, types, made) };
      }
      const definition = types.get(type)?.get(selection.name.value);
      const below = definition && selection.selectionSet && standInSet(selection.selectionSet, namedType(definition), types, made);
      const renamed = definition && selection.arguments?.length ? standInFor(selection, type, made) : selection.name.value;
      return { ...selection, name: { kind: Kind.NAME, value: renamed }, arguments: renamed === selection.name.value ? selection.arguments : [], selectionSet: below };
    }),
  };
}

function standInFor(node: FieldNode, type: string, made: Made): string {
  const key = `${type}.${node.name.value}(${[...node.arguments!].map((argument) => print(argument)).sort().join(', ')})`;
  let known = made.get(key);
  if (!known) {
    known = { name: `${node.name.value}${MARK}${made.size}`, type, standIn: { field: node.name.value, arguments: node.arguments! } };
    made.set(key, known);
  }
  return known.name;
}

/** The stand-in's definition: the field's, without arguments, for the plan's eyes only. */
function standInField(field: FieldDefinitionNode, name: string): FieldDefinitionNode {
  return {
    ...field,
    description: undefined,
    name: { kind: Kind.NAME, value: name },
    arguments: [],
    directives: [...(field.directives ?? []).filter(({ name }) => name.value === 'join__field'), INACCESSIBLE_USE],
  };
}

const INACCESSIBLE_USE: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } };

/** Links @inaccessible if the supergraph does not yet. */
function withInaccessible(document: DocumentNode): DocumentNode {
  if (document.definitions.some((node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'inaccessible')) return document;
  const definitions = parse(`directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
    schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }`, { noLocation: true }).definitions;
  const [directive, schema] = definitions;
  const link = schema!.kind === Kind.SCHEMA_DEFINITION ? schema.directives! : [];
  return {
    ...document,
    definitions: [
      ...document.definitions.map((node) => (node.kind === Kind.SCHEMA_DEFINITION ? { ...node, directives: [...(node.directives ?? []), ...link] } : node)),
      directive!,
    ],
  };
}

function namedType(field: FieldDefinitionNode): string {
  let type = field.type;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}

export function argumentOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

export function selectionsOf(fieldSet: string): SelectionSetNode {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return (operation as { readonly selectionSet: SelectionSetNode }).selectionSet;
}

/** A fetch's operation with each stand-in said as what it stands for, under the stand-in's name. */
export function withoutStandIns(document: DocumentNode, standIns: StandIns): DocumentNode {
  if (standIns.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const standIn = standIns.get(node.name.value);
      if (!standIn) return undefined;
      return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: standIn.field }, arguments: standIn.arguments };
    },
  });
}
