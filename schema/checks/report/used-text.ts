import type { Finding } from '../finding.ts';

/** Clients that are named for one finding; the rest are counted. */
const MOST_CLIENTS = 5;

/** @returns who uses what a finding is about, as one sentence; none where nobody is known */
export function usedText({ usedBy = [] }: Finding): readonly string[] {
  if (usedBy.length === 0) return [];
  const named = usedBy
    .slice(0, MOST_CLIENTS)
    .map(({ operation, client, count }) => `${operation} by ${client}, ${count}`);
  const more = usedBy.length - named.length;
  return [`Used: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`];
}
