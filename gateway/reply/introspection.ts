/** Answers `__schema` and `__type` from the schema the caller may see, by graphql-js itself. */
import { executeSync, Kind, visit, type FieldNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

export interface IntrospectionSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly clientName: (name: string) => string;
}

/** @returns the field's value by response name for given variables; answers that depend on none are kept */
export function introspector(source: IntrospectionSource, fields: readonly FieldNode[]): (variables: Readonly<Record<string, unknown>>) => ReadonlyMap<string, unknown> {
  if (fields.length === 0) return () => NOTHING;
  const used = variablesIn(source, fields);
  let kept: ReadonlyMap<string, unknown> | undefined;
  return (variables) => kept ?? (used.size === 0 ? (kept = introspect(source, fields, used, {})) : introspect(source, fields, used, variables));
}

const NOTHING: ReadonlyMap<string, unknown> = new Map();

function introspect(source: IntrospectionSource, fields: readonly FieldNode[], used: ReadonlySet<string>, variableValues: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const operation: OperationDefinitionNode = {
    ...source.operation,
    directives: [],
    variableDefinitions: source.operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...fields] },
  };
  const document = { kind: Kind.DOCUMENT as const, definitions: [operation, ...source.fragments.values()] };
  const { data } = executeSync({ schema: source.schema, document, variableValues });
  return new Map(Object.entries(data ?? {}).map(([name, value]) => [source.clientName(name), value]));
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
