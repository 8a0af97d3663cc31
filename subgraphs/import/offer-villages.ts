/** Offers likely villages beside the reason, in a bounded number of rows: each cell is compared with every village of the city. */
import type { Judged } from './import-kind.ts';
import { likelyVillages } from './likely-villages.ts';
import type { Villages } from './references.ts';
import type { Cells } from './row-reader.ts';

/** Rows of a batch that get an offer. */
const MOST_ROWS = 20;
/** Longer than the name of any village: a longer cell is no name that was mistyped. */
const MOST_CHARACTERS = 60;

/** @param cells of each row, in their order @returns the rows, the first 20 with an unknown village with what may be meant */
export function offerVillages(
  judged: readonly Judged<unknown>[],
  cells: readonly Cells[],
  villages: Villages,
): Judged<unknown>[] {
  let offered = 0;
  return judged.map((row, at) => {
    if (!row.reasons.some(({ code }) => code === 'VILLAGE_UNKNOWN') || offered === MOST_ROWS) return row;
    offered += 1;
    const reasons = row.reasons.map((reason) => {
      const cell = cells[at]![reason.field]?.trim() ?? '';
      return reason.code === 'VILLAGE_UNKNOWN' && cell.length <= MOST_CHARACTERS
        ? { ...reason, likely: likelyVillages(cell, villages) }
        : reason;
    });
    return { ...row, reasons };
  });
}
