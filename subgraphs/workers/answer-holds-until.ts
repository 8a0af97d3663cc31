/** How long an agency's answer to a verification holds. */

/** Days that an answer holds. */
const HOLDS = 180;
const DAY_MS = 86_400_000;

/** @param answeredOn `YYYY-MM-DD` @returns the last day that the answer holds */
export const answerHoldsUntil = (answeredOn: string): string =>
  new Date(Date.parse(answeredOn) + HOLDS * DAY_MS).toISOString().slice(0, 10);
