/** The supergraph's output types by name, as far as a policy needs them. Syntax only: no schema is built. */
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** One output type. */
export interface TypeEntry {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'leaf';
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>;
  /** Interfaces of an object or interface, members of a union. */
  readonly related: readonly string[];
}

/** Output types by name. */
export type Types = ReadonlyMap<string, TypeEntry>;

/** Every output type of the supergraph. */
export function typesOf(supergraph: DocumentNode): Types {
  const types = new Map<string, TypeEntry>();
  for (const node of supergraph.definitions) {
    const entry = entryOf(node);
    if (entry !== undefined) types.set(entry.name, entry);
  }
  return types;
}

function entryOf(node: DocumentNode['definitions'][number]): TypeEntry | undefined {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return {
        name: node.name.value,
        kind: node.kind === Kind.OBJECT_TYPE_DEFINITION ? 'object' : 'interface',
        directives: node.directives ?? [],
        fields: new Map((node.fields ?? []).map((field) => [field.name.value, field])),
        related: (node.interfaces ?? []).map((each) => each.name.value),
      };
    case Kind.UNION_TYPE_DEFINITION:
      return {
        name: node.name.value,
        kind: 'union',
        directives: [],
        fields: new Map(),
        related: (node.types ?? []).map((each) => each.name.value),
      };
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_DEFINITION:
      return { name: node.name.value, kind: 'leaf', directives: node.directives ?? [], fields: new Map(), related: [] };
    default:
      return undefined;
  }
}

/** Names of the object types that a value of this type can have. */
export function objectTypesOfName(types: Types, name: string): readonly string[] {
  const entry = types.get(name);
  if (entry?.kind === 'object') return [name];
  if (entry?.kind === 'union') return entry.related;
  return [...types.values()]
    .filter((each) => each.kind === 'object' && each.related.includes(name))
    .map((each) => each.name);
}

/** The name of a type without its list and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Every field that a field set names, with its type: `"agency { code }"` on Worker names Worker.agency and Agency.code. */
export function fieldsOfSet(
  types: Types,
  typeName: string,
  fieldSet: string,
): readonly { typeName: string; fieldName: string }[] {
  const found: { typeName: string; fieldName: string }[] = [];
  const walk = (on: string, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        walk(selection.typeCondition?.name.value ?? on, selection.selectionSet);
      if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') continue;
      found.push({ typeName: on, fieldName: selection.name.value });
      const field = types.get(on)?.fields.get(selection.name.value);
      if (field !== undefined && selection.selectionSet !== undefined)
        walk(namedType(field.type), selection.selectionSet);
    }
  };
  walk(typeName, selectionSet(fieldSet));
  return found;
}

function selectionSet(fieldSet: string): SelectionSetNode {
  const trimmed = fieldSet.trim();
  const [definition] = parse(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a field set is one selection set');
  return definition.selectionSet;
}
