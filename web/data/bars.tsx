/** One bar a row, in the order of the table; rates that lie close together are dots, since a bar begins at zero. */
import { useCallback, useMemo, type ReactNode } from 'react';
import { chartDrawing } from '../charts/chart-drawing.ts';
import { Chart } from '../charts/chart.tsx';
import { notesOf, PRINTED, type Drawing } from '../charts/drawing.ts';
import { paletteOf, type Palette } from '../charts/palette.ts';
import { areClose, rateScale } from '../charts/rate-scale.ts';
import { useOffer } from '../charts/use-offer.ts';
import { useSay } from '../language/language.tsx';
import type { Formats } from '../numbers/formats.ts';
import type { Say } from '../language/say.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { useScheme } from '../parts/scheme.tsx';
import { cellText } from './cell-text.ts';
import { cellOf, type Column, type Row } from './data-table.ts';
import { MOST_BARS } from './pictures.ts';
import type { PictureProps } from './picture.tsx';

/** CSS pixels: of a bar with its space, and of the axis. */
const [BAR, AXIS] = [26, 36];
/** On a telephone: the table stands below. */
const FEW_BARS = 20;

export function Bars({ table, rows, by, measure, drawing }: PictureProps): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { dark } = useScheme();
  const narrow = useNarrow();
  const shown = useMemo(() => rows.slice(0, narrow ? FEW_BARS : MOST_BARS), [rows, narrow]);
  const close = useMemo(() => closeRates(shown, measure), [shown, measure]);
  const option = useMemo(
    () => optionOf(shown, by[0]!, measure, { formats, palette: paletteOf(dark), narrow, close, whole: false }),
    [shown, by, measure, formats, dark, narrow, close],
  );
  const draw = useCallback(() => drawingOf(rows, by[0]!, measure, { formats, say }), [rows, by, measure, formats, say]);
  useOffer(drawing, draw);
  const label = summaryOf(rows, by[0]!, measure, formats);
  return (
    <>
      <Chart
        option={option}
        height={shown.length * BAR + AXIS}
        label={say('data.bars.label', { title: table.title, measure: measure.title, ...label })}
      />
      {close !== undefined && <p className="hint">{say('data.bars.scale')}</p>}
      {rows.length > shown.length && (
        <p className="hint">{say('data.bars.first', { shown: shown.length, rows: rows.length })}</p>
      )}
    </>
  );
}

interface Words {
  readonly formats: Formats;
  readonly say: Say;
}

/** As on a wide screen. */
async function drawingOf(
  rows: readonly Row[],
  name: Column,
  measure: Column,
  { formats, say }: Words,
): Promise<Drawing> {
  const shown = rows.slice(0, MOST_BARS);
  const close = closeRates(shown, measure);
  const option = optionOf(shown, name, measure, { formats, palette: PRINTED, narrow: false, close, whole: true });
  const marks = shown.flatMap((row) => cellOf(row, measure).marks);
  const remarks = [
    ...(close === undefined ? [] : [say('data.bars.scale')]),
    ...(rows.length > shown.length ? [say('data.bars.first', { shown: shown.length, rows: rows.length })] : []),
  ];
  return {
    ...(await chartDrawing(option, shown.length * BAR + AXIS)),
    shows: measure.title,
    notes: notesOf([{ name: measure.title, marks }]),
    remarks,
  };
}

/** The largest and the smallest, for who does not see the bars. */
function summaryOf(rows: readonly Row[], name: Column, measure: Column, formats: Formats): Record<string, string> {
  const numbers = rows.filter((row) => typeof cellOf(row, measure).value === 'number');
  const order = numbers.toSorted(
    (left, right) => Number(cellOf(right, measure).value) - Number(cellOf(left, measure).value),
  );
  const words = (row: Row | undefined): string =>
    row === undefined
      ? '–'
      : `${cellText(cellOf(row, name), name, formats)} (${cellText(cellOf(row, measure), measure, formats)})`;
  return { most: words(order[0]), least: words(order.at(-1)) };
}

interface Look {
  readonly formats: Formats;
  readonly palette: Palette;
  readonly narrow: boolean;
  /** Whether names are written in full, on two lines where they must: a file has no table below it. */
  readonly whole: boolean;
  /** Rates that are dots and not bars. */
  readonly close: readonly number[] | undefined;
}

/** The rates of the rows, where they are rates that bars would show alike. */
function closeRates(rows: readonly Row[], measure: Column): readonly number[] | undefined {
  if (measure.writing !== 'percent') return undefined;
  const rates = rows.flatMap((row) => {
    const { value } = cellOf(row, measure);
    return typeof value === 'number' ? [value] : [];
  });
  return areClose(rates) ? rates : undefined;
}

function optionOf(rows: readonly Row[], name: Column, measure: Column, look: Look): object {
  const { formats, palette, narrow, close } = look;
  const text = (value: unknown): string =>
    typeof value === 'number' ? cellText({ value, marks: [] }, measure, formats) : '–';
  return {
    grid: {
      left: 8,
      right: narrow ? 76 : 120,
      top: 4,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: { trigger: 'item', confine: true, valueFormatter: text },
    xAxis: close === undefined ? axisOfBars(rows, measure) : axisOfDots(close, look),
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => cellText(cellOf(row, name), name, formats)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.ink, interval: 0, ...(look.whole ? WHOLE : { ...CUT, width: narrow ? 120 : 240 }) },
    },
    series: [
      {
        name: measure.title,
        ...(close === undefined ? BAR_SERIES : DOT_SERIES),
        data: rows.map((row) => cellOf(row, measure).value),
        color: palette.series[0],
        label: {
          show: true,
          position: 'right',
          color: palette.ink,
          formatter: ({ value }: { value: unknown }) => text(value),
        },
      },
    ],
  };
}

/** How names before the bars are written. */
const CUT = { overflow: 'truncate' } as const;
const WHOLE = { overflow: 'break', width: 300, lineHeight: 13 } as const;

const BAR_SERIES = { type: 'bar', barMaxWidth: 18 } as const;
/** A line that is not drawn, with its points. */
const DOT_SERIES = {
  type: 'line',
  symbol: 'circle',
  symbolSize: 12,
  showAllSymbol: true,
  lineStyle: { width: 0 },
} as const;

const axisOfBars = (rows: readonly Row[], measure: Column): object => ({
  type: 'value',
  axisLabel: { show: false },
  splitLine: { show: false },
  ...(measure.writing === 'percent' && {
    min: 0,
    max: Math.max(1, ...rows.map((row) => Number(cellOf(row, measure).value ?? 0))),
  }),
});

function axisOfDots(rates: readonly number[], { formats, palette, narrow }: Look): object {
  const { from, to, ticks } = rateScale(Math.min(...rates), Math.max(...rates), narrow ? 2 : 6);
  return {
    type: 'value',
    position: 'top',
    min: from,
    max: to,
    interval: (to - from) / (ticks.length - 1),
    axisLabel: { color: palette.quiet, formatter: formats.shortPercent },
    splitLine: { lineStyle: { color: palette.line } },
  };
}
