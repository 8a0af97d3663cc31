/** Months in a row, each with the change since the month before. A change is the difference of two numbers as they are shown. */
import type { CountsView } from './view.ts';

/** Bounds of a history, both included and each `YYYY-MM`; without a bound as far as months are kept. */
export interface Months {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** `CountsSource.history`. */
type History = (from?: string | null, to?: string | null) => Promise<CountsView[]>;

/** A month and the change since the one before; null for the first that is kept. */
export interface Month<Of, Name extends string> {
  /** `YYYY-MM` */
  readonly month: string;
  readonly of: Of;
  readonly change: Readonly<Record<Name, number>> | null;
}

/**
 * @param of the counts of a month, undefined where it has none
 * @param names of the numbers whose change is stated
 * @param numbers those of the counts
 * @returns the months in their order; months without counts are left out
 * @throws CodedError BAD_PERIOD_RANGE
 */
export async function monthsOf<Of, Name extends string>(
  history: History,
  { from, to }: Months,
  of: (view: CountsView) => Of | undefined,
  names: readonly Name[],
  numbers: (of: Of) => Readonly<Record<Name, number>>,
): Promise<Month<Of, Name>[]> {
  const months = (await history(from, to)).flatMap((view) => {
    const counts = of(view);
    return counts === undefined ? [] : [{ month: view.basis.month!, of: counts }];
  });
  const before = from == null ? undefined : await monthBefore(history, from, of);
  return months.map((one, at) => {
    const last = at === 0 ? before : months[at - 1]!.of;
    return { ...one, change: last === undefined ? null : changeOf(names, numbers(one.of), numbers(last)) };
  });
}

/** The last month kept before another. */
async function monthBefore<Of>(
  history: History,
  month: string,
  of: (view: CountsView) => Of | undefined,
): Promise<Of | undefined> {
  const earlier = (await history(null, month)).filter(({ basis }) => basis.month! < month);
  const last = earlier.at(-1);
  return last === undefined ? undefined : of(last);
}

function changeOf<Name extends string>(
  names: readonly Name[],
  now: Readonly<Record<Name, number>>,
  before: Readonly<Record<Name, number>>,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, now[name] - before[name]])) as Record<Name, number>;
}
