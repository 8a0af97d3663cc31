/** Blanks that do not break, marks of no width and the mark of a file's encoding: nobody sees them, and no value has them on purpose. */
const BLANKS = /[\u00a0\u2000-\u200a\u202f\u3000]/g;
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** Excel's ways of keeping digits from becoming a number, where they have been written out: `'0812…` and `="0812…"`. */
const KEPT_AS_TEXT = /^'(?=[\d=+@\t\r-])|^="([^"]*)"$/;

/** @returns a cell without blanks around it, without marks that nobody sees, and without what kept its digits from Excel */
export function cleanCell(cell: string): string {
  const seen = cell.replace(UNSEEN, '').replace(BLANKS, ' ').trim();
  return KEPT_AS_TEXT.test(seen) ? seen.replace(KEPT_AS_TEXT, '$1').trim() : seen;
}
