/** The variables that an operation declares, as a form needs them: their types, defaults, and what the schema says of what they are used for. */
import {
  isInputType,
  print,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

export interface Declared {
  readonly name: string;
  /** Missing where the schema has no such type. */
  readonly type: GraphQLInputType | undefined;
  /** As the question has it, such as `[Occupation!]`. */
  readonly typeText: string;
  /** As the question has it; missing where there is none. */
  readonly defaultText: string | undefined;
  /** Of the argument it is first used for; missing where the schema says nothing. */
  readonly hint: string | undefined;
}

/** @param operationName of the operation that would run; the first where it is missing */
export function declaredIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): readonly Declared[] {
  const operation = operationIn(document, operationName);
  const hints = hintsIn(schema, document);
  return (operation?.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => {
    const found = typeFromAST(schema, type as never) as unknown;
    return {
      name: variable.name.value,
      type: isInputType(found) ? found : undefined,
      typeText: print(type),
      defaultText: defaultValue && print(defaultValue),
      hint: hints.get(variable.name.value),
    };
  });
}

function operationIn({ definitions }: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = definitions.filter((each) => each.kind === 'OperationDefinition');
  return operations.find((each) => each.name?.value === name) ?? operations[0];
}

/** What each variable is used for first, also within an input object or a fragment. */
function hintsIn(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, string> {
  const hints = new Map<string, string>();
  const types = new TypeInfo(schema);
  const within: (string | null | undefined)[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      ObjectField: {
        enter: ({ name }) => void within.push(fieldHint(types, name.value)),
        leave: () => void within.pop(),
      },
      Variable: ({ name }) => {
        const hint = within.length > 0 ? within.at(-1) : types.getArgument()?.description;
        if (hint != null && !hints.has(name.value)) hints.set(name.value, hint);
      },
    }),
  );
  return hints;
}

function fieldHint(types: TypeInfo, name: string): string | null | undefined {
  const parent = types.getParentInputType() as { getFields?: () => Record<string, { description?: string | null }> };
  return parent?.getFields?.()[name]?.description;
}
