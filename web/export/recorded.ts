/**
 * An export with persons. The gateway records every answer with persons: who got it, when, for which purpose, by which operation, and whom
 * it was about. So before such an export the page asks its question once more, for the stated purpose, under a name that begins with
 * `Export`: the record then tells that the persons were taken away, and what is written is what that answer held.
 */
import { Kind, parse, print, type DocumentNode } from 'graphql';

/** Before the name of an operation whose answer is taken away. */
const EXPORT = 'Export';

/** Whether an export may go on: with persons only for a stated purpose. */
export const mayExport = ({
  persons,
  purpose,
}: {
  readonly persons: boolean;
  readonly purpose?: string | undefined;
}): boolean => !persons || purpose !== undefined;

/** @returns the same question as an operation named `Export…`, and that name @throws GraphQLError for a text that is no GraphQL */
export function asExport(
  text: string,
  operationName?: string,
): { readonly query: string; readonly operationName: string } {
  const document = parse(text);
  const name = nameIn(document, operationName);
  const renamed = `${EXPORT}${name === undefined ? '' : name[0]!.toUpperCase() + name.slice(1)}`;
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OPERATION_DEFINITION && node.name?.value === name
      ? { ...node, name: { kind: Kind.NAME as const, value: renamed } }
      : node,
  );
  return { query: print({ ...document, definitions }), operationName: renamed };
}

function nameIn({ definitions }: DocumentNode, wanted: string | undefined): string | undefined {
  const names = definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : []));
  return wanted === undefined ? names[0] : names.find((name) => name === wanted);
}
