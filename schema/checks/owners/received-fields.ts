/**
 * The fields that a subgraph makes the gateway send to it, or answers in another's place: what its `@requires`, `@fromContext` and
 * `@provides` name, each on its type. Nested sets and fragments are followed, and the names of the directives are the specification's.
 */
import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { applied } from '../model/graph.ts';
import { coordinatesOf, type Named } from '../model/field-set.ts';
import type { ModelField, ModelType, SubgraphModel } from '../model/subgraph-model.ts';
import { named } from '../protection.ts';

/** The directives that name fields of others. */
export type Receiving = 'requires' | 'provides' | 'fromContext';

/** A field that is named, and where. */
export interface Received extends Named {
  /** `Worker.score`, or `Worker.score(nik:)`. */
  readonly by: string;
}

/** @returns every field that some directive of this name in a subgraph names */
export function receivedFields(subgraph: SubgraphModel, directive: Receiving): readonly Received[] {
  return [...subgraph.types.values()].flatMap((type) =>
    [...type.fields.values()].flatMap((field) =>
      directive === 'fromContext' ? fromContext(subgraph, type, field) : fromSets(subgraph, type, field, directive),
    ),
  );
}

function fromSets(
  { types }: SubgraphModel,
  type: ModelType,
  field: ModelField,
  directive: 'requires' | 'provides',
): Received[] {
  const on = directive === 'requires' ? type.name : named(field.type);
  return applied(field.directives, directive).flatMap(({ values }) =>
    coordinatesOf(types, on, String(values.fields)).map((each) => ({ ...each, by: `${type.name}.${field.name}` })),
  );
}

/** `$context { nik }` or `$context ... on Worker { nik }`, for every type that sets the context. */
function fromContext({ types }: SubgraphModel, type: ModelType, field: ModelField): Received[] {
  return field.arguments.flatMap((argument) =>
    applied(argument.directives, 'fromContext').flatMap(({ values }) => {
      const { context, set } = contextIn(String(values.field));
      const setters = [...types.values()].filter(({ directives }) =>
        applied(directives, 'context').some((each) => each.values.name === context),
      );
      return setters.flatMap((setter) =>
        coordinatesOf(types, setter.name, set).map((each) => ({
          ...each,
          by: `${type.name}.${field.name}(${argument.name}:)`,
        })),
      );
    }),
  );
}

/** Read as GraphQL is: blanks, commas and comments may stand anywhere. @throws GraphQLError for another text, and nothing is published then */
function contextIn(text: string): { readonly context: string; readonly set: string } {
  const lexer = new Lexer(new Source(text));
  const dollar = lexer.advance();
  const name = lexer.advance();
  if (dollar.kind !== TokenKind.DOLLAR || name.kind !== TokenKind.NAME)
    throw new GraphQLError(`@fromContext: expected $ and the name of a context, got ${JSON.stringify(text)}`);
  return { context: name.value, set: text.slice(lexer.advance().start) };
}
