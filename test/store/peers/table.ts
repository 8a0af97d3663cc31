/** The table of `npm run store:peers`. */
import type { Verdict } from './compare.ts';
import type { Suite } from './suite.ts';

const COLUMNS = ['suite', 'passed', 'skipped', 'expected failures', 'unexpected', 'now pass', 'version'] as const;
const widthOf = (column: string): number => Math.max(column.length, 16);
const line = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, at) => String(cell).padEnd(widthOf(COLUMNS[at]!)))
    .join('  ')
    .trimEnd();

export const HEAD = line(COLUMNS);

/** A row of the table. */
export const rowOf = ({ name, version }: Suite, verdict: Verdict): string =>
  line([
    name,
    verdict.passed,
    verdict.skipped,
    verdict.expected,
    verdict.unexpected.length + verdict.wrong.length,
    verdict.mended.length,
    version,
  ]);
