/** One finding for each agency that has to agree. */
import type { Finding } from '../finding.ts';
import { unique } from '../model/graph.ts';
import type { CandidateChange } from '../rule.ts';

/** What an agency is asked about. */
export interface Asked {
  readonly rule: string;
  readonly coordinate: string;
  readonly why: string;
  /** What the agency of the candidate can do instead of asking. */
  readonly otherwise: string;
  readonly owners: readonly string[];
}

/** @returns a finding for each owner but the candidate's own; none where nobody else is concerned */
export function askOwners({ input }: CandidateChange, { rule, coordinate, why, otherwise, owners }: Asked): Finding[] {
  return unique(owners)
    .filter((owner) => owner !== input.owner)
    .map((owner) => ({
      rule,
      severity: 'approval',
      coordinate,
      why,
      todo: `Ask ${owner} to approve it, or ${otherwise}.`,
      owner,
    }));
}
