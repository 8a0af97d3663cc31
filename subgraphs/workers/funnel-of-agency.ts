/** The funnels of verification as they are shown: of each agency that verifies, in a month or month by month. */
import { monthsOf, type Month, type Months } from '../counts/history.ts';
import type { CountsView } from '../counts/view.ts';
import type { WorkersContext } from './context.ts';
import { funnels, type Funnel } from './funnel.ts';

/** A funnel and the day its ages are counted to; null: today. */
export type FunnelAt = Funnel & { readonly day: string | null };

/** The numbers whose change from month to month is shown; both are fields of the graph. */
type FunnelChange = 'asked' | 'answered';

/** An agency's funnel in one month, with the change since the month before. */
export interface FunnelMonth extends Pick<Month<FunnelAt, FunnelChange>, 'month' | 'change'> {
  readonly funnel: FunnelAt;
}

const funnelIn = (view: CountsView, agency: string): FunnelAt => ({
  ...view.derive(funnels).of(agency),
  day: view.snapshot.asOf ?? null,
});

/** An agency with requests in the newest counts verifies: in a month before its first request it has a funnel too, of zeros. */
const verifies = (agency: string, ...views: readonly CountsView[]): boolean =>
  views.some((view) => view.derive(funnels).agencies.includes(agency));

/** @param month `YYYY-MM`; null for the newest @returns the funnels of all agencies that verify, in the order of their codes */
export async function funnelsOfMonth(month: string | null | undefined, { cells }: WorkersContext): Promise<FunnelAt[]> {
  const [view, newest] = [await cells(month), await cells()];
  const agencies = new Set([view, newest].flatMap((each) => each.derive(funnels).agencies));
  return [...agencies].sort().map((agency) => funnelIn(view, agency));
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
  const rows = await monthsOf<FunnelAt, FunnelChange>(
    history,
    months,
    funnelOfMonth,
    ['asked', 'answered'],
    (funnel) => funnel,
  );
  return isVerifier ? rows.map(({ month, of, change }) => ({ month, funnel: of, change })) : [];
}
