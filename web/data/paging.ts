/** Where in an answer the list stands that is fetched page by page: the connection whose argument `after` is a variable. */
import { Kind, visit, type FieldNode } from 'graphql';
import type { Asked } from '../graph/ask.ts';
import { factsOf } from '../graph/question.ts';
import { valueAt } from '../numbers/figure-at.ts';
import type { Path } from '../numbers/marks.ts';

export interface Paged {
  /** Of the connection. */
  readonly path: Path;
  /** The variables of its cursor and of the size of its page. */
  readonly after: string;
  readonly first?: string;
}

/** @returns undefined for a question without one, and for one that does not parse */
export function pagedIn(query: string): Paged | undefined {
  const { documentAST } = factsOf(query);
  if (documentAST === undefined) return undefined;
  const names: string[] = [];
  let found: Paged | undefined;
  visit(documentAST, {
    Field: {
      enter: (field) => {
        names.push(field.alias?.value ?? field.name.value);
        const after = variableOf(field, 'after');
        const first = variableOf(field, 'first');
        if (after !== undefined) found ??= { path: [...names], after, ...(first !== undefined && { first }) };
      },
      leave: () => void names.pop(),
    },
  });
  return found;
}

function variableOf({ arguments: given = [] }: FieldNode, name: string): string | undefined {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}

/** @returns the cursor of the next page; undefined where this is the last */
export function nextCursor(data: unknown, { path }: Paged): string | undefined {
  const { hasNextPage, endCursor } = (valueAt(data, [...path, 'pageInfo']) ?? {}) as {
    hasNextPage?: boolean;
    endCursor?: string | null;
  };
  return hasNextPage === true && typeof endCursor === 'string' ? endCursor : undefined;
}

/** @returns the question for the page that begins after a cursor */
export const pageAfter = (asked: Asked, { after }: Paged, cursor: string): Asked => ({
  ...asked,
  variables: { ...(asked.variables as object | undefined), [after]: cursor },
});

/** @returns how many rows the page has */
export function rowsOnPage(data: unknown, { path }: Paged): number {
  const rows = valueAt(data, [...path, 'nodes']) ?? valueAt(data, [...path, 'edges']);
  return Array.isArray(rows) ? rows.length : 0;
}

/** @returns how long the whole list is, where the question asked for it and the caller may know */
export function totalIn(data: unknown, { path }: Paged): number | undefined {
  const total = valueAt(data, [...path, 'totalCount']);
  return typeof total === 'number' ? total : undefined;
}
