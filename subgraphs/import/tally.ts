/** Adds what a batch found to what its pass has found so far. */
import type { ImportPass, Tallied } from './import-job.ts';
import type { NoteCode, RowPlan } from './import-kind.ts';
import type { ReasonCode } from './reasons.ts';

/** Lines that a reason names. */
const MOST_LINES = 10;

/** A row with what became of it. */
export interface PlannedRow extends RowPlan {
  readonly line: number;
}

/** @param startedAt of the pass */
export const emptyPass = (startedAt: Date): ImportPass => ({
  taken: 0,
  added: 0,
  changed: 0,
  same: 0,
  rejected: 0,
  reasons: [],
  notes: [],
  startedAt,
  finishedAt: null,
});

/** @returns how many rows had each outcome */
export function outcomesOf(rows: readonly PlannedRow[]) {
  const count = (outcome: RowPlan['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
  return { added: count('ADDED'), changed: count('CHANGED'), same: count('SAME'), rejected: count('REJECTED') };
}

/** @param rows whose changes none of the same row stands beside @returns how many of them have added a document, and changed one */
export const writtenBy = (rows: readonly RowPlan[]): { readonly added: number; readonly changed: number } => ({
  added: rows.filter(({ outcome }) => outcome === 'ADDED').length,
  changed: rows.filter(({ outcome }) => outcome === 'CHANGED').length,
});

/** @returns the pass with the rows of one more batch */
export function passWith(pass: ImportPass, rows: readonly PlannedRow[]): ImportPass {
  const { added, changed, same, rejected } = outcomesOf(rows);
  return {
    ...pass,
    taken: pass.taken + rows.length,
    added: pass.added + added,
    changed: pass.changed + changed,
    same: pass.same + same,
    rejected: pass.rejected + rejected,
    reasons: talliedWith<ReasonCode>(
      pass.reasons,
      rows.flatMap(({ line, reasons }) => reasons.map((each) => ({ ...each, line }))),
    ),
    notes: talliedWith<NoteCode>(
      pass.notes,
      rows.flatMap(({ line, notes }) => notes.map((code) => ({ code, field: 'row', line }))),
    ),
  };
}

function talliedWith<Code extends string>(
  before: readonly Tallied<Code>[],
  found: readonly { readonly code: Code; readonly field: string; readonly line: number }[],
): Tallied<Code>[] {
  const tallied = new Map(before.map((each) => [`${each.code} ${each.field}`, each]));
  for (const { code, field, line } of found) {
    const key = `${code} ${field}`;
    const { count, lines } = tallied.get(key) ?? { count: 0, lines: [] };
    tallied.set(key, { code, field, count: count + 1, lines: lines.length < MOST_LINES ? [...lines, line] : lines });
  }
  return [...tallied.values()].sort((a, b) => b.count - a.count);
}
