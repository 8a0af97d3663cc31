/** Names of files that tell what is in them: `sigap-cakupan-per-kecamatan-2025-12-diambil-2026-11-28.xlsx`. */
import { dayOf, type Citation } from './citation.ts';

export type FileEnding = 'csv' | 'xlsx' | 'png' | 'svg';

/** Characters of what it is about. */
const LONGEST = 80;

/** @param taken the word before the day, in the reader's language @returns a name of small letters, digits and dashes */
export function fileNameOf(
  { question, filters, months, covers, at }: Pick<Citation, 'question' | 'filters' | 'months' | 'covers' | 'at'>,
  ending: FileEnding,
  taken: string,
): string {
  const about = [question, ...filters.map(({ value }) => value)].map(slug).filter(Boolean).join('-');
  const span = [...new Set([covers?.from ?? months[0], covers?.to ?? months.at(-1)])].filter(Boolean).join('-');
  const parts = ['sigap', cutAtWord(about), span, slug(taken), dayOf(at)];
  return `${parts.filter(Boolean).join('-')}.${ending}`;
}

/** Letters lose their marks; whatever is no letter or digit becomes a dash, so no name can lead to another folder. */
const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** Whole words from the start; the first one alone is cut where it is too long. */
function cutAtWord(words: string): string {
  if (words.length <= LONGEST) return words;
  const last = words.lastIndexOf('-', LONGEST);
  return words.slice(0, last > 0 ? last : LONGEST);
}
