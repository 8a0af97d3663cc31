import type { CheckReport, Severity } from '../finding.ts';

/** The severities with their words, the gravest first. */
export const SEVERITIES: readonly { readonly severity: Severity; readonly one: string; readonly many: string }[] = [
  { severity: 'error', one: 'error', many: 'errors' },
  { severity: 'approval', one: 'approval needed', many: 'approvals needed' },
  { severity: 'warning', one: 'warning', many: 'warnings' },
  { severity: 'notice', one: 'notice', many: 'notices' },
];

const OUTCOMES: Readonly<Record<CheckReport['outcome'], string>> = {
  passed: 'passes',
  waits: 'waits for approval',
  failed: 'fails',
};

/** @returns one line: `partner waits for approval: 1 approval needed, 2 warnings` */
export function summaryOf({ subgraph, outcome, findings }: CheckReport): string {
  const counts = SEVERITIES.flatMap(({ severity, one, many }) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return `${subgraph} ${OUTCOMES[outcome]}: ${counts.length === 0 ? 'nothing found' : counts.join(', ')}`;
}
