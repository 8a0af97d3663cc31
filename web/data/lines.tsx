/** Months as lines: one a measure written in the same way, or one a name of the other breakdown. */
import { useCallback, useMemo, type ReactNode } from 'react';
import { chartDrawing } from '../charts/chart-drawing.ts';
import { Chart } from '../charts/chart.tsx';
import { notesOf, PRINTED } from '../charts/drawing.ts';
import { endLabels, roomOf } from '../charts/end-labels.ts';
import { paletteOf, type Palette } from '../charts/palette.ts';
import { useOffer } from '../charts/use-offer.ts';
import { useSay } from '../language/language.tsx';
import type { Mark } from '../numbers/marks.ts';
import type { Formats } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { useScheme } from '../parts/scheme.tsx';
import { cellText } from './cell-text.ts';
import { cellOf, type Cell, type Column, type Row } from './data-table.ts';
import type { PictureProps } from './picture.tsx';
import { crossOf, MOST_SERIES } from './pictures.ts';

interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly marks: readonly Mark[];
}

export function Lines({ table, rows, by, measure, drawing }: PictureProps): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { dark } = useScheme();
  const narrow = useNarrow();
  const month = by.find(({ id }) => id === 'month')!;
  const inOrder = useMemo(
    () =>
      rows.toSorted((left, right) =>
        String(cellOf(left, month).value).localeCompare(String(cellOf(right, month).value)),
      ),
    [rows, month],
  );
  const months = useMemo(() => [...new Set(inOrder.map((row) => String(cellOf(row, month).value)))], [inOrder, month]);
  const other = by.find(({ id }) => id !== 'month');
  const lines = useMemo(
    () =>
      other === undefined
        ? byMeasure(table.columns, inOrder, measure)
        : byName(inOrder, [month, other], measure, formats),
    [table.columns, inOrder, measure, month, other, formats],
  );
  const option = useMemo(
    () => optionOf(months, lines, measure, { formats, palette: paletteOf(dark), narrow }),
    [months, lines, measure, formats, dark, narrow],
  );
  const draw = useCallback(
    async () => ({
      ...(await chartDrawing(optionOf(months, lines, measure, { formats, palette: PRINTED, narrow: false }), HEIGHT)),
      ...(other !== undefined && { shows: measure.title }),
      notes: notesOf(lines),
    }),
    [months, lines, measure, formats, other],
  );
  useOffer(drawing, draw);
  const label = say('data.lines.label', {
    title: table.title,
    from: formats.month(months[0] ?? ''),
    to: formats.month(months.at(-1) ?? ''),
    lines: lines.map(({ name }) => name).join(', '),
  });
  return <Chart option={option} height={HEIGHT} label={label} />;
}

/** CSS pixels. */
const HEIGHT = 360;

const numberIn = ({ value }: Cell): number | null => (typeof value === 'number' ? value : null);

function byMeasure(columns: readonly Column[], rows: readonly Row[], measure: Column): Line[] {
  const same = columns.filter(
    ({ kind, writing, id }) => kind === 'FIGURE' && writing === measure.writing && id !== 'share',
  );
  const first = [measure, ...same.filter(({ id }) => id !== measure.id)].slice(0, MOST_SERIES);
  return first.map((column) => {
    const cells = rows.map((row) => cellOf(row, column));
    return lineOf(column.title, cells);
  });
}

function byName(rows: readonly Row[], [month, other]: [Column, Column], measure: Column, formats: Formats): Line[] {
  const cross = crossOf(rows, [other, month], measure);
  return cross.rows.slice(0, MOST_SERIES).map((name) => {
    const cells = cross.columns.map((column) => cross.cell(name, column));
    return lineOf(cellText(name.cell, other, formats), cells);
  });
}

const lineOf = (name: string, cells: readonly Cell[]): Line => ({
  name,
  values: cells.map(numberIn),
  marks: cells.flatMap(({ marks }) => marks),
});

interface Look {
  readonly formats: Formats;
  readonly palette: Palette;
  readonly narrow: boolean;
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;
/** One a line, so that colours are not all that tells them apart. */
const STROKES = ['solid', [8, 4], [2, 3], [12, 4, 2, 4], [4, 2], [14, 4], [2, 6], [8, 3, 2, 3, 2, 3]] as const;

function optionOf(months: readonly string[], lines: readonly Line[], measure: Column, look: Look): object {
  const { formats, palette, narrow } = look;
  const text = (value: unknown): string =>
    typeof value === 'number' ? cellText({ value, marks: [] }, measure, formats) : '–';
  const short = (value: number): string => (measure.writing === 'rupiah' ? formats.shortRupiah(value) : text(value));
  const colourOf = (index: number): string => palette.series[index % palette.series.length]!;
  const axis = { axisLabel: { color: palette.quiet, margin: 14 }, axisLine: { lineStyle: { color: palette.line } } };
  return {
    grid: {
      left: 8,
      right: narrow ? 24 : roomOf(lines),
      top: narrow ? 12 + 24 * lines.length : 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    // Where there is no room for names at the ends of the lines.
    ...(narrow && {
      legend: { top: 0, left: 0, orient: 'vertical', itemGap: 8, itemWidth: 40, textStyle: { color: palette.ink } },
    }),
    tooltip: { trigger: 'axis', confine: true, valueFormatter: text },
    xAxis: { type: 'category', data: months.map(formats.shortMonth), boundaryGap: false, ...axis },
    yAxis: {
      type: 'value',
      axisLabel: { color: palette.quiet, formatter: short },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: [
      ...lines.map(({ name, values }, index) => ({
        name,
        type: 'line',
        data: values,
        symbol: SYMBOLS[index % SYMBOLS.length],
        symbolSize: 6,
        showAllSymbol: true,
        lineStyle: { width: 2.5, type: STROKES[index % STROKES.length] },
        color: colourOf(index),
      })),
      ...(narrow
        ? []
        : [
            endLabels(
              lines.map((line, index) => ({ ...line, colour: colourOf(index) })),
              palette.quiet,
            ),
          ]),
    ],
  };
}
