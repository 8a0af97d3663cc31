/** What a shipped question asks, in the reader's language: its title carries both, or its comment has one a line. */
import { explanationOf } from '../graph/question.ts';
import { partIn } from '../language/bilingual.ts';
import type { Language } from '../language/languages.ts';
import type { Question } from '../session/config.ts';

export function questionWords(question: Question, language: Language): string {
  const { title } = question;
  if (title.includes(' / ') || language === 'en') return partIn(title, language);
  return explanationOf(question)[0] ?? title;
}

/** @returns what more the question says of itself in the reader's language: of two paragraphs the first is English, the second Indonesian */
export function explanationIn(question: Question, language: Language): readonly string[] {
  const paragraphs = explanationOf(question);
  // Where the title has one language, the first paragraph is the title in the other.
  if (!question.title.includes(' / ')) return [];
  return paragraphs.length === 2 ? [paragraphs[language === 'en' ? 0 : 1]!] : paragraphs;
}
