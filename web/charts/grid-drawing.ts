/** A grid of coloured numbers, for a picture that is taken away. */
import { broken } from './broken.ts';
import { INNER, PRINTED, type Drawing } from './drawing.ts';
import { inkOn } from './palette.ts';
import { linesAt, tag, textAt } from './svg.ts';

interface GridCell {
  readonly text: string;
  /** What it is filled with. */
  readonly colour: string;
}

interface GridOf {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cell: (row: number, column: number) => GridCell;
}

/** Pixels: of the names of rows, of a row, of a line of text, between cells. */
const [NAMES, ROW, LINE, GAP] = [168, 32, 15, 2];
/** Letters of a name of a row in a line; pixels of a letter, about. */
const [LETTERS, LETTER] = [26, 6.6];

export function gridDrawing({ rows, columns, cell }: GridOf): Omit<Drawing, 'notes'> {
  const width = (INNER - NAMES) / Math.max(1, columns.length);
  const heads = columns.map((name) => broken(name, Math.max(4, Math.floor(width / LETTER))));
  const top = LINE * Math.max(1, ...heads.map(({ length }) => length)) + 8;
  const head = heads.flatMap((lines, column) =>
    lines.map((line, at) =>
      textAt(NAMES + (column + 0.5) * width, top - 10 - (lines.length - 1 - at) * LINE, line, {
        fill: PRINTED.quiet,
        anchor: 'middle',
      }),
    ),
  );
  const body = rows.flatMap((name, row) => [
    ...linesAt(0, top + (row + 0.5) * ROW, broken(name, LETTERS), LINE, { fill: PRINTED.ink }),
    ...columns.map((_, column) => cellAt(cell(row, column), [NAMES + column * width, top + row * ROW], width)),
  ]);
  return { markup: [...head, ...body].join(''), width: INNER, height: top + rows.length * ROW };
}

function cellAt({ text, colour }: GridCell, [x, y]: readonly [number, number], width: number): string {
  const box = { x: x + GAP / 2, y: y + GAP / 2, width: width - GAP, height: ROW - GAP, rx: 3, fill: colour };
  return tag('rect', box) + textAt(x + width / 2, y + ROW / 2, text, { fill: inkOn(colour), anchor: 'middle' });
}
