/** Which villages a word may mean: offered to whoever corrects the row, never taken. */
import { nameOfVillage, type ReferenceVillage, type Villages } from './references.ts';

/** Offers of one reason. */
const MOST = 3;
/** Letters by which a name that is offered differs. */
const MOST_EDITS = 2;

/** @returns at most three, the nearest first, as `32.75.01.1001 Bekasijaya (Bekasi Timur)` */
export function likelyVillages(cell: string, { all }: Villages): string[] {
  const wanted = nameOfVillage(cell);
  if (wanted.length < 3) return [];
  return all
    .map((village) => ({ village, far: distance(wanted, nameOfVillage(village.name)) }))
    .filter(({ village, far }) => far <= MOST_EDITS || isPart(wanted, nameOfVillage(village.name)))
    .sort((a, b) => a.far - b.far || (a.village._id < b.village._id ? -1 : 1))
    .slice(0, MOST)
    .map(({ village }) => shownVillage(village));
}

/** @returns `32.75.01.1001 Bekasijaya (Bekasi Timur)` */
export const shownVillage = ({ _id, name, districtName }: ReferenceVillage): string =>
  `${_id} ${name} (${districtName})`;

const isPart = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a));

/** Edits of one letter between two words, a swap of neighbours being one (optimal string alignment). */
function distance(a: string, b: string): number {
  // Never less than this, and no more where one is the beginning of the other: the table is for words of about one length.
  const longer = Math.abs(a.length - b.length);
  if (longer > MOST_EDITS) return longer;
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + same,
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
