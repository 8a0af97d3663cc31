/** Decides once for each request which override labels hold: by option, by a header that the operator allows, and by a random draw. */
import type { ChooseLabels } from './override-labels.ts';

/** What decides besides the random draw. */
export interface LabelRules {
  /** Labels that hold for every request. */
  readonly labels: ReadonlySet<string>;
  /** The request header that names labels, in lower case; without it callers cannot choose labels. */
  readonly header?: string;
}

/** Only `percent(n)` labels can hold. */
export const NO_LABELS: LabelRules = { labels: new Set() };

/** `percent(12.5)` -> 12.5 */
const PERCENT = /^percent\((?<share>\d{1,3}(?:\.\d{1,8})?)\)$/;

/**
 * @param headers the request's, names in lower case
 * @param draw returns a number from 0 up to, not including, 1. One draw serves a whole request, so labels with the same share hold
 * together, and a request among 5 percent is also among 20 percent: k shares make k + 1 ways to plan an operation, not 2 to the k.
 * @returns a function that selects the labels that hold
 */
export function labelDecision(
  { labels: always, header }: LabelRules,
  headers: Readonly<Record<string, string | undefined>>,
  draw: () => number = Math.random,
): ChooseLabels {
  let drawn: number | undefined;
  let named: ReadonlySet<string> | undefined;
  const holds = (label: string): boolean => {
    const share = PERCENT.exec(label)?.groups?.['share'];
    if (share !== undefined) return (drawn ??= draw() * 100) < Number(share);
    return always.has(label) || (named ??= namesIn(header === undefined ? undefined : headers[header])).has(label);
  };
  return (labels) => labels.filter(holds);
}

function namesIn(value: string | undefined): ReadonlySet<string> {
  return new Set(value?.split(',').map((label) => label.trim()));
}
