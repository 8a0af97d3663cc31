/** What a number of a sheet is as a text: a day, digits that a person typed, or what Excel made of them. */

/** How the numbers of a style are shown, as far as it changes what they are. */
export type NumberForm =
  | { readonly is: 'number' }
  | { readonly is: 'date' }
  /** `00000000000`: shown with zeros before it, as numbers of cards and telephones are. */
  | { readonly is: 'padded'; readonly digits: number };

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
/** Excel's day 0, after its 29 February 1900, which never was; and day 0 of files of the Macintosh. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_ZERO_1904 = Date.UTC(1904, 0, 1);
/** The last day that Excel has, 31 December 9999. */
const LAST_DAY = 2_958_465;
/** Excel keeps fifteen digits: of a NIK of sixteen that was typed as a number, the last one has become 0. */
const EXACT_DIGITS = 15;

/** Ids of built-in formats that show days, times or both; the others of 164 are numbers. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
/** Of East Asian versions, which show days. */
const ASIAN = (id: number): boolean => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** @param code of a format that the workbook defines itself */
export function numberForm(id: number, code: string | undefined): NumberForm {
  if (code === undefined) return { is: DATE_FORMATS.has(id) || ASIAN(id) ? 'date' : 'number' };
  const shown = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h|m|s)[^\]]*\]/gi, '')
    .split(';')[0]!;
  if (/^0{2,}$/.test(shown)) return { is: 'padded', digits: shown.length };
  return { is: /[dmyhs]/i.test(shown) && !/general|standard/i.test(shown) ? 'date' : 'number' };
}

/**
 * @param raw as it stands in the sheet
 * @returns a day as `YYYY-MM-DD`, behind it its time where it has one, and a time without a day alone; digits as they stand; what a double has rounded, as `3.27501010101E+15`
 */
export function numberText(raw: string, form: NumberForm, days1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw.trim();
  if (form.is === 'date' && value >= 0 && value <= LAST_DAY) return dayText(value, days1904);
  if (form.is === 'padded' && Number.isInteger(value) && value >= 0) return digitsOf(value).padStart(form.digits, '0');
  return digitsOf(value);
}

function digitsOf(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 10 ** EXACT_DIGITS || (Number.isSafeInteger(value) && value % 10 !== 0)) return String(value);
  return value
    .toExponential(EXACT_DIGITS - 1)
    .replace(/\.?0+e/, 'e')
    .replace('e', 'E');
}

function dayText(value: number, days1904: boolean): string {
  const ms = Math.round((value * DAY_MS) / SECOND_MS) * SECOND_MS;
  // Before its day that never was, Excel's days are one less.
  const shift = !days1904 && value < 60 && value >= 1 ? DAY_MS : 0;
  const text = new Date((days1904 ? DAY_ZERO_1904 : DAY_ZERO) + ms + shift).toISOString();
  if (!days1904 && Math.floor(value) === 60) return '1900-02-29';
  const time = text.slice(11, 19);
  if (value < 1 && value > 0) return time;
  return ms % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${time}`;
}

/** Excel writes a character that XML cannot hold as `_x000D_`. */
const ESCAPED = /_x([0-9A-F]{4})_/gi;

/** @returns a text of a sheet with the characters that it means */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(ESCAPED, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
}
