/**
 * Removes the fields that a caller may not read from its operation before planning, so that no subgraph is queried for them. Where only
 * some of the types behind an interface are denied, the field stays for the others, in one fragment for each type.
 */
import {
  isCompositeType,
  isInterfaceType,
  isObjectType,
  getNamedType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Denial, FieldPolicy } from '../disclosure/field-policy.ts';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import { objectTypesOf } from './requested-fields.ts';
import type { RequestedField } from './authorization.ts';

/** A policy's denials, by field. */
export interface Denials {
  /** @returns those of the field's object types for which it is denied */
  deniedTypes(field: RequestedField): readonly string[];
  /** @returns why it is denied for at least one of them; undefined when it is allowed */
  denialOf(field: RequestedField): Denial | undefined;
}

/** @param schema with the interfaces of the denied fields' types @param policy its denials by type and by path */
export function denialsOf(schema: GraphQLSchema, policy: FieldPolicy): Denials {
  const { denied, deniedPaths } = policy;
  const ofType = (typeName: string, fieldName: string): Denial | undefined => {
    const own = denied?.get(`${typeName}.${fieldName}`);
    if (own || !denied) return own;
    const type = schema.getType(typeName);
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    return interfaces.map(({ name }) => denied.get(`${name}.${fieldName}`)).find((one) => one !== undefined);
  };
  const byPath = ({ path }: RequestedField): Denial | undefined => deniedPaths?.get(path.join('.'));
  return {
    deniedTypes: (field) =>
      byPath(field) ? field.objectTypes : field.objectTypes.filter((name) => ofType(name, field.fieldName)),
    denialOf: (field) =>
      byPath(field) ?? field.objectTypes.map((name) => ofType(name, field.fieldName)).find((one) => one !== undefined),
  };
}

/** @returns a document of the operation without denied fields, its fragments inlined; valid where `document` was */
export function withoutUnauthorizedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  denials: Denials,
): DocumentNode {
  const root = schema.getRootType(operation.operation)!;
  const selectionSet = new Filter(schema, document, denials).filter(
    operation.selectionSet,
    root,
    objectTypesOf(schema, root),
    [],
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

class Filter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #denials: Denials;

  constructor(schema: GraphQLSchema, document: DocumentNode, denials: Denials) {
    this.#schema = schema;
    this.#fragments = fragmentsOf(document);
    this.#denials = denials;
  }

  filter(
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    possible: readonly string[],
    path: readonly string[],
  ): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.#selection(selection, type, possible, path));
    // Even without any field left, the caller may see whether the object exists.
    return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [TYPENAME] };
  }

  #selection(
    selection: SelectionNode,
    type: GraphQLCompositeType,
    possible: readonly string[],
    path: readonly string[],
  ): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return this.#field(selection, type, possible, path);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
    const condition = fragment.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : type;
    if (!isCompositeType(condition)) return [];
    const narrowed = possible.filter((name) => objectTypesOf(this.#schema, condition).includes(name));
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: fragment.typeCondition,
        directives: selection.directives,
        selectionSet: this.filter(fragment.selectionSet, condition, narrowed, path),
      },
    ];
  }

  #field(
    node: FieldNode,
    type: GraphQLCompositeType,
    possible: readonly string[],
    path: readonly string[],
  ): SelectionNode[] {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!field) return [node];
    const place = [...path, (node.alias ?? node.name).value];
    const denied = this.#denials.deniedTypes({
      typeName: type.name,
      fieldName: field.name,
      path: place,
      objectTypes: possible,
    });
    const within = getNamedType(field.type);
    const kept =
      node.selectionSet && isCompositeType(within)
        ? { ...node, selectionSet: this.filter(node.selectionSet, within, objectTypesOf(this.#schema, within), place) }
        : node;
    if (denied.length === 0) return [kept];
    return possible.filter((name) => !denied.includes(name)).map((name) => onlyOn(name, kept));
  }
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function onlyOn(typeName: string, node: FieldNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
  };
}
