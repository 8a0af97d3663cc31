/** Answers `__schema` and `__type` from the schema that the caller may see, by graphql-js itself. */
import {
  executeSync,
  GraphQLError,
  Kind,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Fragments } from '../document/fragments.ts';

/** The operation whose introspection fields are answered. */
export interface IntrospectionSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** The client's name for a response name of the operation. */
  readonly clientName: (name: string) => string;
}

/** Answers of introspection fields, by response name. */
export class Introspected {
  /** As JSON. */
  readonly texts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  /** As values, parsed anew each time. */
  get values(): ReadonlyMap<string, unknown> {
    return new Map([...this.texts].map(([name, text]) => [name, JSON.parse(text) as unknown]));
  }
}

const NOTHING = new Introspected(new Map());

/** Answers that depend on no variable, by the list of fields they answer. */
export type IntrospectionCache = LRUCache<readonly FieldNode[], Introspected>;

/** The most characters that a gateway keeps of such answers: an operation of a hundred characters can select the whole of a large schema. */
const MOST_KEPT = 64_000_000;

/** @returns the cache of one gateway, for all its operations; answers are kept as text, which takes a tenth of the objects' memory */
export function introspectionCache(): IntrospectionCache {
  return new LRUCache({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ texts }) => [...texts.values()].reduce((sum, text) => sum + text.length, 100),
  });
}

/** @param kept answers that depend on no variable @returns answers the fields for the values of a request's variables */
export function introspector(
  source: IntrospectionSource,
  fields: readonly FieldNode[],
  kept: IntrospectionCache,
): (variables: Readonly<Record<string, unknown>>) => Introspected {
  if (fields.length === 0) return () => NOTHING;
  const used = variablesIn(source, fields);
  if (used.size > 0) return (variables) => introspect(source, fields, used, variables);
  return () => {
    const known = kept.get(fields);
    if (known !== undefined) return known;
    const answered = introspect(source, fields, used, {});
    kept.set(fields, answered);
    return answered;
  };
}

function introspect(
  source: IntrospectionSource,
  fields: readonly FieldNode[],
  used: ReadonlySet<string>,
  variableValues: Readonly<Record<string, unknown>>,
): Introspected {
  const operation: OperationDefinitionNode = {
    ...source.operation,
    directives: [],
    variableDefinitions: source.operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...fields] },
  };
  const document = { kind: Kind.DOCUMENT as const, definitions: [operation, ...source.fragments.values()] };
  const { data, errors } = executeSync({ schema: source.schema, document, variableValues });
  refuseFailure(errors);
  return new Introspected(
    new Map(Object.entries(data ?? {}).map(([name, value]) => [source.clientName(name), JSON.stringify(value)])),
  );
}

/** A wrong argument is the caller's fault and stays an error of the answer. What the schema itself throws must not become an answer without a value. */
function refuseFailure(errors: readonly GraphQLError[] = []): void {
  const failure = errors.find(
    ({ originalError }) => originalError !== undefined && !(originalError instanceof GraphQLError),
  );
  if (failure?.originalError !== undefined) throw failure.originalError;
}

function variablesIn({ fragments }: IntrospectionSource, fields: readonly FieldNode[]): Set<string> {
  const used = new Set<string>();
  const seen = new Set<string>();
  const look = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        if (seen.has(name.value)) return;
        seen.add(name.value);
        const fragment = fragments.get(name.value);
        if (fragment) look(fragment);
      },
    });
  };
  fields.forEach(look);
  return used;
}
