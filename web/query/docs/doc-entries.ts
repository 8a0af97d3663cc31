/** What the schema says of everything in it, in both languages, to be searched: GraphiQL's own search knows names alone. */
import type { IntrospectionInputValue, IntrospectionQuery, IntrospectionType } from 'graphql';

export interface DocEntry {
  readonly kind: 'TYPE' | 'FIELD' | 'ARGUMENT' | 'VALUE';
  /** The type it is, or stands in. */
  readonly type: string;
  /** Of a field, also of an input type, and of an argument's field. */
  readonly field?: string;
  /** As it is written in a question: `Query`, `Query.city`, `City.coverage(month:)`, `Sector.FORMAL`. */
  readonly title: string;
  /** Its own name, the last part of the title. */
  readonly name: string;
  /** In both languages; empty where there is none. */
  readonly description: string;
}

/** @returns in the order of the schema, without the types that describe it */
export function docEntries({ __schema: { types } }: IntrospectionQuery): readonly DocEntry[] {
  return types.filter(({ name }) => !name.startsWith('__')).flatMap((type) => [ofType(type), ...ofMembers(type)]);
}

const ofType = ({ name, description }: IntrospectionType): DocEntry => ({
  kind: 'TYPE',
  type: name,
  title: name,
  name,
  description: description ?? '',
});

function ofMembers(type: IntrospectionType): DocEntry[] {
  if (type.kind === 'ENUM') return type.enumValues.map((value) => member('VALUE', type.name, value));
  if (type.kind === 'INPUT_OBJECT') return type.inputFields.map((field) => ofField(type.name, field));
  if (type.kind !== 'OBJECT' && type.kind !== 'INTERFACE') return [];
  return type.fields.flatMap((field) => [
    ofField(type.name, field),
    ...field.args.map((argument) => ofArgument(type.name, field.name, argument)),
  ]);
}

interface Described {
  readonly name: string;
  readonly description?: string | null;
}

const member = (kind: DocEntry['kind'], type: string, { name, description }: Described): DocEntry => ({
  kind,
  type,
  title: `${type}.${name}`,
  name,
  description: description ?? '',
});

const ofField = (type: string, field: Described): DocEntry => ({ ...member('FIELD', type, field), field: field.name });

const ofArgument = (type: string, field: string, argument: IntrospectionInputValue): DocEntry => ({
  ...member('ARGUMENT', type, argument),
  field,
  title: `${type}.${field}(${argument.name}:)`,
});
