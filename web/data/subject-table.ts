/** The table of a choice: headings in the reader's language, names first and codes last, the graph's total below. */
import type { Language } from '../language/languages.ts';
import type { Breakdown, Measure } from '../address/data-view.ts';
import type { Say } from '../language/say.ts';
import type { TextColumn } from './branch.ts';
import type { Choice } from './choice.ts';
import type { Cell, Column, ColumnWriting, DataTable, Row } from './data-table.ts';
import { RATES, type Named, type Read, type ReadRow } from './read-rows.ts';
import { marksOfRate } from '../numbers/marks.ts';
import { nullReason } from './null-reason.ts';
import { ADDITIVE } from './subject-rules.ts';

/** What the page calls things. */
export interface Naming {
  readonly say: Say;
  readonly language: Language;
  /** The name of a value of a breakdown that the answer does not name. */
  readonly nameOf: (breakdown: Breakdown, code: string) => string;
  /** What more is said of such a value than its name. */
  readonly saysOf: (breakdown: Breakdown, code: string) => string | undefined;
  /** What the schema says of a measure. */
  readonly hintOf: (subject: Choice['subject'], measure: Measure) => string | undefined;
}

/** Breakdowns whose codes a reader may need: those that other systems know. */
const CODED: ReadonlySet<Breakdown> = new Set(['district', 'village', 'agency', 'programme']);

/** The code of a village begins with that of its district. */
const isCoded = (breakdown: Breakdown, names: readonly Breakdown[]): boolean =>
  CODED.has(breakdown) && !(breakdown === 'district' && names.includes('village'));

export function subjectTable(choice: Choice, { rows, total }: Read, naming: Naming): DataTable {
  const names = namedIn(choice, rows);
  const kept = narrowed(choice, rows);
  const share = shareIn(choice, rows, total);
  const columns = [
    ...names.map((breakdown) => nameColumn(breakdown, naming)),
    ...textColumns(choice, naming, 'BEFORE'),
    ...choice.measures.map((measure) => measureColumn(choice, measure, naming)),
    ...(share === undefined ? [] : [shareColumn(share, naming)]),
    ...textColumns(choice, naming, 'AFTER'),
    ...names.filter((breakdown) => isCoded(breakdown, names)).map((breakdown) => codeColumn(breakdown, naming)),
  ];
  const whole = total === undefined || share === undefined ? null : (total.counts[share]?.value ?? null);
  const tableRow = (row: ReadRow, id: string): Row => ({
    id,
    cells: Object.fromEntries([
      ...namesIn(row, naming),
      ...countsIn(row, choice.subject, naming),
      ...textsIn(row),
      ...inWords(row),
      ...shareOf(row, share, whole),
    ]),
  });
  return {
    title: titleOf(choice, naming),
    columns,
    rows: kept.map((row, index) => tableRow(row, String(index))),
    ...(total !== undefined && kept.length === rows.length && { total: tableRow(total, 'total') }),
    adds: addsIn(choice),
  };
}

function addsIn({ subject, by }: Choice): DataTable['adds'] {
  if (subject === 'published') return 'NONE';
  return subject !== 'money' && by.includes('month') ? 'WITHIN_MONTH' : 'ALL';
}

/** A list inside a funnel comes whole; its rows are chosen here. */
function narrowed({ subject, filters, by, from, to }: Choice, rows: readonly ReadRow[]): readonly ReadRow[] {
  const wanted = subject === 'verification' ? (['verdict'] as const) : subject === 'groups' ? (['group'] as const) : [];
  return rows.filter(
    (row) =>
      isWithin(row.labels.month?.code, subject === 'money' ? { from, to } : {}) &&
      wanted.every(
        (name) =>
          filters[name] === undefined ||
          row.labels[name] === undefined ||
          row.labels[name].code === filters[name] ||
          by.includes('age'),
      ),
  );
}

/** A budget's months come whole too. */
const isWithin = (
  month: string | null | undefined,
  { from, to }: { from?: string | null; to?: string | null },
): boolean => month == null || ((from == null || month >= from) && (to == null || month <= to));

/** The breakdowns that the rows name: those chosen, and the district of a village. */
function namedIn({ by }: Choice, [first]: readonly ReadRow[]): readonly Breakdown[] {
  const told = Object.keys(first?.labels ?? {}) as Breakdown[];
  const more =
    by.includes('village') && told.includes('district') && !by.includes('district') ? (['district'] as const) : [];
  return by.flatMap((breakdown) => (breakdown === 'village' ? [breakdown, ...more] : [breakdown]));
}

const nameColumn = (breakdown: Breakdown, { say }: Naming): Column => ({
  id: breakdown,
  title: say(`data.by.${breakdown}`),
  kind: 'NAME',
  writing: breakdown === 'month' ? 'month' : 'plain',
});

const codeColumn = (breakdown: Breakdown, { say }: Naming): Column => ({
  id: `${breakdown}Code`,
  title: say('data.codeOf', { of: say(`data.by.${breakdown}`) }),
  kind: 'CODE',
  writing: 'plain',
});

const measureColumn = ({ subject }: Choice, measure: Measure, { say, hintOf }: Naming): Column => {
  const hint = hintOf(subject, measure);
  return {
    id: measure,
    title: say(`data.measure.${measure}`),
    ...(hint !== undefined && { hint }),
    kind: 'FIGURE',
    writing: writingOf(subject, measure),
    additive: ADDITIVE.has(measure),
  };
};

const RUPIAH: ReadonlySet<Measure> = new Set(['monthlyCost', 'ceiling', 'shortfall']);

const writingOf = (subject: Choice['subject'], measure: Measure): ColumnWriting =>
  RATES.has(measure)
    ? 'percent'
    : measure === 'peopleChange'
      ? 'change'
      : subject === 'money' || RUPIAH.has(measure)
        ? 'rupiah'
        : 'whole';

/** The measure whose parts' shares are shown: the first that adds up, where the graph gave the whole. */
function shareIn({ measures, by }: Choice, rows: readonly ReadRow[], total: ReadRow | undefined): Measure | undefined {
  if (total === undefined || rows.length < 2 || by.includes('month')) return undefined;
  return measures.find((measure) => ADDITIVE.has(measure));
}

const shareColumn = (measure: Measure, { say }: Naming): Column => ({
  id: 'share',
  title: say('data.shareOf', { of: say(`data.measure.${measure}`) }),
  kind: 'FIGURE',
  writing: 'percent',
});

type CellEntry = readonly [string, Cell];

function shareOf({ counts }: ReadRow, measure: Measure | undefined, whole: number | null): CellEntry[] {
  if (measure === undefined) return [];
  const { value = null, marks = [] } = counts[measure] ?? {};
  return [
    [
      'share',
      { value: value === null || whole === null || whole === 0 ? null : value / whole, marks: marksOfRate(marks) },
    ],
  ];
}

function namesIn({ labels }: ReadRow, naming: Naming): CellEntry[] {
  const entries = Object.entries(labels) as [Breakdown, Named][];
  return entries.flatMap(([breakdown, named]): CellEntry[] => [
    [breakdown, { value: nameOf(breakdown, named, naming), marks: [], ...saidOf(breakdown, named, naming) }],
    [`${breakdown}Code`, { value: named.code, marks: [] }],
  ]);
}

function nameOf(breakdown: Breakdown, { code, name }: Named, { nameOf: called, say }: Naming): string {
  if (name !== undefined) return name;
  if (code === null) return say('data.notKnownOf', { of: say(`data.by.${breakdown}`) });
  return breakdown === 'month' ? code : called(breakdown, code);
}

function saidOf(breakdown: Breakdown, { code, name }: Named, { saysOf }: Naming): Pick<Cell, 'says'> {
  const says = name === undefined && code !== null ? saysOf(breakdown, code) : undefined;
  return says === undefined ? {} : { says };
}

const countsIn = ({ counts }: ReadRow, subject: Choice['subject'], { say, hintOf }: Naming): CellEntry[] =>
  Object.entries(counts).map(([measure, { value, day, writing, marks }]) => {
    const shown = day ?? value;
    // A mark says itself why there is nothing.
    const says =
      shown === null && marks.length === 0 ? nullReason(hintOf(subject, measure as Measure), say) : undefined;
    return [
      measure,
      { value: shown, marks, ...(writing !== undefined && { writing }), ...(says !== undefined && { says }) },
    ];
  });

/** A figure that was published in words alone. */
const inWords = ({ counts: { published }, texts: { words } }: ReadRow): CellEntry[] =>
  published === undefined || published.value !== null || published.day !== undefined || words == null
    ? []
    : [['published', { value: words, marks: [], writing: 'plain' }]];

const textsIn = ({ texts }: ReadRow): CellEntry[] =>
  Object.entries(texts).map(([column, value]) => [column, { value: value ?? null, marks: [] }]);

const IN_ENGLISH = { BEFORE: ['titleEn'], AFTER: ['remarkEn', 'source', 'date'] } as const;
const IN_INDONESIAN = { BEFORE: ['titleId'], AFTER: ['remarkId', 'source', 'date'] } as const;

function textColumns({ subject }: Choice, { say, language }: Naming, place: 'BEFORE' | 'AFTER'): Column[] {
  if (subject !== 'published') return [];
  const ids: readonly TextColumn[] = (language === 'en' ? IN_ENGLISH : IN_INDONESIAN)[place];
  return ids.map((id) => ({
    id,
    title: say(`data.text.${id as 'source'}`),
    kind: place === 'BEFORE' ? 'NAME' : 'TEXT',
    writing: id === 'date' ? 'day' : 'plain',
  }));
}

function titleOf({ subject, by }: Choice, { say }: Naming): string {
  const what = say(`data.subject.${subject}`);
  const names = by.map((breakdown) => say(`data.by.${breakdown}`).toLowerCase());
  if (names.length === 0) return what;
  return names.length === 1
    ? say('data.titleBy', { what, first: names[0]! })
    : say('data.titleByTwo', { what, first: names[0]!, second: names[1]! });
}
