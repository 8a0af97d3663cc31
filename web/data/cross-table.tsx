/** One breakdown down, the other across: as plain numbers, or coloured by them. */
import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import { notesOf, PRINTED } from '../charts/drawing.ts';
import { gridDrawing } from '../charts/grid-drawing.ts';
import { colourAt, inkOn, paletteOf, type Palette } from '../charts/palette.ts';
import { useOffer } from '../charts/use-offer.ts';
import { useSay } from '../language/language.tsx';
import { MarkSign } from '../numbers/figure.tsx';
import { distinct, type Mark } from '../numbers/marks.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Edges } from '../parts/edges.tsx';
import { useScheme } from '../parts/scheme.tsx';
import { cellText } from './cell-text.ts';
import type { Cell, Column } from './data-table.ts';
import { crossOf, type Cross } from './pictures.ts';
import type { PictureProps } from './picture.tsx';

export function CrossTable({
  table,
  rows,
  by,
  measure,
  drawing,
  coloured,
}: PictureProps & { readonly coloured: boolean }): ReactNode {
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  const formats = useFormats();
  const [down, across] = by as [Column, Column];
  const cross = useMemo(() => crossOf(rows, [down, across], measure), [rows, down, across, measure]);
  const common = useMemo(() => commonMarks(cross), [cross]);
  const greatest = measure.writing === 'percent' ? 1 : greatestIn(cross);
  const draw = useCallback(
    async () => ({
      ...gridDrawing({
        rows: cross.rows.map(({ cell }) => cellText(cell, down, formats)),
        columns: cross.columns.map(({ cell }) => cellText(cell, across, formats)),
        cell: (row, column) => {
          const cell = cross.cell(cross.rows[row]!, cross.columns[column]!);
          return { text: cellText(cell, measure, formats), colour: colourOf(cell, greatest, PRINTED) };
        },
      }),
      shows: measure.title,
      notes: notesOf([{ name: measure.title, marks: [...cellsIn(cross)].flatMap(({ marks }) => marks) }]),
    }),
    [cross, down, across, measure, formats, greatest],
  );
  useOffer(drawing, draw);
  return (
    <Edges of={place}>
      <div ref={place} className="cross-scroll first-stays" tabIndex={0} role="region" aria-label={table.title}>
        <table className={coloured ? 'cross coloured' : 'cross'}>
          <caption className="visually-hidden">
            {say('data.cross.caption', { measure: measure.title, down: down.title, across: across.title })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{down.title}</th>
              {cross.columns.map((column) => (
                <th key={column.key} scope="col">
                  {cellText(column.cell, across, formats)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cross.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{cellText(row.cell, down, formats)}</th>
                {cross.columns.map((column) => (
                  <CrossCell
                    key={column.key}
                    cell={cross.cell(row, column)}
                    measure={measure}
                    greatest={coloured ? greatest : undefined}
                    common={common}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Edges>
  );
}

interface CrossCellProps {
  readonly cell: Cell;
  readonly measure: Column;
  /** Of the scale of colours; none where there are no colours. */
  readonly greatest: number | undefined;
  /** Marks that each cell has: the heading has them once. */
  readonly common: ReadonlySet<string>;
}

function CrossCell({ cell, measure, greatest, common }: CrossCellProps): ReactNode {
  const formats = useFormats();
  const { dark } = useScheme();
  const own = cell.marks.filter((mark) => !common.has(JSON.stringify(mark)));
  return (
    <td style={greatest === undefined ? undefined : paintOf(cell, greatest, paletteOf(dark))}>
      {cellText(cell, measure, formats)}
      {own.map((mark) => (
        <MarkSign key={mark.kind} mark={mark} />
      ))}
    </td>
  );
}

function paintOf(cell: Cell, greatest: number, palette: Palette): { background: string; color: string } {
  const colour = colourOf(cell, greatest, palette);
  return { background: colour, color: inkOn(colour) };
}

const colourOf = ({ value }: Cell, greatest: number, palette: Palette): string =>
  typeof value === 'number' ? colourAt(palette, greatest === 0 ? 0 : value / greatest) : palette.none;

function* cellsIn({ rows, columns, cell }: Cross): Iterable<Cell> {
  for (const row of rows) for (const column of columns) yield cell(row, column);
}

function greatestIn(cross: Cross): number {
  let greatest = 0;
  for (const { value } of cellsIn(cross)) if (typeof value === 'number') greatest = Math.max(greatest, value);
  return greatest;
}

function commonMarks(cross: Cross): ReadonlySet<string> {
  const cells = [...cellsIn(cross)].filter(({ marks }) => marks.length > 0);
  const all: Mark[] = distinct(cells.flatMap(({ marks }) => marks));
  const texts = cells.map(({ marks }) => new Set(marks.map((mark) => JSON.stringify(mark))));
  return new Set(all.map((mark) => JSON.stringify(mark)).filter((text) => texts.every((marks) => marks.has(text))));
}
