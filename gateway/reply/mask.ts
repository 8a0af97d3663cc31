/**
 * Masking by rule: enough is left to tell two records of one office apart, too little to find the person.
 * A value that does not have the shape its kind promises is masked whole: a rule that fails must not be one that shows.
 */
import type { FieldTransform } from './field-policy.ts';

/** The kinds of value that can be masked: the members of `privacy__Mask`. */
export const MASK_KINDS = ['NIK', 'NAME', 'KPJ', 'PHONE', 'DATE'] as const;
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

function initials(text: string): string {
  const words = text.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.map((word) => `${[...word][0]}*****`).join(' ');
}
