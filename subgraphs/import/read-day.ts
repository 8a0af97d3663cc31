/** Days and months in the ways that people write them. */
import { isDay } from '../data/nik.ts';

const MONTHS = [
  ['januari', 'january', 'jan'],
  ['februari', 'february', 'feb', 'peb'],
  ['maret', 'march', 'mar'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['agustus', 'august', 'agust', 'agu', 'ags', 'agt', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nopember', 'nov', 'nop'],
  ['desember', 'december', 'des', 'dec'],
];

/** @returns `YYYY-MM-DD`; undefined where it is no day with a year of four digits. Numbers with the day in front are read as in Indonesia */
export function readDay(cell: string): string | undefined {
  const text = cell.trim().toLowerCase();
  const parts =
    /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?z?)?$/.exec(text)?.groups ??
    /^(?<day>\d{1,2})[-/. ](?<month>\d{1,2}|[a-z]+)[-/. ](?<year>\d{4})$/.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { year, month, day } = parts as { year: string; month: string; day: string };
  const number = /^\d/.test(month) ? month : String(MONTHS.findIndex((names) => names.includes(month)) + 1);
  const iso = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(iso) ? iso : undefined;
}

/** A place of birth before the day, as forms have both in one cell: `Bekasi, 12-03-1980`. */
const PLACE = /^\p{L}[\p{L}\s.'’()-]*[\s,;:/]\s*(?=\d)/u;

/** @returns a day of birth, `YYYY-MM-DD`, where a place may stand before it; undefined where it is no day */
export const readBirthDay = (cell: string): string | undefined =>
  readDay(cell) ?? readDay(cell.trim().replace(PLACE, ''));

/** @returns `YYYY-MM`; undefined where it is no month; a day is one of its month */
export function readMonth(cell: string): string | undefined {
  const text = cell.trim();
  if (/^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text)) return text;
  const other = /^(0?[1-9]|1[0-2])[-/](20\d{2})$/.exec(text);
  if (other !== null) return `${other[2]}-${other[1]!.padStart(2, '0')}`;
  return readDay(text)?.slice(0, 7);
}
