/** What is to be shown, as the reader chose it, held to what the graph can count. */
import { MEASURES, type Breakdown, type DataState, type Measure, type Subject } from '../address/data-view.ts';
import { SUBJECT_RULES } from './subject-rules.ts';

/** A choice that fits its subject. */
export interface Choice {
  readonly subject: Subject;
  readonly by: readonly Breakdown[];
  /** At least one but for published figures, in the subject's order. */
  readonly measures: readonly Measure[];
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
  /** Code of a district or a village; null for the whole city. */
  readonly area: string | null;
  readonly month: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly year: number | null;
}

/** What narrows the rows; also names of the address's parameters. */
export const FILTERS = ['occupation', 'band', 'status', 'agency', 'verdict', 'group', 'programme'] as const;
export type Filter = (typeof FILTERS)[number];

/** What of the address does not fit the rest of it, and is left out. */
export interface Unfit {
  readonly parameter: 'by' | 'area' | 'measures' | Filter;
  readonly got: string;
}

interface Judged {
  readonly choice: Choice;
  readonly unfit: readonly Unfit[];
}

export function choiceOf(state: DataState): Judged {
  const rules = SUBJECT_RULES[state.subject];
  const unfit: Unfit[] = [];
  const by = rules.fits(state.by) ? state.by : rules.by;
  if (state.by.length > 0 && by !== state.by) unfit.push({ parameter: 'by', got: state.by.join(',') });
  const filters = filtersOf(state, by, unfit);
  const area = rules.areas ? state.area : null;
  if (state.area !== null && area === null) unfit.push({ parameter: 'area', got: state.area });
  const measures = measuresOf(state, by, filters, unfit);
  const { subject, month, from, to, year } = state;
  return { choice: { subject, by, measures, filters, area, month, from, to, year }, unfit };
}

function filtersOf(state: DataState, by: readonly Breakdown[], unfit: Unfit[]): Choice['filters'] {
  const rules = SUBJECT_RULES[state.subject];
  const kept: Partial<Record<Filter, string>> = {};
  for (const filter of FILTERS) {
    const value = state[filter];
    if (value === null) continue;
    const next = [...Object.keys(kept), filter] as Filter[];
    if (rules.filters.includes(filter) && rules.narrows(by, next)) kept[filter] = value;
    else unfit.push({ parameter: filter, got: value });
  }
  return kept;
}

function measuresOf(
  state: DataState,
  by: readonly Breakdown[],
  filters: Choice['filters'],
  unfit: Unfit[],
): readonly Measure[] {
  const rules = SUBJECT_RULES[state.subject];
  const possible = rules.measures(by, filters);
  const chosen = state.measures.filter((measure) => possible.includes(measure));
  const others = state.measures.filter((measure) => !possible.includes(measure));
  if (others.length > 0) unfit.push({ parameter: 'measures', got: others.join(',') });
  const wanted = chosen.length > 0 ? chosen : (rules.usual?.(by) ?? possible);
  return MEASURES.filter((measure) => wanted.includes(measure));
}
