/** How far the agencies' verifications have come. */
import type { Measure } from '../../address/data-view.ts';
import { given, type Branch, type Count, type Label } from '../branch.ts';
import type { Choice } from '../choice.ts';
import { inMonth, inSpan, MONTH } from './month.ts';

/** Of a page: each has a row for every month and verdict. */
const FEW_AGENCIES = 40;

const AGENCY: Label = { breakdown: 'agency', code: ['agency', 'code'], name: ['agency', 'name'] };
const ITSELF: Label = { breakdown: 'agency', code: ['code'], name: ['name'] };

export function verificationBranches(choice: Choice): readonly Branch[] {
  const { by, filters } = choice;
  const counts = countsIn(choice);
  if (filters.agency !== undefined) return [ofOneAgency(choice, filters.agency, counts)];
  if (!by.includes('agency')) return [{ field: 'city', inner: [overTime(choice, counts)] }];
  if (by.includes('month')) return [everyAgency(overTime(choice, counts))];
  const total: Branch = { field: 'city', inner: [{ field: 'funnel', args: inMonth(choice), ...totalOf(choice) }] };
  const rows: Branch = {
    field: 'verificationFunnel',
    args: { ...inMonth(choice), ...slowestFirst(choice) },
    many: 'LIST',
    labels: [AGENCY],
    ...counts,
  };
  if (by.includes('age')) return [{ field: 'city', inner: [waitingOf(choice)] }, rows];
  return needsLists(choice) ? [rows] : [total, rows];
}

/** All who wait, of every age: the graph's own count, not a sum of those of each age. */
const WAITING: Partial<Branch> = {
  as: 'TOTAL',
  counts: [{ measure: 'count', field: ['pending'] }],
  basis: ['basis'],
};
const waitingOf = (choice: Choice): Branch => ({ field: 'funnel', args: inMonth(choice), ...WAITING });

/** The graph's own order tells agencies apart whose median is the same; the page's order by median keeps it. */
const slowestFirst = ({ measures }: Choice): Branch['args'] =>
  measures.includes('medianDays') ? { sort: { type: 'FunnelSort!', value: 'TURNAROUND_SLOWEST' } } : {};

const ofOneAgency = (choice: Choice, agency: string, counts: Partial<Branch>): Branch => ({
  field: 'agency',
  args: given({ code: { type: 'ID!', value: agency } }),
  labels: choice.by.includes('agency') ? [ITSELF] : [],
  inner: [overTime(choice, counts)],
});

const everyAgency = (inner: Branch): Branch => ({
  field: 'agencies',
  args: given({ filter: { type: 'AgencyFilter', value: { roles: ['VERIFIER'] } } }),
  many: 'PAGES',
  page: FEW_AGENCIES,
  labels: [ITSELF],
  inner: [inner],
});

function overTime(choice: Choice, counts: Partial<Branch>): Branch {
  if (!choice.by.includes('month')) return { field: 'funnel', args: inMonth(choice), ...counts };
  const funnel: Branch = { field: 'funnel', ...counts };
  return { field: 'funnelHistory', args: inSpan(choice), many: 'LIST', labels: [MONTH], inner: [funnel] };
}

const TURNAROUND: ReadonlySet<Measure> = new Set(['medianDays', 'p90Days']);

const totalOf = ({ measures }: Choice): Partial<Branch> => ({
  as: 'TOTAL',
  counts: measures.map(countOf),
  basis: ['basis'],
});

/** The numbers of a funnel: its own, or those of a list in it. */
function countsIn(choice: Choice): Partial<Branch> {
  const { by, measures } = choice;
  // By agency the rows' own funnels are each one agency's.
  if (by.includes('age'))
    return { ...(by.length === 1 && WAITING), inner: [listed('pendingByAge', { breakdown: 'age', code: ['age'] })] };
  if (needsLists(choice)) return { inner: [listed('verdicts', { breakdown: 'verdict', code: ['verdict'] })] };
  return { as: 'ROW', counts: measures.map(countOf), basis: ['basis'] };
}

const needsLists = ({ by, filters: { verdict } }: Choice): boolean =>
  by.includes('verdict') || by.includes('age') || (verdict !== undefined && verdict !== 'PENDING');

const listed = (field: string, label: Label): Branch => ({
  field,
  many: 'LIST',
  as: 'ROW',
  labels: [label],
  counts: [{ measure: 'count', field: ['count'] }],
  basis: ['basis'],
});

/** The medians are not perturbed, and shown only where there are surely five answers. */
function countOf(measure: Measure): Count {
  if (measure === 'lateRate') return { measure, field: ['turnaround', measure] };
  return TURNAROUND.has(measure)
    ? { measure, field: ['turnaround', measure], exact: true }
    : { measure, field: [measure] };
}
