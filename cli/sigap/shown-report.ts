/** A check's report as the registry answers it, for people to read. */
import type { CheckReport } from '../../schema/checks/finding.ts';

/** The report of a check. */
export type ShownReport = CheckReport;

/** How it is written. */
export type ReportForm = 'terminal' | 'markdown';

/** @returns the report as text */
export function reportIn(form: ReportForm, report: ShownReport): string {
  const lines = report.findings.map(
    ({ severity, rule, coordinate, why, todo, owner }) =>
      `${severity} ${rule} ${coordinate}${owner === undefined ? '' : ` (${owner} is asked)`}\n  ${why}\n  ${todo}`,
  );
  return [...lines, `${report.subgraph}: ${report.outcome}`].join('\n');
}
