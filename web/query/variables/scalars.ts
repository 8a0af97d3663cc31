/** The scalars of the graph as they are typed into a form, and what each expects. */
import type { MessageKey } from '../../language/en.ts';

interface Scalar {
  /** @returns the value that a text means; the text itself where it means none, so that it stays and is told */
  readonly valueOf: (text: string) => unknown;
  readonly accepts: (value: unknown) => boolean;
  readonly expected: MessageKey;
  /** Shown in an empty field. */
  readonly example?: string;
  readonly digits?: boolean;
}

const INTEGER = /^[+-]?\d+$/;
/** Indonesian writes thousands with dots; a dot before fewer than three digits is none of these. */
const GROUPED = /^(?:Rp\s?)?[+-]?\d{1,3}(?:\.\d{3})+$/;

const whole = (text: string): unknown => {
  const digits = GROUPED.test(text) ? text.replaceAll(/[^\d+-]/g, '') : text.replace(/^Rp\s?/, '');
  return INTEGER.test(digits) && Number.isSafeInteger(Number(digits)) ? Number(digits) : text;
};
const number = (text: string): unknown => {
  const value = Number(text.replace(/^(-?\d+),(\d+)$/, '$1.$2'));
  return Number.isFinite(value) ? value : text;
};
const same = (text: string): unknown => text;
const isText =
  (form: RegExp, more: (text: string) => boolean = () => true) =>
  (value: unknown): boolean =>
    typeof value === 'string' && form.test(value) && more(value);
/** A day that a calendar has. */
const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const SCALARS: Readonly<Record<string, Scalar>> = {
  Int: {
    valueOf: whole,
    accepts: (value) => Number.isInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** 31,
    expected: 'query.variables.expected.int',
    digits: true,
  },
  Float: { valueOf: number, accepts: Number.isFinite, expected: 'query.variables.expected.float' },
  Rupiah: {
    valueOf: whole,
    accepts: Number.isSafeInteger,
    expected: 'query.variables.expected.rupiah',
    example: '587966400',
    digits: true,
  },
  Date: {
    valueOf: same,
    accepts: isText(/^\d{4}-\d{2}-\d{2}$/, isDay),
    expected: 'query.variables.expected.date',
    example: '2025-12-31',
  },
  Period: {
    valueOf: same,
    accepts: isText(/^\d{4}-(?:0[1-9]|1[0-2])$/),
    expected: 'query.variables.expected.period',
    example: '2025-12',
  },
  DateTime: {
    valueOf: same,
    accepts: isText(/^\d{4}-\d{2}-\d{2}T.+(?:Z|[+-]\d{2}:\d{2})$/, (text) => !Number.isNaN(Date.parse(text))),
    expected: 'query.variables.expected.dateTime',
    example: '2025-12-31T08:00:00+07:00',
  },
  Nik: { valueOf: same, accepts: isText(/^\d{16}$/), expected: 'query.variables.expected.nik', digits: true },
  ID: {
    valueOf: same,
    accepts: (value) => typeof value === 'string' || Number.isInteger(value),
    expected: 'query.variables.expected.text',
  },
  String: { valueOf: same, accepts: (value) => typeof value === 'string', expected: 'query.variables.expected.text' },
};

/** Of a scalar that this page does not know: JSON where it is JSON, else the text. */
const UNKNOWN: Scalar = {
  valueOf: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
  accepts: () => true,
  expected: 'query.variables.expected.text',
};

export const scalarNamed = (name: string): Scalar => (Object.hasOwn(SCALARS, name) ? SCALARS[name]! : UNKNOWN);

/** @returns a value as it is typed */
export const typedOf = (value: unknown): string =>
  value == null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
