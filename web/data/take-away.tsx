/** Buttons that take the table or its picture away, each with its citation. */
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Draw, Drawing } from '../charts/drawing.ts';
import type { DrawingPlace } from '../charts/use-offer.ts';
import type { Citation } from '../export/citation.ts';
import { copy } from '../export/clipboard.ts';
import { copiedTable } from '../export/copied-table.ts';
import { download } from '../export/download.ts';
import type { ExportTable, ExportWords } from '../export/export-table.ts';
import { fileNameOf, type FileEnding } from '../export/file-name.ts';
import { pictureFile } from '../export/picture-file.ts';
import { FILE_TYPES, tableFile } from '../export/table-file.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';

interface TakeAwayProps {
  /** Made when it is asked for: it may be long. */
  readonly tableOf: () => ExportTable;
  readonly citationOf: (table: ExportTable) => Citation;
  /** Where the drawing is looked for. */
  readonly drawing: DrawingPlace;
  /** Whether there is one: PNG and SVG are offered only then. */
  readonly drawn: boolean;
}

export function TakeAway({ tableOf, citationOf, drawing, drawn }: TakeAwayProps): ReactNode {
  const say = useSay();
  const { locale } = useIntl();
  const { month, day } = useFormats();
  const [told, tell] = useState('');
  const words: ExportWords = { say, month, day };
  const save = async (ending: FileEnding): Promise<string> => {
    const table = tableOf();
    const citation = citationOf(table);
    const name = fileNameOf(citation, ending, say('export.taken'));
    const content = await contentOf(ending, { table, citation, words, draw: drawing.current });
    if (content === undefined) return say('data.take.noPicture');
    download(name, content, FILE_TYPES[ending]);
    return say('data.take.saved', { name });
  };
  const copyIt = async (): Promise<string> => {
    const table = tableOf();
    await copy(copiedTable(table, citationOf(table), words, locale));
    return say('parts.copied');
  };
  const run = (what: () => Promise<string>): void => {
    what().then(tell, () => tell(say('data.take.failed')));
  };
  return (
    <div className="take-away" role="group" aria-label={say('data.take')}>
      {(drawn ? DRAWN : TABLE).map((ending) => (
        <button key={ending} type="button" className="tool" onClick={() => run(() => save(ending))}>
          {ending.toUpperCase()}
        </button>
      ))}
      <button type="button" className="tool" onClick={() => run(copyIt)}>
        {say('parts.copy')}
      </button>
      <span role="status" className="hint">
        {told}
      </span>
    </div>
  );
}

const TABLE: readonly FileEnding[] = ['csv', 'xlsx'];
const DRAWN: readonly FileEnding[] = [...TABLE, 'png', 'svg'];

interface Content {
  readonly table: ExportTable;
  readonly citation: Citation;
  readonly words: ExportWords;
  readonly draw: Draw | null;
}

/** A picture says below itself what its rows' order and its gaps mean. */
const remarked = (drawing: Drawing, { notes = [], gaps = [] }: Citation): Drawing => ({
  ...drawing,
  remarks: [...(drawing.remarks ?? []), ...notes, ...gaps.map(({ title, says }) => `${title}: ${says}`)],
});

/** @returns undefined for a picture where there is none */
async function contentOf(
  ending: FileEnding,
  { table, citation, words, draw }: Content,
): Promise<string | Blob | undefined> {
  if (ending === 'csv' || ending === 'xlsx') return tableFile(ending, table, citation, words);
  if (draw === null) return undefined;
  return pictureFile(ending, remarked(await draw(), citation), citation, words);
}
