/** One line of the table: a row, or the heading of a group with its sums. */
import { memo, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { useMarkWords } from '../numbers/figure.tsx';
import type { Mark } from '../numbers/marks.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { cellText } from './cell-text.ts';
import { cellOf, type Cell, type Column, type Row } from './data-table.ts';
import type { Group } from './groups.ts';
import type { Tip } from '../parts/mark-tip.tsx';
import type { Shown } from './use-grid-table.ts';

export type Line =
  | { readonly kind: 'ROW'; readonly row: Row }
  /** `open`: whether its rows are shown below it. */
  | { readonly kind: 'GROUP'; readonly group: Group; readonly open: boolean };

interface GridRowProps {
  readonly line: Line;
  readonly index: number;
  readonly columns: readonly Shown[];
  /** The column of the cell that the keys are at, where it is in this line. */
  readonly activeColumn: number | undefined;
  readonly tip: Tip;
  /** The cell whose marks are explained, where it is in this line. */
  readonly tipped: string | undefined;
  /** Shows a group's rows, or puts them away. */
  readonly onFold: (key: string) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { line, index, columns, activeColumn, tip, tipped, onFold } = props;
  const heading = useHeading(line);
  const row = line.kind === 'ROW' ? line.row : line.group.sum;
  const fold = line.kind === 'ROW' ? undefined : { open: line.open, toggle: () => onFold(line.group.key) };
  return (
    <tr className={line.kind === 'GROUP' ? 'grid-group' : undefined} aria-rowindex={index + 2}>
      {columns.map((shown, place) => {
        const cell = cellOf(row, shown.column);
        // Where no sum is made there is nothing to say; a dash would be taken for a sum that is missing.
        const silent = line.kind === 'GROUP' && cell.value === null && cell.marks.length === 0 ? '' : undefined;
        return (
          <GridCell
            key={shown.column.id}
            at={`${index},${place}`}
            shown={shown}
            cell={cell}
            words={place === 0 ? heading : silent}
            rowHeading={place === 0}
            fold={place === 0 ? fold : undefined}
            active={activeColumn === place}
            tip={tip}
            tipped={tipped}
          />
        );
      })}
    </tr>
  );
});

/** What a group's first cell says: the name that its rows share, and how many they are. */
function useHeading(line: Line): string | undefined {
  const say = useSay();
  const formats = useFormats();
  if (line.kind === 'ROW') return undefined;
  const { name, by, rows } = line.group;
  return say('data.grid.group', { name: cellText(name, by, formats), rows: rows.length });
}

interface Fold {
  readonly open: boolean;
  readonly toggle: () => void;
}

interface GridCellProps {
  /** Where it is, for the keys. */
  readonly at: string;
  readonly shown: Shown;
  readonly cell: Cell;
  /** In place of what the cell holds. */
  readonly words?: string | undefined;
  readonly rowHeading: boolean;
  /** Of the heading of a group, which shows its rows or puts them away. */
  readonly fold?: Fold | undefined;
  readonly active: boolean;
  readonly tip: Tip;
  readonly tipped: string | undefined;
}

export function GridCell(props: GridCellProps): ReactNode {
  const { at, shown, cell, words, rowHeading, fold, active, tip, tipped } = props;
  const formats = useFormats();
  const { column } = shown;
  const explain = (place: HTMLElement): void =>
    cell.marks.length === 0 && cell.says === undefined ? tip.hide() : tip.show(place, at, cell);
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
      {...(fold !== undefined && foldProps(fold))}
    >
      {fold !== undefined && <span aria-hidden="true" className={fold.open ? 'fold open' : 'fold'} />}
      <span className="cell-text" title={titleOf(column, cell)}>
        {words ??
          (column.kind === 'FIGURE' || cell.value !== null || cell.says !== undefined
            ? cellText(cell, column, formats)
            : '')}
      </span>
      <Signs marks={cell.marks} />
    </Tag>
  );
}

/** All of a text that may be cut; where a sentence is shown beside the cell, the browser shows none of its own. */
const titleOf = ({ kind }: Column, { value, says }: Cell): string | undefined =>
  says === undefined && (kind === 'TEXT' || kind === 'NAME') ? String(value ?? '') : undefined;

function foldProps({ open, toggle }: Fold): object {
  return {
    'aria-expanded': open,
    onClick: toggle,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle();
    },
  };
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
