/** How many rows a table that is taken away has, and what of all rows they are. */
import type { Say } from '../language/say.ts';

interface Counted {
  /** Those that are taken. */
  readonly shown: number;
  /** Those that the search looked through. */
  readonly come: number;
  /** Of a list that comes in pages: whether more are to come, and how many there are in all, where that is known. */
  readonly rest: { readonly has: boolean; readonly total: number | undefined } | undefined;
}

export function rowsTold({ shown, come, rest }: Counted, say: Say): string {
  const found = shown < come ? [say('data.rowsTold.found', { rows: shown, of: come })] : [];
  if (rest?.has !== true) return found[0] ?? say('data.rowsTold.all', { rows: come });
  const told =
    rest.total === undefined
      ? say('data.rowsTold.first', { rows: come })
      : say('data.rowsTold.come', { rows: come, of: rest.total });
  return [...found, told].join('; ');
}
