/** What a text of the help page is made of. Both languages have the same sections in the same order; a test holds that. */
import type { LinkName } from './links.ts';

export const SECTIONS = ['views', 'tasks', 'marks', 'take', 'keep', 'keys', 'protection'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Words, in which `[these](name)` are a link by its name in links.ts. */
export type Words = string;

export interface Section {
  readonly title: string;
  readonly lead?: Words;
  readonly points: readonly Words[];
  readonly closing?: Words;
}
export interface HelpText {
  readonly title: string;
  readonly lead: Words;
  readonly contents: string;
  readonly sections: Readonly<Record<SectionName, Section>>;
  /** Keys, and what they do. */
  readonly keys: readonly (readonly [keys: string, what: string])[];
}

export type Piece = { readonly words: string; readonly link?: LinkName };

/** @returns words and links in their order */
export function piecesOf(text: Words): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: words, 2: link } of text.matchAll(/\[([^\]]+)\]\((\w+)\)/g)) {
    if (index > end) pieces.push({ words: text.slice(end, index) });
    pieces.push({ words: words!, link: link as LinkName });
    end = index + whole.length;
  }
  if (end < text.length) pieces.push({ words: text.slice(end) });
  return pieces;
}
