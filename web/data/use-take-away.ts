/** What is taken away of a table: what stands on the screen, and the citation of it. */
import type { Citation } from '../export/citation.ts';
import type { ExportTable } from '../export/export-table.ts';
import { useSay } from '../language/language.tsx';
import { schemaVersionsOf } from '../numbers/figure-at.ts';
import { useSession } from '../session/session.tsx';
import type { Cited } from './cited.ts';
import { gapsIn, type DataTable } from './data-table.ts';
import { namedIn } from './part-titles.ts';
import { coveredBy, exportOf, standingOf } from './export-of.ts';
import { footOf, footWords } from './foot.ts';
import type { OnScreen } from './use-on-screen.ts';
import type { Pages } from './use-pages.ts';
import { notesIn, tiesIn } from './ties.ts';
import { useRowsTold } from './use-rows-told.ts';

interface Taken {
  readonly tableOf: () => ExportTable;
  readonly citationOf: (table: ExportTable) => Citation;
}

/** @param parts the answers that the table was read from @param rest what is still to come */
export function useTakeAway(
  table: DataTable,
  cited: Cited,
  { columns, inOrder: rows, sort }: OnScreen,
  { parts, rest }: Pick<Pages, 'parts' | 'rest'>,
): Taken {
  const say = useSay();
  const { config } = useSession();
  const told = useRowsTold(table, rows, rest);
  return {
    tableOf: () => {
      const row = footOf(table, rows);
      return exportOf({
        columns: columns.map(({ column }) => column),
        rows,
        foot: row === undefined ? undefined : { row, words: footWords(table, row, say).words },
        formats: { month: say('export.format.month'), day: say('export.format.day') },
      });
    },
    citationOf: (taken) => ({
      ...namedIn(table, cited),
      filters: cited.filters,
      rows: told,
      notes: notesIn(tiesIn(table, rows, sort), say),
      gaps: gapsIn({ columns: columns.map(({ column }) => column), rows }),
      sources: cited.sources,
      city: config?.city,
      sample: config?.sampleData === true,
      ...standingOf(taken, coveredBy(table, rows)),
      at: new Date(),
      schemaVersion: schemaVersionsOf(parts).join(', ') || say('data.take.schemaUnknown'),
      permalink: location.href,
    }),
  };
}
