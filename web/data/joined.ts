/** The tables of an answer that comes page by page. */
import type { Table } from '../graph/table.ts';
import type { Paged } from './paging.ts';

/**
 * Later pages bring more rows of the list that is fetched page by page, and of the lists in it. What stands beside that list they bring
 * again, so there the first page's is all.
 *
 * @param pages the tables of each page
 */
export function joined([first = [], ...others]: readonly (readonly Table[])[], paged: Paged | undefined): Table[] {
  const kept = [...first, ...others.flat().filter(({ name }) => comesInPages(name, paged))];
  const names = [...new Set(kept.map(({ name }) => name))];
  return names.map((name) =>
    oneOf(
      name,
      kept.filter((table) => table.name === name),
    ),
  );
}

/** Whether a table is the list that is fetched page by page, or one within it. */
export function comesInPages(name: string, paged: Paged | undefined): boolean {
  const list = paged?.path.join('.');
  return list !== undefined && (name === list || name.startsWith(`${list}.`));
}

/** Pages may differ in their columns, as their rows do. */
function oneOf(name: string, tables: readonly Table[]): Table {
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const rows = tables.flatMap((table) => {
    const places = columns.map((column) => table.columns.indexOf(column));
    return table.rows.map((row) => places.map((place) => row[place] ?? null));
  });
  return { name, columns, rows };
}
