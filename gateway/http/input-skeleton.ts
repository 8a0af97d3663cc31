/**
 * What a ready change starts from in the explorer: every variable without a default with an example of its type, the required fields of inputs and no
 * others. Nothing in it is about anybody: where a text or a key is wanted it is empty, or says in words what to write.
 */
import { randomUUID } from 'node:crypto';
import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  parse,
  typeFromAST,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** Scalars of the graph that no empty text stands for. Noughts are nobody's number. */
const EXAMPLES: Readonly<Record<string, (now: Date) => unknown>> = {
  Date: (now) => dayOf(now),
  DateTime: (now) => now.toISOString(),
  Period: (now) => dayOf(now).slice(0, 7),
  Nik: () => '0'.repeat(16),
  Boolean: () => false,
  Int: () => 1,
  Float: () => 0,
  Rupiah: () => 1,
};

/**
 * @param text a document of one operation @param schema with the types of its variables
 * @returns values by the names of variables that have no default; none where a type is not in the schema
 */
export function inputSkeleton(text: string, schema: GraphQLSchema, now: Date): Record<string, unknown> {
  const [operation] = parse(text).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const variables = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
  return Object.fromEntries(
    variables.flatMap(({ variable, type: node, defaultValue }): [string, unknown][] => {
      const type = typeFromAST(schema, node as never) as GraphQLInputType | undefined;
      if (type === undefined || defaultValue !== undefined || !isNonNullType(type)) return [];
      return [[variable.name.value, exampleOf(type, now)]];
    }),
  );
}

/** @param field whose value it is; none for a variable */
function exampleOf(type: GraphQLInputType, now: Date, field?: GraphQLInputField): unknown {
  if (isNonNullType(type)) return exampleOf(type.ofType, now, field);
  if (isListType(type)) return [exampleOf(type.ofType, now, field)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((each) => [each.name, exampleOf(each.type, now, each)]));
  }
  if (type.name === 'ID') return field?.name === 'idempotencyKey' ? randomUUID() : wordsOf(field);
  return EXAMPLES[type.name]?.(now) ?? '';
}

/** @returns the first sentence of the description, English: what to write in place of it */
const wordsOf = (field: GraphQLInputField | undefined): string =>
  (field?.description ?? '')
    .split(' / ')[0]!
    .split(/\.(?:\s|$)/)[0]!
    .trim();

const dayOf = (now: Date): string => now.toLocaleDateString('en-CA', { timeZone: 'Asia/Jakarta' });
