/** What was paid month by month, against the budget's ceiling. */
import { useMemo, type ReactNode } from 'react';
import { go } from '../address/address.ts';
import { dataHref } from '../address/data-view.ts';
import { Chart } from '../charts/chart.tsx';
import { PRINTED, type Drawing } from '../charts/drawing.ts';
import { paletteOf, type Palette } from '../charts/palette.ts';
import type { Asked } from '../graph/ask.ts';
import { partOf } from '../graph/reply.ts';
import type { Citation } from '../export/citation.ts';
import { useSay } from '../language/language.tsx';
import type { Say } from '../language/say.ts';
import type { Formats } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice } from '../parts/choice.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { Panel } from '../parts/panel.tsx';
import { useScheme } from '../parts/scheme.tsx';
import type { Following } from '../session/use-reply.ts';
import type { MoneyAnswer, Reconciliation } from './answers.ts';
import type { BudgetChoice } from './money.ts';

interface MoneyPanelProps {
  readonly money: Following<MoneyAnswer>;
  readonly asked: Asked | undefined;
  /** Whether the list of budgets is still to come. */
  readonly waits: boolean;
  readonly budget: BudgetChoice | undefined;
  readonly onYear: (year: number) => void;
}

export function MoneyPanel({ money, asked, waits, budget, onYear }: MoneyPanelProps): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const books = partOf(money.reply)?.data.programme?.reconciliation ?? undefined;
  return (
    <Panel
      title={say('overview.money')}
      className="wide"
      asked={asked}
      following={money}
      waits={waits}
      picture={
        books && {
          draw: () => drawingOf(books, say, formats),
          filters: [
            { name: say('data.by.programme'), value: partOf(money.reply)?.data.programme?.name ?? '' },
            { name: say('overview.year'), value: String(budget?.year ?? '') },
          ],
          sources: ['BPKAD'],
          months: [],
          covers: coversOf(books),
        }
      }
      tools={
        budget !== undefined &&
        budget.years.length > 1 && (
          <Choice
            label={say('overview.year')}
            value={String(budget.year)}
            options={budget.years.map((year) => ({ name: String(year), title: String(year) }))}
            onChoose={(year) => onYear(Number(year))}
          />
        )
      }
    >
      {({ data: { programme } }) =>
        programme?.reconciliation == null || budget === undefined ? (
          <p className="panel-state">{say('numbers.none')}</p>
        ) : (
          <Money books={programme.reconciliation} budget={budget} />
        )
      }
    </Panel>
  );
}

function Money({ books, budget }: { books: Reconciliation; budget: BudgetChoice }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { dark } = useScheme();
  const option = useMemo(() => optionOf(books, say, formats, paletteOf(dark)), [books, say, formats, dark]);
  const summary = summaryOf(books, say, formats);
  return (
    <>
      <p className="summary">{summary}</p>
      <div className="beside">
        <Chart
          option={option}
          height={280}
          label={summary}
          onPick={(dataIndex) => {
            const month = books.periods[dataIndex]?.period ?? null;
            go(
              dataHref({
                subject: 'money',
                programme: budget.programme,
                year: budget.year,
                by: ['month'],
                from: month,
                to: month,
              }),
            );
          }}
        />
        <MoneyTable books={books} />
      </div>
    </>
  );
}

function coversOf({ periods }: Reconciliation): Citation['covers'] {
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last && { from: first.period, to: last.period };
}

/** With the sentence that stands above it on the screen. */
async function drawingOf(books: Reconciliation, say: Say, formats: Formats): Promise<Drawing> {
  const { chartDrawing } = await import('../charts/chart-drawing.ts');
  const drawn = await chartDrawing(optionOf(books, say, formats, PRINTED), 360);
  return { ...drawn, notes: [], remarks: [summaryOf(books, say, formats)] };
}

const summaryOf = ({ paid, ceiling, shortfall }: Reconciliation, say: Say, { rupiah }: Formats): string =>
  say('overview.money.summary', { paid: rupiah(paid), ceiling: rupiah(ceiling), shortfall: rupiah(shortfall) });

function optionOf({ periods, ceiling }: Reconciliation, say: Say, formats: Formats, palette: Palette): object {
  const [paid, unpaid, toDate] = palette.series as [string, string, string];
  const label = (colour: string) => ({ color: colour, fontSize: 12 });
  return {
    grid: { left: 8, right: 24, top: 56, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, textStyle: { color: palette.quiet }, itemGap: 16 },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: formats.rupiah },
    xAxis: {
      type: 'category',
      data: periods.map(({ period }) => formats.shortMonth(period)),
      axisLabel: { color: palette.quiet },
      axisLine: { lineStyle: { color: palette.line } },
    },
    yAxis: {
      type: 'value',
      max: (most: { max: number }) => Math.max(most.max, ceiling) * 1.08,
      axisLabel: { color: palette.quiet, formatter: formats.shortRupiah, showMaxLabel: false },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: [
      {
        name: say('overview.money.paid'),
        type: 'bar',
        stack: 'month',
        barMaxWidth: 56,
        color: paid,
        data: periods.map((each) => each.paid),
        label: {
          show: true,
          position: 'inside',
          color: palette.paper,
          formatter: ({ value }: { value: number }) => formats.shortRupiah(value),
        },
      },
      {
        name: say('overview.money.unpaid'),
        type: 'bar',
        stack: 'month',
        barMaxWidth: 56,
        color: unpaid,
        data: periods.map((each) => each.unpaid),
        label: {
          show: true,
          position: 'top',
          ...label(unpaid),
          formatter: ({ value }: { value: number }) => (value === 0 ? '' : formats.shortRupiah(value)),
        },
      },
      {
        name: say('overview.money.paidToDate'),
        type: 'line',
        color: toDate,
        symbolSize: 7,
        lineStyle: { width: 2.5 },
        data: periods.map((each) => each.paidToDate),
      },
      {
        name: say('overview.money.ceiling'),
        type: 'line',
        color: palette.ink,
        symbol: 'none',
        lineStyle: { width: 1.5, type: 'dashed' },
        data: periods.map(() => ceiling),
      },
    ],
  };
}

const COLUMNS = ['paid', 'unpaid', 'paidToDate', 'remaining'] as const;

function MoneyTable({ books }: { books: Reconciliation }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  return (
    <Scrolls label={say('overview.money')}>
      <table className="plain numbers">
        <thead>
          <tr>
            <th scope="col">{say('overview.month')}</th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {say(`overview.money.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {books.periods.map((row) => (
            <tr key={row.period}>
              <th scope="row">{formats.month(row.period)}</th>
              {COLUMNS.map((name) => (
                <td key={name}>{formats.rupiah(row[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}
