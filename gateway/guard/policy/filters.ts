/**
 * The fields by which arguments, input fields and enum values filter or sort (`@filters`). Filtering by a field reveals it, so the
 * caller must be allowed to read it unmasked.
 */
import { Kind, type ConstDirectiveNode, type DocumentNode, type InputValueDefinitionNode } from 'graphql';
import { argumentsOf } from './directive-names.ts';
import { policyFault } from './errors.ts';

/** `Type.field(argument:)`, `Input.field` or `Enum.VALUE` -> the fields it filters or sorts by, as `Type.field`. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads every `@filters` of a supergraph.
 * @param name of the directive in this supergraph; undefined where it has none
 * @throws CodedError BAD_POLICY
 */
export function readFilters(supergraph: DocumentNode, name: string | undefined): Filters {
  const filters = new Map<string, readonly string[]>();
  if (name === undefined) return filters;
  const read = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    const found = directives?.find((directive) => directive.name.value === name);
    if (found !== undefined) filters.set(coordinate, fieldsOf(argumentsOf(found).fields, coordinate));
  };
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION)
      for (const value of node.values ?? []) read(`${node.name.value}.${value.name.value}`, value.directives);
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of node.fields ?? []) read(`${node.name.value}.${field.name.value}`, field.directives);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) {
      for (const argument of field.arguments ?? [])
        read(argumentCoordinate(node.name.value, field.name.value, argument), argument.directives);
    }
  }
  return filters;
}

/** The schema coordinate of an argument: `Type.field(argument:)`. */
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
