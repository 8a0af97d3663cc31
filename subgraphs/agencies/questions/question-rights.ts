/** Who may see, change and publish a saved question. What a caller may not see is never read, so it cannot be told from what is not there. */
import type { ClaimsSubject } from '../../../base/claims.ts';
import type { FilterCondition } from '../../data/filter.ts';
import { NONE } from '../../data/visible-rows.ts';
import type { QuestionShelf, QuestionVersion, SavedQuestion } from './saved-question.ts';

/** What is known of a caller. */
export type QuestionCaller = Pick<ClaimsSubject, 'sub' | 'scopes' | 'agency'>;

type Owned = Pick<SavedQuestion, 'author' | 'agency' | 'shelf'>;

/** Whether the caller is somebody who may save: the public have no shelf of their own. */
export const maySave = ({ scopes }: QuestionCaller): boolean => scopes.includes('question:save');

/** @returns the condition of a list: one shelf as this caller sees it */
export function onShelf(shelf: QuestionShelf, caller: QuestionCaller): FilterCondition {
  if (shelf === 'PUBLISHED') return { shelf };
  if (!maySave(caller)) return NONE;
  if (shelf === 'MINE') return { author: caller.sub, shelf: { $in: ['MINE', 'AGENCY', 'PUBLISHED'] } };
  return caller.agency === undefined ? NONE : { agency: caller.agency, shelf: { $in: ['AGENCY', 'PUBLISHED'] } };
}

/** @returns the condition of all that a caller sees, on any shelf */
export function visibleTo(caller: QuestionCaller): FilterCondition {
  return { $or: (['PUBLISHED', 'AGENCY', 'MINE'] as const).map((shelf) => onShelf(shelf, caller)) };
}

/** Their author's, and of what is their agency's their colleagues'. */
export function isOwn({ author, agency, shelf }: Owned, caller: QuestionCaller): boolean {
  if (!maySave(caller)) return false;
  return author === caller.sub || (shelf !== 'MINE' && agency !== null && agency === caller.agency);
}

/** Whether the caller may publish or withdraw it; a moderator withdraws whatever is published. */
export function mayPublish(question: Owned, caller: QuestionCaller): boolean {
  if (!caller.scopes.includes('question:publish')) return false;
  return isOwn(question, caller) || (question.shelf === 'PUBLISHED' && isModerator(caller));
}

/** Whether the caller may save a version of it: of what is published only who may publish. */
export function mayChange(question: Owned, caller: QuestionCaller): boolean {
  return isOwn(question, caller) && (question.shelf !== 'PUBLISHED' || mayPublish(question, caller));
}

/**
 * Whether the caller may delete it. A change is a version more, and the one before it stays; what is deleted is gone for all of an agency, so
 * that is for its author and for whoever answers for the agency: those who may publish in its name.
 */
export function mayDelete(question: Owned, caller: QuestionCaller): boolean {
  const answers = question.author === caller.sub || caller.scopes.includes('question:publish');
  return (answers && mayChange(question, caller)) || (question.shelf === 'PUBLISHED' && isModerator(caller));
}

/** Whether the caller may see the accounts of who saved it: the author, their agency and moderators may. */
export const maySeeAccounts = (question: Owned, caller: QuestionCaller): boolean =>
  isOwn(question, caller) || (maySave(caller) && isModerator(caller));

/**
 * The versions that a caller may see: a draft on a shelf that they could not see stays unseen when the question comes to one they can.
 * @param versions the newest last
 * @returns all for its author; for their colleagues those since it was last its author's alone; for others those since it was last published
 */
export function visibleVersions(
  question: Owned,
  versions: readonly QuestionVersion[],
  caller: QuestionCaller,
): readonly QuestionVersion[] {
  if (maySave(caller) && question.author === caller.sub) return versions;
  const isHidden = isOwn(question, caller)
    ? ({ shelf }: QuestionVersion) => shelf === 'MINE'
    : ({ shelf }: QuestionVersion) => shelf !== 'PUBLISHED';
  return versions.slice(versions.findLastIndex(isHidden) + 1);
}

const isModerator = ({ scopes }: QuestionCaller): boolean => scopes.includes('question:moderate');
