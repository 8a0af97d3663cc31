/**
 * What clients see under a contract: the API schema without what the contract's variant marks `@inaccessible`. It is taken from the whole
 * API schema and never added to, so that whatever is valid under a contract is valid on the whole graph, which plans and runs it.
 */
import { Kind, type DirectiveNode, type DefinitionNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { linkedFeatures } from './linked-features.ts';

/** The specification of `@inaccessible`. */
const INACCESSIBLE = 'https://specs.apollo.dev/inaccessible';

/**
 * @param api the schema that clients see without a contract
 * @param variant a supergraph whose `@inaccessible` says what the contract takes out
 */
export function contractSchema(api: DocumentNode, variant: DocumentNode): DocumentNode {
  const hidden = hiddenIn(variant);
  return { kind: Kind.DOCUMENT, definitions: api.definitions.flatMap((node) => shown(node, hidden)) };
}

/** Coordinates: `Worker`, `Worker.nik`, `Query.workers(first:)`, `Sort.NAME`. */
type Hidden = ReadonlySet<string>;

interface Named {
  readonly name: { readonly value: string };
}

function hiddenIn(variant: DocumentNode): Hidden {
  const features = linkedFeatures(variant).filter(({ identity }) => identity === INACCESSIBLE);
  const isHidden = ({ directives = [] }: { readonly directives?: readonly DirectiveNode[] }): boolean =>
    directives.some(({ name }) => features.some((feature) => feature.isDirective(name.value)));
  const hidden = new Set<string>();
  for (const type of variant.definitions) {
    if (!('name' in type) || type.name === undefined || type.kind === Kind.OPERATION_DEFINITION) continue;
    const own = type.name.value;
    if ('directives' in type && isHidden(type)) hidden.add(own);
    for (const field of 'fields' in type ? (type.fields ?? []) : []) {
      if (isHidden(field)) hidden.add(`${own}.${field.name.value}`);
      for (const argument of argumentsOf(field))
        if (isHidden(argument)) hidden.add(`${own}.${field.name.value}(${argument.name.value}:)`);
    }
    for (const value of 'values' in type ? (type.values ?? []) : [])
      if (isHidden(value)) hidden.add(`${own}.${value.name.value}`);
  }
  return hidden;
}

function argumentsOf(field: Named & { readonly arguments?: FieldDefinitionNode['arguments'] }) {
  return field.arguments ?? [];
}

function shown(node: DefinitionNode, hidden: Hidden): DefinitionNode[] {
  const isShown = ({ name }: Named): boolean => !hidden.has(name.value);
  if (node.kind === Kind.SCHEMA_DEFINITION)
    return [{ ...node, operationTypes: node.operationTypes.filter(({ type }) => isShown(type)) }];
  if (!node.kind.endsWith('TypeDefinition') || !('name' in node) || node.name === undefined) return [node];
  const own = node.name.value;
  if (hidden.has(own)) return [];
  const stays = ({ name }: Named): boolean => !hidden.has(`${own}.${name.value}`);
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return [
        {
          ...node,
          interfaces: node.interfaces?.filter(isShown),
          fields: node.fields?.filter(stays).map((field) => withoutArguments(own, field, hidden)),
        },
      ];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return [{ ...node, fields: node.fields?.filter(stays) }];
    case Kind.ENUM_TYPE_DEFINITION:
      return [{ ...node, values: node.values?.filter(stays) }];
    case Kind.UNION_TYPE_DEFINITION:
      return [{ ...node, types: node.types?.filter(isShown) }];
    default:
      return [node];
  }
}

function withoutArguments(own: string, field: FieldDefinitionNode, hidden: Hidden): FieldDefinitionNode {
  const place = (argument: Named): string => `${own}.${field.name.value}(${argument.name.value}:)`;
  return { ...field, arguments: field.arguments?.filter((argument) => !hidden.has(place(argument))) };
}
