import type { KeptMembership } from './membership-cells.ts';

/** @returns a membership but for its card number, as the text of an event; null where there is none */
export function textOfMembership(membership: KeptMembership | null | undefined): string | null {
  if (!membership) return null;
  const { from, to, insurerStatus, programmes, paidThrough, monthsInRow } = membership;
  return `${programmes.join(' ')} ${from}..${to ?? ''} ${insurerStatus}, ${paidThrough ?? '-'}, ${monthsInRow}`;
}
