/** The operation by which a table with persons is asked again to be taken away: its name tells exports from other reads in the audit. */
import { getOperationAST, parse, type OperationDefinitionNode } from 'graphql';
import type { Asked } from '../graph/ask.ts';

const PREFIX = 'Export';

/**
 * @returns the same question with an operation called `Export…`: the audit's records have that name
 * @throws GraphQLError where it does not parse, Error where it does not tell which operation it asks; no question that was answered is so
 */
export function exportingOf({ query, variables, operationName }: Asked): Asked & { readonly operationName: string } {
  const operation = getOperationAST(parse(query), operationName);
  if (operation == null) throw new Error('expected one operation, or the name of one');
  const name = exportName(operation.name?.value);
  return { query: renamed(query, operation, name), variables, operationName: name };
}

const exportName = (name = 'Answer'): string =>
  name.startsWith(PREFIX) ? name : `${PREFIX}${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Only the name is written anew, so that the rest is what the reader saw. */
function renamed(query: string, { name, operation, loc }: OperationDefinitionNode, called: string): string {
  if (name?.loc !== undefined) return query.slice(0, name.loc.start) + called + query.slice(name.loc.end);
  const { start } = loc!;
  const isShort = query.startsWith('{', start);
  const end = isShort ? start : start + operation.length;
  return `${query.slice(0, start)}${operation} ${called}${isShort ? ' ' : ''}${query.slice(end)}`;
}
