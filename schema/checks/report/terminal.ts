import { styleText } from 'node:util';
import type { CheckReport, Severity } from '../finding.ts';
import { printable } from './printable.ts';
import { SEVERITIES, summaryOf } from './summary.ts';
import { usedText } from './used-text.ts';

/** How a report is written. */
export interface TerminalOptions {
  /** Columns. */
  readonly width?: number;
  readonly colour?: boolean;
}

const COLOURS: Readonly<Record<Severity, Parameters<typeof styleText>[0]>> = {
  error: 'red',
  approval: 'magenta',
  warning: 'yellow',
  notice: 'dim',
};
const INDENT = '    ';

/** @returns a report for people, a finding a paragraph, the gravest first; it ends with a line break */
export function terminalReport(report: CheckReport, { width = 80, colour = false }: TerminalOptions = {}): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const groups = SEVERITIES.flatMap(({ severity, one }) =>
    report.findings
      .filter((finding) => finding.severity === severity)
      .map((finding) =>
        [
          `${paint(COLOURS[severity], one)}  ${paint('bold', printable(finding.coordinate))}  ${paint('dim', finding.rule)}`,
          ...[finding.why, ...usedText(finding), `> ${finding.todo}`].flatMap((text) =>
            wrapped(printable(text), width),
          ),
        ].join('\n'),
      ),
  );
  return `${[...groups, paint('bold', printable(summaryOf(report)))].join('\n\n')}\n`;
}

/** Words stay whole: a coordinate that is longer than a line is better than one that cannot be copied. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const word of text.split(' ')) {
    if (line !== INDENT && line.length + word.length > width) {
      lines.push(line.trimEnd());
      line = INDENT;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
