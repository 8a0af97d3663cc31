/** The city's workers month by month, as lines. */
import { useMemo, type ReactNode } from 'react';
import { go } from '../address/address.ts';
import { dataHref } from '../address/data-view.ts';
import { Chart } from '../charts/chart.tsx';
import { notesOf, PRINTED, type Drawing } from '../charts/drawing.ts';
import { endLabels, roomOf } from '../charts/end-labels.ts';
import { paletteOf, type Palette } from '../charts/palette.ts';
import type { Asked } from '../graph/ask.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import type { Say } from '../language/say.ts';
import { Figure } from '../numbers/figure.tsx';
import type { Formats } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import type { Mark } from '../numbers/marks.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { Panel } from '../parts/panel.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { useScheme } from '../parts/scheme.tsx';
import type { Following } from '../session/use-reply.ts';
import type { FiguresAnswer } from './answers.ts';
import { LINES, monthRows, type MonthRow } from './months.ts';
import { useTellMarks, type TellMarks } from './use-tell-marks.ts';

interface MonthsPanelProps {
  readonly figures: Following<FiguresAnswer>;
  readonly asked: Asked;
  readonly onMarks: TellMarks;
}

export function MonthsPanel({ figures, asked, onMarks }: MonthsPanelProps): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const part = partOf(figures.reply);
  const rows = useMemo(() => (part === undefined ? [] : monthRows(part)), [part]);
  const marks = marksOf(rows);
  useTellMarks(onMarks, 'months', marks);
  const draw = async (): Promise<Drawing> => {
    const { chartDrawing } = await import('../charts/chart-drawing.ts');
    const option = optionOf(rows, say, formats, { palette: PRINTED, narrow: false });
    const lines = LINES.map((name) => ({
      name: say(`overview.line.${name}`),
      marks: rows.flatMap(({ counts }) => counts[name].marks),
    }));
    return { ...(await chartDrawing(option, 360)), notes: notesOf(lines) };
  };
  return (
    <Panel
      title={say('overview.months')}
      asked={asked}
      following={figures}
      marks={() => marks}
      picture={
        rows.length === 0 ? undefined : { draw, filters: [], sources: ['Disnaker'], months: [], covers: coversOf(rows) }
      }
    >
      {() => (rows.length === 0 ? <p className="panel-state">{say('numbers.none')}</p> : <Months rows={rows} />)}
    </Panel>
  );
}

const coversOf = (rows: readonly MonthRow[]) => ({ from: rows[0]!.month, to: rows.at(-1)!.month });

/** Each point is of a month of its own, which the axis says. */
const marksOf = (rows: readonly MonthRow[]): Mark[] =>
  rows.flatMap(({ counts }) => LINES.flatMap((name) => counts[name].marks.filter(({ kind }) => kind !== 'MONTH')));

function Months({ rows }: { rows: readonly MonthRow[] }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { dark } = useScheme();
  const narrow = useNarrow();
  const option = useMemo(
    () => optionOf(rows, say, formats, { palette: paletteOf(dark), narrow }),
    [rows, say, formats, dark, narrow],
  );
  const summary = summaryOf(rows, say, formats);
  return (
    <>
      <p className="summary">{summary}</p>
      <Chart
        option={option}
        height={280}
        label={summary}
        onPick={(dataIndex) => go(dataHref({ by: ['month'], from: rows[0]!.month, to: rows[dataIndex]!.month }))}
      />
      <MonthTable rows={rows} />
    </>
  );
}

function summaryOf(rows: readonly MonthRow[], say: Say, formats: Formats): string {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const covered = ({ counts }: MonthRow): string => formats.whole(counts.covered.value ?? 0);
  return say('overview.months.summary', {
    from: formats.month(first.month),
    to: formats.month(last.month),
    before: covered(first),
    after: covered(last),
  });
}

/** How it is drawn: names stand at the ends of the lines, or above them where there is no room. */
interface Look {
  readonly palette: Palette;
  readonly narrow: boolean;
}

function optionOf(rows: readonly MonthRow[], say: Say, formats: Formats, { palette, narrow }: Look): object {
  const lines = LINES.map((name, index) => ({
    name: say(`overview.line.${name}`),
    colour: palette.series[index]!,
    values: rows.map(({ counts }) => counts[name].value),
  }));
  const axis = { axisLabel: { color: palette.quiet, margin: 14 }, axisLine: { lineStyle: { color: palette.line } } };
  return {
    grid: {
      left: 8,
      right: narrow ? 24 : roomOf(lines),
      top: narrow ? 64 : 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(narrow && { legend: { top: 0, left: 0, textStyle: { color: palette.quiet }, itemGap: 12 } }),
    tooltip: {
      trigger: 'axis',
      confine: true,
      valueFormatter: (value: number | null) => (value === null ? '–' : formats.whole(value)),
    },
    xAxis: { type: 'category', data: rows.map(({ month }) => formats.shortMonth(month)), boundaryGap: false, ...axis },
    yAxis: {
      type: 'value',
      axisLabel: { color: palette.quiet, formatter: formats.whole },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: [
      ...lines.map(({ name, colour, values }, index) => ({
        name,
        type: 'line',
        data: values,
        symbol: ['circle', 'rect', 'triangle', 'diamond'][index],
        symbolSize: 6,
        lineStyle: { width: 2.5, type: (['solid', 'solid', 'dashed', 'dotted'] as const)[index] },
        color: colour,
      })),
      ...(narrow ? [] : [endLabels(lines, palette.quiet)]),
    ],
  };
}

function MonthTable({ rows }: { rows: readonly MonthRow[] }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  return (
    <details className="as-table">
      <summary>{say('parts.asTable')}</summary>
      <Scrolls label={say('overview.months')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('overview.month')}</th>
              {LINES.map((name) => (
                <th key={name} scope="col">
                  {say(`overview.line.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ month, counts }) => (
              <tr key={month}>
                <th scope="row">{formats.month(month)}</th>
                {LINES.map((name) => (
                  <td key={name}>
                    <Figure figure={counts[name]} as="whole" />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    </details>
  );
}
