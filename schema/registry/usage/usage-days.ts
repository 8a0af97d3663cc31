/** Days as usage is counted by: UTC. */

/** ms */
const DAY = 86_400_000;

/** @returns the day of a moment: `2026-11-29` */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** @returns the first of so many days, of which today is the last */
export function firstDayOf(days: number, today: Date): string {
  return dayOf(new Date(today.getTime() - (days - 1) * DAY));
}
