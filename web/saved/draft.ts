/** What a reader has typed to save a question; it outlives the dialog. */
import type { SavedQuestion } from './saved-question.ts';

export interface Draft {
  /** For a new question: the same however often it is sent. */
  readonly id: string;
  readonly as: 'NEW' | 'VERSION';
  /** As suggested until the reader types. */
  readonly title?: string;
  readonly why: string;
  readonly shelf: 'MINE' | 'AGENCY';
}

export const draftOf = (current: SavedQuestion | undefined): Draft => ({
  id: crypto.randomUUID(),
  as: current?.mayChange === true ? 'VERSION' : 'NEW',
  why: '',
  shelf: current?.mayChange === true && current.shelf === 'AGENCY' ? 'AGENCY' : 'MINE',
});

/**
 * The question of which a new version is saved. Judged anew each time: another role may have been chosen since the draft was begun.
 * @returns undefined where it is saved as another question
 */
export const changedBy = <Question extends SavedQuestion>(
  { as }: Draft,
  current: Question | undefined,
): Question | undefined => (as === 'VERSION' && current?.mayChange === true ? current : undefined);
