/** The funnels of verification as they are shown: of each agency that verifies and of all together, in a month or month by month. */
import { monthsOf, type Month, type Months } from '../counts/history.ts';
import type { CountsView } from '../counts/view.ts';
import type { WorkersContext } from './context.ts';
import { funnels, type Funnel, type FunnelCounts } from './funnel.ts';

interface At {
  /** The day that ages are counted to, `YYYY-MM-DD`; null: today. */
  readonly day: string | null;
}

/** An agency's funnel and the day its ages are counted to. */
export type FunnelAt = Funnel & At;
/** The funnel of all agencies together and the day its ages are counted to. */
export type CityFunnelAt = FunnelCounts & At;

/** The numbers whose change from month to month is shown; all are fields of the graph. */
type FunnelChange = (typeof CHANGING)[number];
const CHANGING = ['asked', 'answered', 'pending'] as const;

/** A funnel in one month, with the change since the month before. */
interface MonthOf<Shown> extends Pick<Month<Shown, FunnelChange>, 'month' | 'change'> {
  readonly funnel: Shown;
}
/** An agency's funnel in one month. */
export type FunnelMonth = MonthOf<FunnelAt>;
/** The funnel of all agencies in one month. */
export type CityFunnelMonth = MonthOf<CityFunnelAt>;

const dayOf = (view: CountsView): string | null => view.snapshot.asOf ?? null;

const funnelIn = (view: CountsView, agency: string): FunnelAt => ({
  ...view.derive(funnels).of(agency),
  day: dayOf(view),
});

/** @returns the funnel of all agencies, as one snapshot shows it */
export const cityFunnelIn = (view: CountsView): CityFunnelAt => ({ ...view.derive(funnels).all(), day: dayOf(view) });

/** An agency with requests in the newest counts verifies: in a month before its first request it has a funnel too, of zeros. */
const verifies = (agency: string, ...views: readonly CountsView[]): boolean =>
  views.some((view) => view.derive(funnels).agencies.includes(agency));

type Order = (a: FunnelAt, b: FunnelAt) => number;

/** Of the answers, those that were late; all where there is none, so that such an agency is last with its median. */
const lateness = ({ turnaround: { lateRate } }: FunnelAt): number => lateRate ?? 1;

/** By the numbers shown: the order reveals nothing that they do not. */
const ORDERS = {
  CODE: () => 0,
  TURNAROUND_SLOWEST: (a, b) =>
    (b.turnaround.medianDays ?? -1) - (a.turnaround.medianDays ?? -1) || lateness(b) - lateness(a),
  PENDING_LARGEST: (a, b) => b.pending - a.pending,
} as const satisfies Record<string, Order>;

/** @param month `YYYY-MM`; null for the newest @returns the funnels of all agencies that verify, in order, then by their codes */
export async function funnelsOfMonth(
  { month, sort }: { readonly month?: string | null; readonly sort: keyof typeof ORDERS },
  { cells }: WorkersContext,
): Promise<FunnelAt[]> {
  const [view, newest] = [await cells(month), await cells()];
  const agencies = new Set([view, newest].flatMap((each) => each.derive(funnels).agencies));
  const inOrderOfCodes = [...agencies].sort().map((agency) => funnelIn(view, agency));
  return inOrderOfCodes.sort(ORDERS[sort]);
}

/** @returns null where the agency verifies nothing */
export async function funnelOf(
  agency: string,
  month: string | null | undefined,
  { cells }: WorkersContext,
): Promise<FunnelAt | null> {
  const view = await cells(month);
  return verifies(agency, view, await cells()) ? funnelIn(view, agency) : null;
}

/**
 * @returns every month that is kept, with zeros before the first request; none where the agency verifies nothing
 * @throws CodedError BAD_PERIOD_RANGE
 */
export async function funnelHistory(
  agency: string,
  months: Months,
  { history, cells }: WorkersContext,
): Promise<FunnelMonth[]> {
  let isVerifier = verifies(agency, await cells());
  const funnelOfMonth = (view: CountsView): FunnelAt => {
    isVerifier ||= verifies(agency, view);
    return funnelIn(view, agency);
  };
  const rows = await funnelMonths(history, months, funnelOfMonth);
  return isVerifier ? rows : [];
}

/** @returns every month that is kept @throws CodedError BAD_PERIOD_RANGE */
export const cityFunnelHistory = (months: Months, { history }: WorkersContext): Promise<CityFunnelMonth[]> =>
  funnelMonths(history, months, cityFunnelIn);

async function funnelMonths<Shown extends CityFunnelAt>(
  history: WorkersContext['history'],
  months: Months,
  shown: (view: CountsView) => Shown,
): Promise<MonthOf<Shown>[]> {
  const rows = await monthsOf<Shown, FunnelChange>(history, months, shown, CHANGING, (funnel) => funnel);
  return rows.map(({ month, of, change }) => ({ month, funnel: of, change }));
}
