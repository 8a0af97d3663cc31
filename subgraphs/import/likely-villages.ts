/** Which villages a word may mean: offered to whoever corrects the row, never taken. */
import { editDistance } from '../../base/edit-distance.ts';
import { mostEdits } from './near-words.ts';
import { nameOfVillage, type ReferenceVillage, type Villages } from './references.ts';

/** Offers of one reason. */
const MOST = 3;

/** @returns at most three, the nearest first, as `32.75.01.1001 Bekasijaya (Bekasi Timur)` */
export function likelyVillages(cell: string, { all }: Villages): string[] {
  const wanted = nameOfVillage(cell);
  const most = mostEdits(wanted);
  if (most === 0) return [];
  return all
    .map((village) => ({ village, far: editDistance(wanted, nameOfVillage(village.name), most) }))
    .filter(({ village, far }) => far <= most || begins(wanted, nameOfVillage(village.name)))
    .sort((a, b) => a.far - b.far || (a.village._id < b.village._id ? -1 : 1))
    .slice(0, MOST)
    .map(({ village }) => shownVillage(village));
}

/** @returns `32.75.01.1001 Bekasijaya (Bekasi Timur)` */
export const shownVillage = ({ _id, name, districtName }: ReferenceVillage): string =>
  `${_id} ${name} (${districtName})`;

/** A whole name with something behind it, such as the RT and RW. The beginning of a name is that of too many. */
const begins = (cell: string, name: string): boolean => name.length >= 5 && cell.startsWith(name);
