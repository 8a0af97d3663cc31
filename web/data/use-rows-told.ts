import type { Citation } from '../export/citation.ts';
import { useSay } from '../language/language.tsx';
import type { DataTable, Row } from './data-table.ts';
import type { Rest } from './use-pages.ts';

/** What a citation says of the rows where they are not all that there are. */
export function useRowsTold(
  { rows: all }: DataTable,
  rows: readonly Row[],
  rest: Rest | undefined,
): Citation['filters'] {
  const say = useSay();
  const come = rest?.has === true;
  if (rows.length === all.length && !come) return [];
  const counts = { rows: rows.length, of: (come ? rest.total : undefined) ?? all.length };
  return [{ name: say('data.rowsTold'), value: say(come ? 'data.rowsTold.come' : 'data.rowsTold.found', counts) }];
}
