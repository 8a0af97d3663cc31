/** Looks up in a schema the types and fields that a document names. */
import { isAbstractType, isInterfaceType, isObjectType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';

/** @returns `undefined` for a field that the schema does not have */
export function fieldType(schema: GraphQLSchema, typeName: string, field: string): GraphQLOutputType | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
}

/** True when an object of type `name` is a `condition`. Either may be an interface's name, which is all that some subgraphs know. */
export function isOfType(schema: GraphQLSchema, name: string | undefined, condition: string): boolean {
  if (name === condition) return true;
  const type = schema.getType(name ?? '');
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type);
}

/** Every name an object may have as its `__typename` where a fragment on `condition` applies. */
export function typenamesWithin(schema: GraphQLSchema, condition: string): readonly string[] {
  const type = schema.getType(condition);
  if (!isAbstractType(type)) return [condition];
  const below = isInterfaceType(type) ? schema.getImplementations(type).interfaces : [];
  return [condition, ...schema.getPossibleTypes(type).map(({ name }) => name), ...below.map(({ name }) => name)];
}

/** True for the name of an object type. A subgraph that knows only the interface sends the interface's name. */
export function isObjectName(schema: GraphQLSchema, name: string | undefined): boolean {
  return isObjectType(schema.getType(name ?? ''));
}
