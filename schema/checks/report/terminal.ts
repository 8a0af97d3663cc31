import { styleText } from 'node:util';
import type { CheckReport, Finding, Severity } from '../finding.ts';
import { printable } from './printable.ts';
import { SEVERITIES, summaryOf } from './summary.ts';

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
/** Clients that are named for one finding; the rest are counted. */
const MOST_CLIENTS = 5;

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
          ...bodyOf(finding).flatMap((text) => wrapped(text, width)),
        ].join('\n'),
      ),
  );
  return `${[...groups, paint('bold', printable(summaryOf(report)))].join('\n\n')}\n`;
}

function bodyOf({ why, todo, usedBy = [] }: Finding): string[] {
  const named = usedBy
    .slice(0, MOST_CLIENTS)
    .map(({ operation, client, count }) => `${operation} by ${client}, ${count}`);
  const more = usedBy.length - named.length;
  return [
    why,
    ...(named.length === 0 ? [] : [`Used: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`]),
    `> ${todo}`,
  ].map(printable);
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
