/**
 * A request's variables without what the caller's own schema lacks. A hidden name must cost the same as a name that does not exist,
 * which is nothing. The cost is checked before variables are coerced, so a difference would reveal which hidden names exist.
 */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  typeFromAST,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { RequestVariables } from '../variables.ts';

/** Stands for an enum value that the schema lacks: no enum has it. */
const NO_VALUE = '';

/**
 * @param schema the caller's own, against which `operation` is valid
 * @returns removes from variables what `schema` lacks, whether hidden or non-existent; valid variables stay as they are
 */
export function seenVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): (variables: RequestVariables) => RequestVariables {
  const types = new Map(
    (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
      const type = typeFromAST(schema, node as never);
      const named = type && isInputType(type) ? getNamedType(type) : undefined;
      return isEnumType(named) || isInputObjectType(named) ? [[variable.name.value, named] as const] : [];
    }),
  );
  if (types.size === 0) return (variables) => variables;
  return (variables) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, seen(types.get(name), value)]));
}

function seen(type: GraphQLNamedType | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => seen(type, each));
  if (isEnumType(type)) return seenInEnum(type, value);
  return isInputObjectType(type) && typeof value === 'object' && value !== null ? seenInObject(type, value) : value;
}

function seenInEnum(type: GraphQLEnumType, value: unknown): unknown {
  return typeof value !== 'string' || type.getValue(value) ? value : NO_VALUE;
}

function seenInObject(type: GraphQLInputObjectType, value: object): object {
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      Object.hasOwn(fields, name) ? [[name, seen(getNamedType(fields[name]!.type), each)]] : [],
    ),
  );
}
