/** The city's workers month by month, as lines. */
import { figureAt, type Part } from '../numbers/figure-at.ts';
import type { Marked } from '../numbers/marks.ts';
import type { FiguresAnswer } from './answers.ts';

/** Each a line: the key `overview.line.<name>`. */
export const LINES = ['total', 'covered', 'eligibleNotCovered', 'atRisk'] as const;
type LineName = (typeof LINES)[number];

export interface MonthRow {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly counts: Readonly<Record<LineName, Marked>>;
}

/** @returns a row a month, the oldest first; months before the first worker are left out */
export function monthRows(part: Part): MonthRow[] {
  const { city } = (part.data ?? {}) as Partial<FiguresAnswer>;
  const rows = (city?.coverageHistory ?? []).map(({ month }, index) => {
    const at = (name: LineName): Marked => figureAt(part, ['city', 'coverageHistory', index, 'coverage', name]);
    const counts = {
      total: at('total'),
      covered: at('covered'),
      eligibleNotCovered: at('eligibleNotCovered'),
      atRisk: at('atRisk'),
    };
    return { month, counts };
  });
  const first = rows.findIndex(({ counts }) => counts.total.value !== 0);
  return first === -1 ? [] : rows.slice(Math.max(0, first - 1));
}
