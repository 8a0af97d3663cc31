/** The figures on top of the overview: each with its parts, its change to the month before, and where it stands in Data. */
import { dataHref } from '../address/data-view.ts';
import { figureAt, valueAt, type Part } from '../numbers/figure-at.ts';
import type { Writing } from '../numbers/formats.ts';
import { distinct, ofEstimate, sumOf, type Mark, type Marked } from '../numbers/marks.ts';
import type { FiguresAnswer, MoneyAnswer, PublishedFigure } from './answers.ts';

/** A number with what it is called: the key `overview.part.<name>` of the catalogues. */
export interface Named {
  readonly name: PartName;
  readonly figure: Marked;
  readonly as: Writing;
}

type PartName =
  | 'workers'
  | 'members'
  | 'workersCovered'
  | 'membersCovered'
  | 'published'
  | 'computed'
  | 'paid'
  | 'shortfall'
  | 'monthlyCost';

export interface Tile {
  /** Key `overview.tile.<name>`. */
  readonly name: 'participants' | 'covered' | 'cityCoverage' | 'budget' | 'fundedTwice' | 'pending';
  readonly figure: Marked;
  readonly as: Writing;
  readonly parts: readonly Named[];
  readonly change?: MonthChange;
  readonly href: string;
  /** What of it Data shows behind the link, where that is a part: key `overview.opens.<name>`. */
  readonly opens?: 'members' | 'workers';
  /** People who are counted in it twice. */
  readonly twice?: Marked;
}

/** Of the last month against the one before. */
export interface MonthChange {
  /** The later month, `YYYY-MM`. */
  readonly month: string;
  readonly figure: Marked;
  readonly as: Writing;
}

/** The last month that the histories have; undefined where there is none. */
export function lastMonth({ data }: Part): string | undefined {
  const { city } = (data ?? {}) as Partial<FiguresAnswer>;
  return city?.coverageHistory?.at(-1)?.month ?? city?.memberHistory?.at(-1)?.month;
}

/** @returns the tiles of the people, without the budget, which comes in an answer of its own */
export function peopleTiles(part: Part): Tile[] {
  return [participants(part), covered(part), cityCoverage(part), fundedTwice(part), pending(part)];
}

function participants(part: Part): Tile {
  return {
    name: 'participants',
    figure: figureAt(part, ['city', 'participants'], ['city', 'participantsBasis']),
    as: 'whole',
    parts: [
      { name: 'workers', figure: exact(figureAt(part, ['city', 'workerCount'])), as: 'whole' },
      { name: 'members', figure: exact(figureAt(part, ['city', 'memberCount'])), as: 'whole' },
    ],
    ...changeOf([last(part, 'coverageHistory', 'total'), last(part, 'memberHistory', 'total')]),
    href: dataHref({ subject: 'groups', by: ['group'] }),
    opens: 'members',
    twice: figureAt(part, ['doubleFundingCounts', 'total']),
  };
}

/** The two parts have no `basis`: they are exact for everybody, as the records are now (docs/disclosure.md). */
const exact = ({ value, marks }: Marked): Marked => ({ value, marks: value === null ? marks : [{ kind: 'EXACT' }] });

function covered(part: Part): Tile {
  const workers = figureAt(part, ['city', 'workersCovered', 'count']);
  const members = figureAt(part, ['city', 'membersCovered', 'count']);
  const figure = sumOf([workers, members]);
  return {
    name: 'covered',
    figure,
    as: 'whole',
    parts: [
      { name: 'workersCovered', figure: workers, as: 'whole' },
      { name: 'membersCovered', figure: members, as: 'whole' },
    ],
    ...changeOf([last(part, 'coverageHistory', 'covered'), last(part, 'memberHistory', 'covered')]),
    href: dataHref({ subject: 'coverage', month: monthIn(figure.marks) }),
    opens: 'workers',
  };
}

function cityCoverage(part: Part): Tile {
  const path = ['publishedFigures', 0] as const;
  const computed = figureAt(part, [...path, 'computed', 'percent'], [...path, 'computedBasis']);
  const published = figureAt(part, [...path, 'published', 'percent']);
  return {
    name: 'cityCoverage',
    figure: rateOf(published),
    as: 'shortPercent',
    parts: [{ name: 'computed', figure: ofEstimate(rateOf(computed)), as: 'shortPercent' }],
    href: dataHref({ subject: 'published' }),
  };
}

/** The graph gives per cent, the formats take a rate from 0 to 1. */
const rateOf = ({ value, marks }: Marked): Marked => ({ value: value === null ? null : value / 100, marks });

/** The published figure itself, for its source and its remark. */
export const publishedIn = ({ data }: Part): PublishedFigure | undefined =>
  (data as FiguresAnswer | undefined)?.publishedFigures?.[0];

function fundedTwice(part: Part): Tile {
  const figure = figureAt(part, ['doubleFundingCounts', 'total']);
  return {
    name: 'fundedTwice',
    figure,
    as: 'whole',
    parts: [{ name: 'monthlyCost', figure: figureAt(part, ['doubleFundingCounts', 'monthlyCost']), as: 'rupiah' }],
    ...changeOf([lastOf(part, ['doubleFundingHistory'], 'total', 'counts')]),
    href: dataHref({ subject: 'double-funding', month: monthIn(figure.marks) }),
  };
}

function pending(part: Part): Tile {
  const figure = figureAt(part, ['city', 'funnel', 'pending']);
  return {
    name: 'pending',
    figure,
    as: 'whole',
    parts: [],
    ...changeOf([last(part, 'funnelHistory', 'pending', 'funnel')]),
    href: dataHref({ subject: 'verification', by: ['agency'], verdict: 'PENDING', month: monthIn(figure.marks) }),
  };
}

/** @param year whose budget it is */
export function budgetTile(part: Part, year: number): Tile {
  const path = ['programme', 'reconciliation'] as const;
  const { programme } = (part.data ?? {}) as Partial<MoneyAnswer>;
  const period = programme?.reconciliation?.periods.at(-1);
  return {
    name: 'budget',
    figure: figureAt(part, [...path, 'ceiling']),
    as: 'rupiah',
    parts: [
      { name: 'paid', figure: figureAt(part, [...path, 'paid']), as: 'rupiah' },
      { name: 'shortfall', figure: figureAt(part, [...path, 'shortfall']), as: 'rupiah' },
    ],
    ...(period && { change: { month: period.period, figure: { value: period.paid, marks: [] }, as: 'rupiah' } }),
    href: dataHref({ subject: 'money', programme: programme?.code ?? null, year, by: ['month'] }),
  };
}

type History = 'coverageHistory' | 'memberHistory' | 'funnelHistory';

interface LastChange {
  readonly month: string;
  readonly figure: Marked;
}

const BASIS_IN: Readonly<Record<History, string | undefined>> = {
  coverageHistory: 'coverage',
  memberHistory: undefined,
  funnelHistory: 'funnel',
};

const last = (part: Part, history: History, measure: string, holder = BASIS_IN[history]): LastChange | undefined =>
  lastOf(part, ['city', history], measure, holder);

/** The change of a history's last month. @param holder where in a month its basis stands */
function lastOf(part: Part, path: readonly string[], measure: string, holder?: string): LastChange | undefined {
  const months = valueAt(part.data, path) as readonly { month: string }[] | null | undefined;
  const index = (months?.length ?? 0) - 1;
  const month = months?.[index]?.month;
  if (month === undefined) return undefined;
  const at = [...path, index];
  const basis = holder === undefined ? [...at, 'basis'] : [...at, holder, 'basis'];
  return { month, figure: ofDifference(figureAt(part, [...at, 'change', measure], basis)) };
}

/** The difference of two numbers that were each moved may be off by twice as much. */
const ofDifference = ({ value, marks }: Marked): Marked => ({
  value,
  marks: marks.map((mark) => (mark.kind === 'PERTURBED' ? { ...mark, noise: 2 * mark.noise } : mark)),
});

/** Changes of the same month, added up; none where a part has none, or is of another month. */
function changeOf(parts: readonly (LastChange | undefined)[]): { change?: MonthChange } {
  const [first] = parts;
  if (first === undefined || parts.some((part) => part?.month !== first.month || part.figure.value === null)) return {};
  const figure = sumOf(parts.map((part) => part!.figure));
  return { change: { month: first.month, figure, as: 'change' } };
}

const monthIn = (marks: readonly Mark[]): string | null =>
  marks.find((mark): mark is Extract<Mark, { kind: 'MONTH' }> => mark.kind === 'MONTH')?.month ?? null;

/** All marks that stand in some tiles, for the legend. */
export const marksIn = (tiles: readonly Tile[]): Mark[] =>
  distinct(
    tiles.flatMap(({ figure, parts, change }) =>
      [figure, ...parts.map((part) => part.figure), ...(change ? [change.figure] : [])].flatMap(({ marks }) => marks),
    ),
  );
