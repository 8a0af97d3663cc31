/** A saved question as it is kept: one document with its last versions, so that each change is one write, whole or not at all. */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../../data/database.ts';

/** Who sees a question. */
export type QuestionShelf = 'MINE' | 'AGENCY' | 'PUBLISHED';

/** How many versions are kept, the newest included. */
export const VERSIONS_KEPT = 20;

/** One version: what was saved, by whom, when and why. */
export interface QuestionVersion {
  readonly version: number;
  readonly title: string;
  readonly document: string;
  /** JSON. */
  readonly variables: string;
  /** JSON. */
  readonly view: string | null;
  readonly shelf: QuestionShelf;
  readonly why: string;
  /** ISO 8601, UTC: text that sorts as time does. */
  readonly savedAt: string;
  /** The caller's id, `user:…`. */
  readonly savedBy: string;
}

/** A question: its newest version, and whose it is. */
export interface SavedQuestion extends QuestionVersion {
  readonly _id: string;
  /** Who saved it first: the caller's id. */
  readonly author: string;
  /** Code of the agency they acted for then; null where they acted for none. */
  readonly agency: string | null;
  readonly createdAt: string;
}

/** What is left of a deleted question, under its id. */
export interface DeletedQuestion extends Pick<SavedQuestion, '_id' | 'author' | 'agency' | 'version'> {
  readonly shelf: 'DELETED';
  readonly deletedAt: string;
  readonly deletedBy: string;
  readonly why: string;
}

/** What the collection `saved_questions` holds. `versions`, the newest last, is left out unless it is selected. */
export type KeptQuestion = SavedQuestion & { readonly versions: QuestionVersion[] };

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const version = {
  version: whole,
  title: text,
  document: text,
  variables: text,
  view: String,
  shelf: text,
  why: text,
  savedAt: text,
  savedBy: text,
};

/** @returns the model of the collection `saved_questions` */
export function savedQuestionsOf(connection: DatabaseConnection): Model<KeptQuestion> {
  const versions = { type: [new Schema(version, { _id: false })], select: false };
  const schema = new Schema(
    { _id: text, ...version, author: text, agency: String, createdAt: text, versions },
    { versionKey: false },
  )
    .index({ shelf: 1, savedAt: 1, _id: 1 })
    .index({ author: 1, savedAt: 1, _id: 1 })
    .index({ agency: 1, savedAt: 1, _id: 1 });
  return modelOf(connection, 'SavedQuestion', 'saved_questions', schema);
}
