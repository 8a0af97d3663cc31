/** The edition of a decile as offices write it: 2025-Q3, 2025 TW3, TW III 2025, Triwulan 3 Tahun 2025. */

const QUARTER = '(?<quarter>IV|I{1,3}|[1-4])';
const WORD = '(?:TRIWULAN|TRIW|TW|QUARTER|Q|KUARTAL)';
/** The year first; a number without a word may follow as well. */
const YEAR_FIRST = new RegExp(`^(?<year>20\\d{2})[ /.-]*${WORD}?[ .-]*${QUARTER}$`);
/** The quarter first, always with its word: 3/2025 would be a month. */
const QUARTER_FIRST = new RegExp(`^${WORD}[ .-]*(?:KE[ -]?)?${QUARTER}[ /,.-]*(?:TAHUN|TH)?[ .]*(?<year>20\\d{2})$`);
const ROMAN: Readonly<Record<string, string>> = { I: '1', II: '2', III: '3', IV: '4' };

/** @returns `2025-Q3`; undefined where the cell is no year with a quarter */
export function readEdition(cell: string): string | undefined {
  const text = cell.toUpperCase();
  const found = (YEAR_FIRST.exec(text) ?? QUARTER_FIRST.exec(text))?.groups;
  if (found === undefined) return undefined;
  const quarter = found['quarter']!;
  return `${found['year']}-Q${ROMAN[quarter] ?? quarter}`;
}
