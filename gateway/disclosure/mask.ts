/**
 * Masks values by kind: enough is left to tell two records of one office apart, too little to find the person.
 * A value without the form of its kind is masked whole, so that a rule that does not match shows nothing.
 */
import { digitsTogether } from '../../base/person-numbers.ts';
import type { FieldTransform } from './field-policy.ts';

/** The kinds of value that can be masked: the members of `privacy__Mask`, without the one that refers to a sibling field. */
export const MASK_KINDS = ['NIK', 'NAME', 'KPJ', 'PHONE', 'DATE', 'TEXT'] as const;
/** One of `MASK_KINDS`. */
export type MaskKind = (typeof MASK_KINDS)[number];

/** Replaces a value that cannot be masked in part; its length tells nothing. */
export const HIDDEN = '********';

const rules: Readonly<Record<MaskKind, (text: string) => string>> = {
  /** `3275********0001`: the city of first registration and the serial number stay; the date of birth and the sex are hidden. */
  NIK: (text) => (/^\d{16}$/.test(text) ? `${text.slice(0, 4)}********${text.slice(12)}` : HIDDEN),
  /** `S***** W*****`: initials; every word gets five stars, so that its length stays hidden. */
  NAME: (text) => (/^\p{L}[\p{L}\p{M}.'’ -]{0,119}$/u.test(text) ? initials(text) : HIDDEN),
  /** `*******0123`: the last four of eleven digits. */
  KPJ: (text) => (/^\d{11}$/.test(text) ? `*******${text.slice(7)}` : HIDDEN),
  /** `+62*******89`: the last two digits. */
  PHONE: (text) => (/^(\+62|62|0)8\d{7,11}$/.test(text) ? `+62*******${text.slice(-2)}` : HIDDEN),
  /** Free text may hold anything. */
  TEXT: () => HIDDEN,
  /** The year of an ISO date. */
  DATE: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text.slice(0, 4) : HIDDEN),
};

/** @returns the mask of a kind; a list is masked item by item, `null` stays `null` */
export function maskOf(kind: MaskKind): FieldTransform {
  const rule = rules[kind];
  const mask: FieldTransform = (value) => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(mask);
    return typeof value === 'string' ? rule(value) : HIDDEN;
  };
  return mask;
}

/** Finds values of a kind anywhere in a text, however they are written. A NIK with a digit too many or too few is still somebody's. */
const TRACES: Readonly<Partial<Record<MaskKind, RegExp>>> = {
  NIK: digitsTogether('13,'),
  KPJ: digitsTogether('10'),
  PHONE: digitsTogether('7,11', ['08', '628']),
};

/**
 * Masks a value that belongs to a field which a sibling names. The value of an unknown field is hidden whole. So is a value that would be
 * shown in full but contains a hidden kind, as happens when the columns of an import are shifted.
 * @param masks the mask of each field's values; undefined where they are shown in full
 * @param hidden kinds that may not be shown in full
 */
export function maskByField(
  masks: ReadonlyMap<string, FieldTransform | undefined>,
  hidden: ReadonlySet<MaskKind>,
): FieldTransform {
  const whole = maskOf('TEXT');
  const traces = [...hidden].map((kind) => TRACES[kind]).filter((trace) => trace !== undefined);
  const inFull: FieldTransform = (value) => {
    if (Array.isArray(value)) return value.map((each) => inFull(each));
    const text = typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | bigint | boolean}`;
    return traces.some((trace) => trace.test(text)) ? whole(value) : value;
  };
  return (value, field) =>
    (typeof field === 'string' && masks.has(field) ? (masks.get(field) ?? inFull) : whole)(value);
}

function initials(text: string): string {
  const words = text.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.map((word) => `${String.fromCodePoint(word.codePointAt(0)!)}*****`).join(' ');
}
