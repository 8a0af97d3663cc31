/**
 * What arguments, input fields and enum values filter or sort by (`@filters`). Whoever may filter by a field learns it: so they
 * must be allowed to read it, and to see it unmasked.
 */
import { Kind, type ConstDirectiveNode, type DocumentNode, type InputValueDefinitionNode } from 'graphql';
import { argumentsOf } from './directive-names.ts';
import { policyFault } from './errors.ts';

/** `Type.field(argument:)`, `Input.field` or `Enum.VALUE` -> the fields it filters or sorts by, as `Type.field`. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * @param name of the directive in this supergraph; undefined when it has none
 * @throws CodedError BAD_POLICY
 */
export function readFilters(supergraph: DocumentNode, name: string | undefined): Filters {
  const filters = new Map<string, readonly string[]>();
  if (name === undefined) return filters;
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    const found = directives?.find((directive) => directive.name.value === name);
    if (found !== undefined) filters.set(coordinate, fieldsOf(argumentsOf(found).fields, coordinate));
  };
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION)
      for (const value of node.values ?? []) note(`${node.name.value}.${value.name.value}`, value.directives);
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of node.fields ?? []) note(`${node.name.value}.${field.name.value}`, field.directives);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) {
      for (const argument of field.arguments ?? [])
        note(argumentCoordinate(node.name.value, field.name.value, argument), argument.directives);
    }
  }
  return filters;
}

/** A schema coordinate, as GraphQL writes it. */
export function argumentCoordinate(
  type: string,
  field: string,
  argument: { readonly name: string } | Pick<InputValueDefinitionNode, 'name'>,
): string {
  return `${type}.${field}(${typeof argument.name === 'string' ? argument.name : argument.name.value}:)`;
}

function fieldsOf(fields: unknown, where: string): readonly string[] {
  if (Array.isArray(fields) && fields.every((each) => typeof each === 'string' && /^\w+\.\w+$/.test(each)))
    return fields as string[];
  throw policyFault('BAD_POLICY', `${where} @filters(fields:) expected a list of fields such as Worker.nik`);
}
