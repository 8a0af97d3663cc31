/** Subgraphs that answer every field of their schema by its type, so that every selection has an answer that could be withheld. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNamedType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLTypeResolver,
  type GraphQLSchema,
} from 'graphql';
import type { Fetcher, SubgraphReply } from '../../../gateway/fetch/subgraph-request.ts';

/** The fetcher of one request, and `Type.field` of all that it requested. */
export interface Asking extends Fetcher {
  readonly asked: ReadonlySet<string>;
}

/** @param valueOf a leaf's value where the type's own will not do */
export function fakeAgencies(
  texts: Readonly<Record<string, string>>,
  valueOf: (type: string, field: string) => unknown,
): () => Asking {
  const schemas = new Map(Object.entries(texts).map(([name, text]) => [name, buildSubgraphSchema(parse(text))]));
  const documents = new Map<string, DocumentNode>();
  const parsed = (text: string): DocumentNode => documents.get(text) ?? documents.set(text, parse(text)).get(text)!;
  return () => {
    const asked = new Set<string>();
    return {
      asked,
      async fetch({ subgraph, query, variables }) {
        const schema = schemas.get(subgraph)!;
        const document = parsed(query);
        for (const coordinate of fieldsOf(schema, document)) asked.add(coordinate);
        return (await execute({
          schema,
          document,
          variableValues: variables,
          typeResolver: askedType,
          fieldResolver: (_source, _arguments, _context, { parentType, fieldName, returnType }) =>
            sample(returnType, () => valueOf(parentType.name, fieldName)),
        })) as SubgraphReply;
      },
    };
  };
}

/** Of the types that an object might be, the one that the operation asks about; any where it asks about none. */
const askedType: GraphQLTypeResolver<unknown, unknown> = (_value, _context, { fieldNodes, schema }, type) => {
  const possible = schema.getPossibleTypes(type).map(({ name }) => name);
  const asked = fieldNodes.flatMap(({ selectionSet }) =>
    (selectionSet?.selections ?? []).flatMap((one) =>
      one.kind === Kind.INLINE_FRAGMENT ? (one.typeCondition?.name.value ?? []) : [],
    ),
  );
  return asked.find((name) => possible.includes(name)) ?? possible[0];
};

function fieldsOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  const found: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) =>
        void (name.value.startsWith('_') || found.push(`${types.getParentType()?.name}.${name.value}`)),
    }),
  );
  return found;
}

const LEAVES: Readonly<Record<string, unknown>> = { Int: 1000, Float: 1.5, Boolean: true, Date: '1990-05-17' };

function sample(type: GraphQLOutputType, valueOf: () => unknown): unknown {
  if (isNonNullType(type)) return sample(type.ofType, valueOf);
  if (isListType(type)) return [sample(type.ofType, valueOf)];
  const named = getNamedType(type);
  if (!isLeafType(named)) return {};
  return valueOf() ?? (isEnumType(named) ? named.getValues()[0]!.value : (LEAVES[named.name] ?? '1000'));
}
