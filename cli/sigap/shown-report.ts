/** A check's report as the registry answers it, for people to read. */
import type { CheckReport } from '../../schema/checks/finding.ts';
import { isColoured } from '../../schema/checks/report/is-coloured.ts';
import { markdownReport } from '../../schema/checks/report/markdown.ts';
import { terminalReport } from '../../schema/checks/report/terminal.ts';

/** How it is written. */
export type ReportForm = 'terminal' | 'markdown';

/** @returns the report as text */
export function reportIn(form: ReportForm, report: CheckReport): string {
  if (form === 'markdown') return markdownReport(report);
  // eslint-disable-next-line no-restricted-properties -- a convention of terminals, no option of ours
  const colour = isColoured(process.stdout, process.env['NO_COLOR']);
  return terminalReport(report, { width: process.stdout.columns, colour });
}
