import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What a schema has, as graphql-inspector writes it. */
export interface SchemaCoordinates {
  readonly types: readonly string[];
  /** Fields, input fields and enum values: `Type.field`, `Enum.VALUE`. */
  readonly members: readonly string[];
  /** `Type.field.argument` */
  readonly arguments: readonly string[];
}

/** @returns all coordinates but those of introspection */
export function schemaCoordinates(schema: GraphQLSchema): SchemaCoordinates {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field }))
      : [],
  );
  return {
    types: types.map(({ name }) => name),
    members: [...fields.map(({ coordinate }) => coordinate), ...types.flatMap(plainMembers)],
    arguments: fields.flatMap(({ coordinate, field }) => field.args.map(({ name }) => `${coordinate}.${name}`)),
  };
}

function plainMembers(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
  return isInputObjectType(type) ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : [];
}
