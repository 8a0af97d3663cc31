/** Usage is kept for 400 days: a year and a month, so that what is asked once a year is seen. */
import type { Ground } from '../service/ground.ts';
import { firstDayOf } from './usage-days.ts';

/** Days that are kept. */
export const MOST_DAYS = 400;

/** A report is sent again within minutes, or never. */
const REPORT_DAYS = 2;

const done = new WeakMap<Ground, string>();

/** Deletes what is older, once a day. */
export async function forgetOldUsage(ground: Ground, today: string): Promise<void> {
  if (done.get(ground) === today) return;
  done.set(ground, today);
  const { usageDays, usedOperations, usageReports } = ground.database;
  const first = firstDayOf(MOST_DAYS, ground.now());
  await usageDays.deleteMany({ day: { $lt: first } });
  await usedOperations.deleteMany({ lastDay: { $lt: first } });
  await usageReports.deleteMany({ at: { $lt: new Date(`${firstDayOf(REPORT_DAYS, ground.now())}T00:00:00Z`) } });
}
