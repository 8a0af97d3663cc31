/** One report in three forms. What strangers chose is shown, and is never a command to who shows it. */
import { describe, expect, it } from 'vitest';
import type { CheckReport, Finding } from '../../../../schema/checks/finding.ts';
import { isColoured } from '../../../../schema/checks/report/is-coloured.ts';
import { jsonReport } from '../../../../schema/checks/report/json.ts';
import { markdownReport } from '../../../../schema/checks/report/markdown.ts';
import { terminalReport } from '../../../../schema/checks/report/terminal.ts';

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'BREAKING/FIELD_REMOVED',
  severity: 'error',
  coordinate: 'Worker.name',
  why: "Field 'name' was removed from object type 'Worker'; 2 operations use it.",
  todo: 'Keep it and deprecate it, or have the clients that are named change their operations first.',
  ...more,
});
const report: CheckReport = {
  subgraph: 'workers',
  hash: 'abcdef0123456789'.repeat(4),
  outcome: 'failed',
  findings: [
    finding({
      usedBy: Array.from({ length: 7 }, (_, at) => ({
        operation: `Names${at}`,
        client: 'dashboard 2.1',
        count: 9 - at,
      })),
    }),
    finding({ rule: 'OWNER/OVERRIDE', severity: 'approval', coordinate: 'Worker.nik', owner: 'DISNAKER' }),
    finding({ rule: 'LINT/NAMING', severity: 'warning', coordinate: 'Query.workers(First:)' }),
    finding({ rule: 'BREAKING/TYPE_REMOVED', severity: 'notice', coordinate: 'Gone' }),
  ],
};
const HOSTILE = finding({
  coordinate: 'Worker.a`|b',
  why: 'first\u001b[2K\u202egnp <img src=x> [click](http://x) @everybody | `x`',
  usedBy: [{ operation: 'A\nB', client: '| c', count: 1 }],
});

describe('the report for a terminal', () => {
  it('has a finding a paragraph in at most 80 columns, and a summary at its end', () => {
    const text = terminalReport(report);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
      'error  Worker.name  BREAKING/FIELD_REMOVED',
      'approval needed  Worker.nik  OWNER/OVERRIDE',
      'warning  Query.workers(First:)  LINT/NAMING',
      'notice  Gone  BREAKING/TYPE_REMOVED',
      'workers fails: 1 error, 1 approval needed, 1 warning, 1 notice',
    ]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Used: Names0 by dashboard 2.1, 9;');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('and 2 more.');
  });

  it('is as wide as it is told', () => {
    const lines = terminalReport(report, { width: 50 }).split('\n');
    expect(lines.filter((line) => line.startsWith(' ') && line.length > 50)).toEqual([]);
    expect(lines.length).toBeGreaterThan(terminalReport(report).split('\n').length);
  });

  it('has colour where it is told, and only there', () => {
    const escape = String.fromCodePoint(27);
    expect(terminalReport(report)).not.toContain(escape);
    expect(terminalReport(report, { colour: true })).toContain(`${escape}[31merror${escape}[39m`);
    expect([
      isColoured({ isTTY: true }, undefined),
      isColoured({ isTTY: true }, ''),
      isColoured({ isTTY: true }, '1'),
      isColoured({}, undefined),
    ]).toEqual([true, true, false, false]);
  });

  it('shows control characters, and does not send them', () => {
    const text = terminalReport({ ...report, findings: [HOSTILE] });
    expect(text).toContain('first\\u001b[2K\\u202egnp');
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain('A B by | c, 1');
  });

  it('says that nothing was found', () => {
    expect(terminalReport({ ...report, outcome: 'passed', findings: [] })).toBe('workers passes: nothing found\n');
  });
});

describe('the report for a pull request', () => {
  it('has a table for each severity, notices folded away', () => {
    const text = markdownReport(report);
    expect(text).toContain('## workers fails: 1 error, 1 approval needed, 1 warning, 1 notice');
    expect(text.match(/^###.*$/gm)).toEqual(['### Errors', '### Approvals needed', '### Warnings']);
    expect(text).toContain('<details><summary>1 notice</summary>');
    for (const line of text.split('\n').filter((each) => each.startsWith('|')))
      expect(line.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5);
  });

  it('lets nobody write mark-up, links or mentions into it', () => {
    const text = markdownReport({ ...report, findings: [HOSTILE] });
    expect(text).not.toMatch(/[^\\]<img|[^\\]\[click|@everybody/);
    expect(text).toContain("`Worker.a'\\|b`");
    const [line] = text.split('\n').filter((each) => each.includes('img'));
    expect(line!.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5);
  });

  it('ends a long table with how many more there are', () => {
    const many = { ...report, findings: Array.from({ length: 100 }, () => finding({})) };
    expect(markdownReport(many)).toContain('| and 40 more |');
  });
});

it('is the report itself as JSON', () => {
  expect(JSON.parse(jsonReport(report))).toEqual(report);
});
