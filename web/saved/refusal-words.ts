/** What is told of a change that was not made: what to do about it. What was typed stays where it is. */
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import type { MessageKey } from '../language/en.ts';
import type { Say } from '../language/say.ts';
import { troubleWords } from '../parts/trouble-words.ts';

/** By the code of the refusal (docs/errors.md). */
const REFUSALS: Readonly<Record<string, MessageKey>> = {
  QUESTION_TEXT: 'saved.refused.text',
  QUESTION_DOCUMENT: 'saved.refused.document',
  QUESTION_VARIABLES: 'saved.refused.variables',
  QUESTION_VIEW: 'saved.refused.view',
  QUESTION_PERSONAL: 'saved.refused.personal',
  QUESTION_FORBIDDEN: 'saved.refused.forbidden',
  QUESTION_SHELF: 'saved.refused.shelf',
  QUESTION_NOT_FOUND: 'saved.refused.gone',
  QUESTION_CHANGED: 'saved.refused.changed',
  QUESTION_ID_TAKEN: 'saved.refused.taken',
  QUESTIONS_TOO_MANY: 'saved.refused.tooMany',
  FORBIDDEN_FIELD: 'saved.refused.role',
};

/** Where the gateway says that something stands that may not. */
const PLACES = ['title', 'why', 'document', 'variables', 'view'] as const;

export function refusalWords(trouble: Trouble | Refusal, say: Say): string {
  const key = trouble.kind === 'REFUSED' && Object.hasOwn(REFUSALS, trouble.code) ? REFUSALS[trouble.code] : undefined;
  if (key !== undefined) return say(key, { place: placeIn((trouble as Refusal).message, say) });
  if (trouble.kind === 'INCOMPLETE') return say('saved.refused.absent');
  const { title, advice } = troubleWords(trouble, say);
  return `${title}. ${advice}`;
}

function placeIn(message: string, say: Say): string {
  const place = PLACES.find((name) => new RegExp(`\\b(?:in|expected) ${name}\\b`).test(message));
  return say(place === undefined ? 'saved.place.any' : `saved.place.${place}`);
}
