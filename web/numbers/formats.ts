/** Numbers, money and dates as each language writes them. */

export interface Formats {
  /** `54.666`. */
  readonly whole: (number: number) => string;
  /** `2,95`: of what is no whole number. */
  readonly decimal: (number: number) => string;
  /** `Rp587.966.400`, whole rupiah. */
  readonly rupiah: (rupiah: number) => string;
  /** `Rp588 jt`: for tiles and axes, three figures. */
  readonly shortRupiah: (rupiah: number) => string;
  /** `44,1 %` of a rate from 0 to 1. */
  readonly percent: (rate: number) => string;
  /** `44 %`, with a decimal only where there is one. */
  readonly shortPercent: (rate: number) => string;
  /** With its sign: `+1.204`, `−3`, `0`. */
  readonly change: (number: number) => string;
  /** A change of a rate in percentage points: `+0,4`. */
  readonly points: (rate: number) => string;
  /** `28 November 2026` of `2026-11-28`. */
  readonly day: (date: string) => string;
  /** `November 2026` of `2026-11`. */
  readonly month: (month: string) => string;
  /** `Nov 2026`: for axes. */
  readonly shortMonth: (month: string) => string;
  /** `28 Nov 2026, 07.45` of a moment, ISO 8601, on the city's clock. */
  readonly moment: (at: string) => string;
  /** `07.45` of a moment. */
  readonly time: (at: Date) => string;
}

const made = new Map<string, Formats>();

/** Made once a language: every cell of a table asks for them. @param locale such as `id-ID` */
export function formatsOf(locale: string): Formats {
  const formats = made.get(locale) ?? makeFormats(locale);
  made.set(locale, formats);
  return formats;
}

function makeFormats(locale: string): Formats {
  const number = (options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(locale, options).format;
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format;
  const whole = number({ maximumFractionDigits: 0 });
  const short = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const signed = { signDisplay: 'exceptZero' } as const;
  const points = number({ ...signed, maximumFractionDigits: 1 });
  const long = date({ year: 'numeric', month: 'long' });
  const brief = date({ year: 'numeric', month: 'short' });
  const day = date({ year: 'numeric', month: 'long', day: 'numeric' });
  const moment = date({ dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Jakarta' });
  return {
    whole,
    decimal: number({ maximumFractionDigits: 2 }),
    rupiah: (rupiah) => withRupiah(rupiah, whole),
    shortRupiah: (rupiah) => withRupiah(rupiah, short),
    percent: number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    shortPercent: number({ style: 'percent', maximumFractionDigits: 1 }),
    change: number({ ...signed, maximumFractionDigits: 0 }),
    points: (rate) => points(100 * rate),
    day: (text) => day(new Date(`${text}T00:00:00Z`)),
    month: (text) => long(new Date(`${text}-01T00:00:00Z`)),
    shortMonth: (text) => brief(new Date(`${text}-01T00:00:00Z`)),
    moment: (at) => moment(new Date(at)),
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format,
  };
}

/** Without the space that `Intl` puts after it: `Rp587.966.400` is how it is written in Indonesia (EYD). */
const withRupiah = (rupiah: number, format: (number: number) => string): string =>
  `${rupiah < 0 ? '−' : ''}Rp${format(Math.abs(rupiah))}`;

/** How a number is written. */
export type Writing = 'whole' | 'decimal' | 'rupiah' | 'shortRupiah' | 'percent' | 'shortPercent' | 'change' | 'points';

/** @returns the number as text; a dash where there is none */
export const written = (value: number | null, as: Writing, formats: Formats): string =>
  value === null ? '–' : formats[as](value);
