import type { CheckReport, Finding } from '../finding.ts';
import { printable } from './printable.ts';
import { SEVERITIES, summaryOf } from './summary.ts';
import { usedText } from './used-text.ts';

/** Rows of one table; a comment on a pull request ends at 65,536 characters. */
const MOST_ROWS = 60;

/** @returns a report as a comment on a pull request: a summary, and a table for each severity; notices are folded away */
export function markdownReport(report: CheckReport): string {
  const tables = SEVERITIES.flatMap(({ severity, one, many }) => {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    if (findings.length === 0) return [];
    const table = tableOf(findings);
    return severity === 'notice'
      ? [
          `<details><summary>${findings.length} ${findings.length === 1 ? one : many}</summary>\n\n${table}\n\n</details>`,
        ]
      : [`### ${many[0]!.toUpperCase()}${many.slice(1)}\n\n${table}`];
  });
  const hash = `Checked: \`${report.hash.slice(0, 12)}\``;
  return `${[`## ${cell(summaryOf(report))}`, ...tables, hash].join('\n\n')}\n`;
}

function tableOf(findings: readonly Finding[]): string {
  const rows = findings
    .slice(0, MOST_ROWS)
    .map((finding) =>
      row([
        `\`${code(finding.coordinate)}\``,
        `\`${finding.rule}\``,
        [finding.why, ...usedText(finding)].map(cell).join('<br>'),
        cell(finding.todo),
      ]),
    );
  const more = findings.length - rows.length;
  return [row(['where', 'rule', 'why', 'what to do']), row(['---', '---', '---', '---']), ...rows]
    .concat(more > 0 ? [row([`and ${more} more`, '', '', ''])] : [])
    .join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** What strangers chose is text in a table, no mark-up, no link and no mention of anybody. */
function cell(text: string): string {
  return printable(text)
    .replaceAll(/[\\`*_{}[\]()#+!|~<>&]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}

/** Between backticks nothing is mark-up but a backtick, and in a table a bar. */
const code = (text: string): string => printable(text).replaceAll('`', "'").replaceAll('|', '\\|');
