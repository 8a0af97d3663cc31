/** What a code generator and the cache of a client have to be told of a schema, since its types do not say it. */
import {
  isAbstractType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** The facts, each list in the order of the names. */
export interface SchemaFacts {
  /** Scalars of the schema, and what their values are in TypeScript. */
  readonly scalars: Readonly<Record<string, string>>;
  /** Types that are found by another field than `id`. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Types without an identity of their own: a part of what they stand in. Those of one month say the month in their `basis`. */
  readonly parts: readonly string[];
  readonly partsOfOneMonth: readonly string[];
  /** Of each interface and union, its object types: a cache cannot tell otherwise whether a fragment on one holds. */
  readonly possible: Readonly<Record<string, readonly string[]>>;
}

/** As JSON has them. A scalar that is not here is `unknown` until somebody says what it is. */
const IN_TYPESCRIPT: Readonly<Record<string, string>> = {
  Date: 'string',
  DateTime: 'string',
  GeoJSON: '{ readonly type: string; readonly coordinates: unknown }',
  Nik: 'string',
  Period: 'string',
  Rupiah: 'number',
};
/** What a person is found by: a token, never their NIK. */
const TOKEN = 'token';

/** @param schema as the caller may use it */
export function schemaFacts(schema: GraphQLSchema): SchemaFacts {
  const types = Object.values(schema.getTypeMap()).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const objects = types.filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && !roots.has(type),
  );
  const nameless = objects.filter((type) => !has(type, 'id'));
  const parts = nameless.filter((type) => !has(type, TOKEN));
  return {
    scalars: Object.fromEntries(
      types
        .filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
        .map(({ name }) => [name, IN_TYPESCRIPT[name] ?? 'unknown']),
    ),
    keys: Object.fromEntries(nameless.filter((type) => has(type, TOKEN)).map(({ name }) => [name, [TOKEN]])),
    parts: parts.filter((type) => !has(type, 'basis')).map(({ name }) => name),
    partsOfOneMonth: parts.filter((type) => has(type, 'basis')).map(({ name }) => name),
    possible: Object.fromEntries(
      types
        .filter((type): type is GraphQLAbstractType => isAbstractType(type) && !type.name.startsWith('__'))
        .map((type) => [type.name, possibleNames(schema, type)]),
    ),
  };
}

const possibleNames = (schema: GraphQLSchema, type: GraphQLAbstractType): string[] =>
  schema
    .getPossibleTypes(type)
    .map(({ name }) => name)
    .toSorted();

const has = (type: GraphQLObjectType, field: string): boolean => Object.hasOwn(type.getFields(), field);
