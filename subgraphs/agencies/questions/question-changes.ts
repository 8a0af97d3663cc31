/**
 * Saving, publishing, withdrawing and deleting questions. A change states the version it was made on, and is one write under the condition
 * that the question still has it. A change that is sent again, since its answer was lost, finds what it wanted done already, and is
 * answered as the first time. What is answered is on the disk.
 */
import type { Model } from 'mongoose';
import { allOf } from '../../data/filter.ts';
import { questionFault } from './errors.ts';
import { validateContent, validateWhy, type QuestionContent } from './question-content.ts';
import { mayChange, mayDelete, mayPublish, maySave, visibleTo, type QuestionCaller } from './question-rights.ts';
import {
  VERSIONS_KEPT,
  type DeletedQuestion,
  type KeptQuestion,
  type QuestionShelf,
  type QuestionVersion,
  type SavedQuestion,
} from './saved-question.ts';

/** The input of `saveQuestion`. */
interface SaveQuestion extends QuestionContent {
  readonly id: string;
  /** The version that the change was made on; 0 for a new question. */
  readonly version: number;
  readonly shelf?: QuestionShelf | null;
}

/** The input of the other changes. */
interface ChangeQuestion {
  readonly id: string;
  readonly version: number;
  readonly why: string;
}

/** Changes by one caller. @throws CodedError of `questionErrors` */
export interface QuestionChanges {
  save(input: SaveQuestion): Promise<SavedQuestion>;
  publish(input: ChangeQuestion): Promise<SavedQuestion>;
  withdraw(input: ChangeQuestion): Promise<SavedQuestion>;
  /** @returns the id */
  delete(input: ChangeQuestion): Promise<string>;
}

interface Parts {
  readonly questions: Model<KeptQuestion>;
  readonly caller: QuestionCaller;
  /** ms since 1970 */
  readonly now: () => number;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
/** Of one author, all shelves together. */
const MOST_QUESTIONS = 200;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
const DUPLICATE_KEY = 11_000;
const CONTENT = ['title', 'document', 'variables', 'view', 'why'] as const;

/** @returns what one caller may do; each call is judged by the caller's rights */
export function questionChanges(parts: Parts): QuestionChanges {
  return {
    save: (input) => save(parts, input),
    publish: (input) => move(parts, input, () => 'PUBLISHED'),
    withdraw: (input) => move(parts, input, ({ agency }) => (agency === null ? 'MINE' : 'AGENCY')),
    delete: (input) => remove(parts, input),
  };
}

async function save(parts: Parts, input: SaveQuestion): Promise<SavedQuestion> {
  if (!maySave(parts.caller)) throw questionFault('QUESTION_FORBIDDEN', 'expected the scope question:save');
  validateContent(input);
  if (input.shelf === 'AGENCY' && parts.caller.agency === undefined)
    throw questionFault('QUESTION_SHELF', 'expected a caller who acts for an agency');
  return input.version === 0 ? create(parts, input) : saveVersion(parts, input);
}

async function create(parts: Parts, input: SaveQuestion): Promise<SavedQuestion> {
  const { questions, caller } = parts;
  if (!UUID.test(input.id)) throw questionFault('QUESTION_TEXT', 'expected id to be a UUID in lower case');
  if (input.shelf === 'PUBLISHED') throw questionFault('QUESTION_SHELF', 'expected MINE or AGENCY, got PUBLISHED');
  const has = await questions.countDocuments({ author: caller.sub, shelf: { $ne: 'DELETED' } } as never);
  if (has >= MOST_QUESTIONS)
    return savedAlready(parts, input, questionFault('QUESTIONS_TOO_MANY', `expected fewer than ${MOST_QUESTIONS}`));
  const first = versionOf(parts, input, 1, input.shelf ?? 'MINE');
  const owner = { author: caller.sub, agency: caller.agency ?? null, createdAt: first.savedAt };
  const question = { _id: input.id, ...first, ...owner };
  try {
    await questions.collection.insertOne({ ...question, versions: [first] } as never, DURABLE);
    return question;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY) throw thrown;
    return savedAlready(parts, input, questionFault('QUESTION_ID_TAKEN'));
  }
}

/** @returns the question where this call is one that was answered before @throws the fault where it is not */
async function savedAlready(parts: Parts, input: SaveQuestion, fault: Error): Promise<SavedQuestion> {
  const kept = await seen(parts, input.id);
  if (kept !== undefined && isRepeated(kept, input, parts)) return kept;
  throw fault;
}

async function saveVersion(parts: Parts, input: SaveQuestion): Promise<SavedQuestion> {
  const current = await found(parts, input.id);
  if (isRepeated(current, input, parts)) return current;
  if (!mayChange(current, parts.caller)) throw questionFault('QUESTION_FORBIDDEN', 'expected its author or agency');
  const shelf = shelfOf(current, input, parts);
  return write(parts, current, input.version, versionOf(parts, input, input.version + 1, shelf));
}

/** Whether the same caller has saved just this, as the version that would be made. */
function isRepeated(kept: SavedQuestion, input: SaveQuestion, { caller }: Parts): boolean {
  if (kept.version !== input.version + 1 || kept.savedBy !== caller.sub) return false;
  const isSame = CONTENT.every((name) => (kept[name] ?? null) === (input[name] ?? null));
  return isSame && (input.shelf == null || input.shelf === kept.shelf);
}

/** Its own shelf, or another of those that saving may reach: an agency's question goes to the agency it belongs to. */
function shelfOf({ shelf, agency, author }: SavedQuestion, input: SaveQuestion, { caller }: Parts): QuestionShelf {
  const wanted = input.shelf ?? shelf;
  if (wanted === shelf) return shelf;
  if (wanted === 'PUBLISHED' || shelf === 'PUBLISHED')
    throw questionFault('QUESTION_SHELF', `expected ${shelf} to stay, got ${wanted}`);
  if (wanted === 'MINE' ? author !== caller.sub : agency === null)
    throw questionFault('QUESTION_SHELF', `expected ${shelf}, got ${wanted}`);
  return wanted;
}

async function move(
  parts: Parts,
  { id, version, why }: ChangeQuestion,
  target: (question: SavedQuestion) => QuestionShelf,
): Promise<SavedQuestion> {
  validateWhy(why);
  const current = await seen(parts, id);
  if (current === undefined) return movedBefore(parts, id, version + 1, target);
  if (!mayPublish(current, parts.caller))
    throw questionFault('QUESTION_FORBIDDEN', 'expected its author or agency with the scope question:publish');
  const shelf = target(current);
  // Of two who publish the same version the second has nothing left to do; a question that is not published cannot be withdrawn.
  if ((current.shelf === 'PUBLISHED') === (shelf === 'PUBLISHED')) {
    if (current.version === version || current.version === version + 1) return current;
    throw changed(current);
  }
  return write(parts, current, version, versionOf(parts, { ...current, why }, version + 1, shelf));
}

/** A moderator sees what they have withdrawn no more; only to them it is answered again. @throws CodedError QUESTION_NOT_FOUND */
async function movedBefore(
  { questions, caller }: Parts,
  id: string,
  version: number,
  target: (question: SavedQuestion) => QuestionShelf,
): Promise<SavedQuestion> {
  const kept = await questions.findOne({ _id: id, version, savedBy: caller.sub } as never).lean<SavedQuestion>();
  if (kept === null || kept.shelf !== target(kept)) throw questionFault('QUESTION_NOT_FOUND');
  return kept;
}

async function remove(parts: Parts, { id, version, why }: ChangeQuestion): Promise<string> {
  validateWhy(why);
  const { questions, caller, now } = parts;
  const current = await seen(parts, id);
  if (current === undefined) {
    if (await questions.exists({ _id: id, shelf: 'DELETED', deletedBy: caller.sub } as never)) return id;
    throw questionFault('QUESTION_NOT_FOUND');
  }
  if (!mayDelete(current, caller))
    throw questionFault('QUESTION_FORBIDDEN', 'expected its author, or its agency with the scope question:publish');
  const { author, agency } = current;
  const deleted: Omit<DeletedQuestion, '_id'> = {
    shelf: 'DELETED',
    author,
    agency,
    version,
    why,
    deletedAt: new Date(now()).toISOString(),
    deletedBy: caller.sub,
  };
  const { modifiedCount } = await questions.collection.replaceOne(asJudged(current, version), deleted, DURABLE);
  if (modifiedCount === 1) return id;
  throw changed(await found(parts, id));
}

/** @returns the question as it is after the change @throws CodedError QUESTION_CHANGED where it has another version */
async function write(
  parts: Parts,
  current: SavedQuestion,
  version: number,
  next: QuestionVersion,
): Promise<SavedQuestion> {
  const { questions } = parts;
  const judged = asJudged(current, version);
  const { versions = [] } = (await questions.findOne(judged, { versions: 1 }).lean<KeptQuestion>()) ?? {};
  // The condition holds the version, so nothing was saved between the reading and this.
  const { modifiedCount } = await questions.collection.updateOne(
    judged,
    { $set: { ...next, versions: keptWith(versions, next) } },
    DURABLE,
  );
  if (modifiedCount === 1) return { ...current, ...next };
  throw changed(await found(parts, current._id));
}

/** One too many takes the place of the oldest by the same person where there is one, so that nobody can push out what others have saved. */
function keptWith(versions: readonly QuestionVersion[], next: QuestionVersion): QuestionVersion[] {
  const all = [...versions, next];
  if (all.length <= VERSIONS_KEPT) return all;
  const own = versions.findIndex(({ savedBy }) => savedBy === next.savedBy);
  return all.toSpliced(Math.max(own, 0), 1);
}

/** The question in the version that the change states, on the shelf by which the caller's rights were judged. */
const asJudged = ({ _id, shelf }: SavedQuestion, version: number) => ({ _id, version, shelf }) as never;

const changed = ({ version }: SavedQuestion): Error => questionFault('QUESTION_CHANGED', `it has version ${version}`);

/** @throws CodedError QUESTION_NOT_FOUND */
async function found(parts: Parts, id: string): Promise<SavedQuestion> {
  const kept = await seen(parts, id);
  if (kept === undefined) throw questionFault('QUESTION_NOT_FOUND');
  return kept;
}

/** @returns the question where this caller may see it */
async function seen({ questions, caller }: Parts, id: string): Promise<SavedQuestion | undefined> {
  const [kept] = await questions.find(allOf({ _id: id }, visibleTo(caller)) as never).lean<SavedQuestion[]>();
  return kept;
}

/** A version as it is kept. */
function versionOf(
  { caller, now }: Parts,
  { title, document, variables, view, why }: QuestionContent,
  version: number,
  shelf: QuestionShelf,
): QuestionVersion {
  const savedAt = new Date(now()).toISOString();
  return { version, title, document, variables, view, shelf, why, savedAt, savedBy: caller.sub };
}
