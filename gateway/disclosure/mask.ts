/**
 * Masking by rule: enough is left to tell two records of one office apart, too little to find the person.
 * A value that does not have the shape its kind promises is masked whole: a rule that fails must not be one that shows.
 */
import { digitsTogether } from '../../base/person-numbers.ts';
import type { FieldTransform } from './field-policy.ts';

/** The kinds of value that can be masked: the members of `privacy__Mask`, but for the one that only says where to look. */
export const MASK_KINDS = ['NIK', 'NAME', 'KPJ', 'PHONE', 'DATE', 'TEXT'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

/** What stands for a value that cannot be masked in part. Its length says nothing. */
export const HIDDEN = '********';

const rules: Readonly<Record<MaskKind, (text: string) => string>> = {
  /** `3275********0001`: the city of first registration and the serial stay; the date of birth and sex go. */
  NIK: (text) => (/^\d{16}$/.test(text) ? `${text.slice(0, 4)}********${text.slice(12)}` : HIDDEN),
  /** `S***** W*****`: initials; every word gets the same five stars, so its length is not told. */
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

/** @returns what changes a value of this kind; a list is masked item by item, `null` stays `null` */
export function maskOf(kind: MaskKind): FieldTransform {
  const rule = rules[kind];
  const mask: FieldTransform = (value) => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(mask);
    return typeof value === 'string' ? rule(value) : HIDDEN;
  };
  return mask;
}

/** What is recognised of a kind wherever it stands and however it is written: a NIK that lost a digit or got one too many is still somebody's. */
const TRACES: Readonly<Partial<Record<MaskKind, RegExp>>> = {
  NIK: digitsTogether('13,'),
  KPJ: digitsTogether('10'),
  PHONE: digitsTogether('7,11', ['08', '628']),
};

/**
 * Masks a value by the field it speaks of, which a sibling names. Of a field that is not known it is hidden whole, and so is one
 * that would be shown in full but holds what is of another kind: columns slip.
 * @param masks field -> what masks its values; undefined where they are shown in full
 * @param hidden kinds that are not shown in full
 */
export function maskByField(
  masks: ReadonlyMap<string, FieldTransform | undefined>,
  hidden: ReadonlySet<MaskKind>,
): FieldTransform {
  const whole = maskOf('TEXT');
  const traces = [...hidden].map((kind) => TRACES[kind]).filter((trace) => trace !== undefined);
  const inFull: FieldTransform = (value) => {
    if (Array.isArray(value)) return value.map((each) => inFull(each));
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return traces.some((trace) => trace.test(text)) ? whole(value) : value;
  };
  return (value, field) =>
    (typeof field === 'string' && masks.has(field) ? (masks.get(field) ?? inFull) : whole)(value);
}

function initials(text: string): string {
  const words = text.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.map((word) => `${[...word][0]}*****`).join(' ');
}
