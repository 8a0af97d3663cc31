/** One line of the table: a row, or the heading of a group with its sums. */
import { memo, type CSSProperties, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { useMarkWords } from '../numbers/figure.tsx';
import type { Mark } from '../numbers/marks.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { cellText } from './cell-text.ts';
import { cellOf, type Cell, type Row } from './data-table.ts';
import type { Tip } from './mark-tip.tsx';
import type { Group } from './sums.ts';
import type { Shown } from './use-grid-table.ts';

export type Line = { readonly kind: 'ROW'; readonly row: Row } | { readonly kind: 'GROUP'; readonly group: Group };

interface GridRowProps {
  readonly line: Line;
  readonly index: number;
  readonly columns: readonly Shown[];
  /** The column of the cell that the keys are at, where it is in this line. */
  readonly activeColumn: number | undefined;
  readonly tip: Tip;
  /** The cell whose marks are explained, where it is in this line. */
  readonly tipped: string | undefined;
}

export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { line, index, columns, activeColumn, tip, tipped } = props;
  const say = useSay();
  const row = line.kind === 'ROW' ? line.row : line.group.sum;
  const heading =
    line.kind === 'GROUP' ? say('data.grid.group', { name: line.group.name, rows: line.group.rows.length }) : undefined;
  return (
    <tr className={line.kind === 'GROUP' ? 'grid-group' : undefined} aria-rowindex={index + 2}>
      {columns.map((shown, place) => (
        <GridCell
          key={shown.column.id}
          at={`${index},${place}`}
          shown={shown}
          cell={cellOf(row, shown.column)}
          words={place === 0 ? heading : undefined}
          rowHeading={place === 0}
          active={activeColumn === place}
          tip={tip}
          tipped={tipped}
        />
      ))}
    </tr>
  );
});

interface GridCellProps {
  /** Where it is, for the keys. */
  readonly at: string;
  readonly shown: Shown;
  readonly cell: Cell;
  /** In place of what the cell holds. */
  readonly words?: string | undefined;
  readonly rowHeading: boolean;
  readonly active: boolean;
  readonly tip: Tip;
  readonly tipped: string | undefined;
}

export function GridCell({ at, shown, cell, words, rowHeading, active, tip, tipped }: GridCellProps): ReactNode {
  const formats = useFormats();
  const { column } = shown;
  const explain = (place: HTMLElement): void =>
    cell.marks.length === 0 ? tip.hide() : tip.show(place, at, cell.marks);
  const Tag = rowHeading ? 'th' : 'td';
  return (
    <Tag
      role={rowHeading ? 'rowheader' : 'gridcell'}
      scope={rowHeading ? 'row' : undefined}
      data-cell={at}
      data-column={column.id}
      tabIndex={active ? 0 : -1}
      className={`${column.kind.toLowerCase()}${shown.frozenAt === undefined ? '' : ' frozen'}`}
      style={frozenStyle(shown)}
      aria-describedby={tipped === at ? tip.id : undefined}
      onFocus={(event) => explain(event.currentTarget)}
      onMouseEnter={(event) => explain(event.currentTarget)}
      onMouseLeave={tip.hide}
      onBlur={tip.hide}
    >
      <span
        className="cell-text"
        title={column.kind === 'TEXT' || column.kind === 'NAME' ? String(cell.value ?? '') : undefined}
      >
        {words ?? (column.kind === 'FIGURE' || cell.value !== null ? cellText(cell, column, formats) : '')}
      </span>
      <Signs marks={cell.marks} />
    </Tag>
  );
}

export const frozenStyle = ({ frozenAt }: Shown): CSSProperties | undefined =>
  frozenAt === undefined ? undefined : { insetInlineStart: frozenAt };

/** Said once above the table, or in the sentences: they would stand beside every number. */
const QUIET: ReadonlySet<Mark['kind']> = new Set(['MONTH']);

/** One short sign a mark: the sentences come on hover and focus of the cell. */
function Signs({ marks }: { marks: readonly Mark[] }): ReactNode {
  return marks.filter(({ kind }) => !QUIET.has(kind)).map((mark) => <Sign key={mark.kind} mark={mark} />);
}

function Sign({ mark }: { mark: Mark }): ReactNode {
  return <span className={`mark mark-${mark.kind.toLowerCase()}`}>{useMarkWords(mark).word}</span>;
}
