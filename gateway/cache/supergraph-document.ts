/** A supergraph's schema as the document that it was built from, without parsing it once more. */
import { Kind, type DefinitionNode, type DocumentNode, type GraphQLSchema } from 'graphql';

/** @param schema built from the supergraph's SDL @returns its definitions with every directive */
export function supergraphDocument(schema: GraphQLSchema): DocumentNode {
  const named = [...Object.values(schema.getTypeMap()), ...schema.getDirectives()];
  const all = [schema, ...named].flatMap((one): readonly (DefinitionNode | null | undefined)[] => [
    one.astNode,
    ...('extensionASTNodes' in one ? one.extensionASTNodes : []),
  ]);
  return { kind: Kind.DOCUMENT, definitions: all.filter((node) => node != null) };
}
