import type { CheckInput } from './check-input.ts';
import type { Finding } from './finding.ts';
import { sha256Of } from '../composition/sha256-of.ts';

/** @returns the finding as a notice where its owner has agreed to it, for this candidate or any, and the agreement has not expired */
export function approved(finding: Finding, { approvals, sdl, now = new Date() }: CheckInput): Finding {
  if (finding.severity !== 'approval') return finding;
  const hash = sha256Of(sdl);
  const given = approvals.find(
    (each) =>
      each.rule === finding.rule &&
      each.coordinate === finding.coordinate &&
      each.owner === finding.owner &&
      (each.hash === 'any' || each.hash === hash) &&
      // A time that cannot be read is no time that is left.
      Date.parse(each.expires) > now.getTime(),
  );
  if (given === undefined) return finding;
  return { ...finding, severity: 'notice', todo: `Nothing: ${given.owner} has approved it until ${given.expires}.` };
}
