/** Workers and their cover. */
import type { Breakdown, Measure } from '../../address/data-view.ts';
import { given, type Branch, type Count, type Label } from '../branch.ts';
import type { Choice, Filter } from '../choice.ts';
import { WORKER_BREAKDOWNS } from '../subject-rules.ts';
import { inAreas } from './areas.ts';
import { inMonth, inSpan, MONTH } from './month.ts';

type WorkerBreakdown = (typeof WORKER_BREAKDOWNS)[number];

/** As the schema's enum `WorkerDimension`, its rows and its filter spell them. */
const SPELLED: Readonly<Record<WorkerBreakdown, { dimension: string; field: string; filter: string; type: string }>> = {
  occupation: { dimension: 'OCCUPATION', field: 'occupation', filter: 'occupations', type: 'Occupation' },
  band: { dimension: 'DECILE_BAND', field: 'decileBand', filter: 'decileBands', type: 'DecileBand' },
  sector: { dimension: 'SECTOR', field: 'sector', filter: 'sectors', type: 'Sector' },
  status: { dimension: 'STATUS', field: 'status', filter: 'statuses', type: 'WorkerStatus' },
};

export function coverageBranches(choice: Choice): readonly Branch[] {
  const { by } = choice;
  const inside = dimensionsOf(choice);
  const whole = by.length > 0 && !by.includes('month') && Object.keys(choice.filters).length === 0;
  const byArea = by.includes('district') || by.includes('village');
  const coverage = coverageIn(choice, inside, whole && !byArea);
  const counts = by.includes('month') ? byMonth(choice, coverage) : { ...coverage, args: inMonth(choice) };
  const total: Branch = { field: 'coverage', args: inMonth(choice), as: 'TOTAL', ...countsOf(choice.measures) };
  return inAreas(choice, [counts], whole ? [total] : []);
}

/** Those the rows are counted by: the breakdowns, and the filters, which the graph takes only of these. */
function dimensionsOf({ by, filters }: Choice): readonly WorkerBreakdown[] {
  const filtered = Object.keys(filters) as (Filter & WorkerBreakdown)[];
  return [
    ...new Set([...(by as readonly WorkerBreakdown[]).filter((each) => WORKER_BREAKDOWNS.includes(each)), ...filtered]),
  ];
}

function coverageIn(choice: Choice, inside: readonly WorkerBreakdown[], whole: boolean): Branch {
  const counts = countsOf(choice.measures);
  if (inside.length === 0) return { field: 'coverage', as: 'ROW', ...counts };
  const labels = inside.filter((each) => choice.by.includes(each)).map(labelOf);
  const rows: Branch = { field: 'breakdown', args: argsOf(inside, choice), many: 'LIST', as: 'ROW', labels, ...counts };
  return { field: 'coverage', ...(whole && { as: 'TOTAL' as const, ...counts }), inner: [rows] };
}

const labelOf = (each: WorkerBreakdown): Label => ({
  breakdown: each satisfies Breakdown,
  code: [SPELLED[each].field],
});

function argsOf(inside: readonly WorkerBreakdown[], { filters }: Choice): Branch['args'] {
  const wanted = Object.entries(filters).map(
    ([filter, value]) => [SPELLED[filter as WorkerBreakdown].filter, [value]] as const,
  );
  return given({
    by: { type: '[WorkerDimension!]!', value: inside.map((each) => SPELLED[each].dimension) },
    filter: { type: 'BreakdownFilter', value: wanted.length === 0 ? undefined : Object.fromEntries(wanted) },
  });
}

const byMonth = (choice: Choice, coverage: Branch): Branch => ({
  field: 'coverageHistory',
  args: inSpan(choice),
  many: 'LIST',
  labels: [MONTH],
  inner: [coverage],
});

const countsOf = (measures: readonly Measure[]): { counts: readonly Count[]; basis: readonly string[] } => ({
  counts: measures.map((measure) => ({ measure, field: [measure] })),
  basis: ['basis'],
});
