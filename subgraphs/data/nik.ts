/** The parts of a NIK: district of first registration, date of birth (day plus 40 for women), serial. */

/** Codes of Indonesia's 38 provinces, and of those before they were divided: the Ministry of Home Affairs. */
const PROVINCES = new Set(
  '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97'.split(
    ' ',
  ),
);

/** What Excel shows of a number that it has rounded. */
const ROUNDED = /^\d(?:[.,]\d+)?E\+?\d+$/i;

/** Why a text is no NIK; codes of the graph. */
type NikFault = 'NIK_ROUNDED' | 'NIK_LENGTH' | 'NIK_DISTRICT' | 'NIK_DATE';

/** What of a cell is a NIK, or why there is none. */
export type NikRead =
  { readonly nik: string; readonly reason?: undefined } | { readonly nik?: undefined; readonly reason: NikFault };

/** @param cell not empty; blanks, dots, dashes and an apostrophe in front are how people group the digits */
export function readNik(cell: string): NikRead {
  if (ROUNDED.test(cell)) return { reason: 'NIK_ROUNDED' };
  const nik = cell.replace(/^['’`]/, '').replaceAll(/[\s.\-_]/g, '');
  if (!/^\d{16}$/.test(nik)) return { reason: 'NIK_LENGTH' };
  const [province, regency, district] = [nik.slice(0, 2), nik.slice(2, 4), nik.slice(4, 6)];
  if (!PROVINCES.has(province) || regency === '00' || district === '00') return { reason: 'NIK_DISTRICT' };
  if (datesOf(nik).length === 0) return { reason: 'NIK_DATE' };
  return { nik };
}

/** @returns the days that the date in a NIK can be, `YYYY-MM-DD`: its year has two digits */
export function datesOf(nik: string): string[] {
  const day = Number(nik.slice(6, 8));
  const [month, year] = [nik.slice(8, 10), nik.slice(10, 12)];
  const digits = String(day > 40 ? day - 40 : day).padStart(2, '0');
  return ['19', '20'].map((century) => `${century}${year}-${month}-${digits}`).filter(isDay);
}

/** @returns whether the day of birth in a NIK is a woman's, plus 40 */
export const isOfWoman = (nik: string): boolean => Number(nik.slice(6, 8)) > 40;

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** @returns true for a day of the calendar, `YYYY-MM-DD` */
export function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  // By rule: a Date for each would take longer than all the rest of a row.
  return Number(day) >= 1 && Number(day) <= lastDay(Number(year), Number(month));
}

function lastDay(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
