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
