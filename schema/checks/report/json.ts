import type { CheckReport } from '../finding.ts';

/** @returns the report for programs: JSON, indented by two, which ends with a line break */
export function jsonReport(report: CheckReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
