/** Names of files that tell what is in them: `sigap-cakupan-per-kecamatan-2025-12-diambil-2026-11-28.xlsx`. */
import { dayOf, type Citation } from './citation.ts';

export type FileEnding = 'csv' | 'xlsx' | 'png' | 'svg';

/** Characters of what it is about. */
const LONGEST = 80;
/** Of a question, behind which the part of its answer is named. */
const LONGEST_QUESTION = 60;

/** @param taken the word before the day, in the reader's language @returns a name of small letters, digits and dashes */
export function fileNameOf(
  {
    question,
    part,
    filters,
    months,
    covers,
    at,
  }: Pick<Citation, 'question' | 'part' | 'filters' | 'months' | 'covers' | 'at'>,
  ending: FileEnding,
  taken: string,
): string {
  const about = joined([part?.title ?? question, ...filters.map(({ value }) => value)]);
  const asks = part === undefined ? '' : cutAtWord(slug(part.question), LONGEST_QUESTION);
  const span = [...new Set([covers?.from ?? months[0], covers?.to ?? months.at(-1)])].filter(Boolean).join('-');
  const parts = ['sigap', asks, cutAtWord(about, LONGEST), span, slug(taken), dayOf(at)];
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

const joined = (texts: readonly string[]): string => texts.map(slug).filter(Boolean).join('-');

/** Whole words from the start; the first one alone is cut where it is too long. */
function cutAtWord(words: string, most: number): string {
  if (words.length <= most) return words;
  const last = words.lastIndexOf('-', most);
  return words.slice(0, last > 0 ? last : most);
}
