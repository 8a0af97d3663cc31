/** Changes that were done, by their idempotency keys: the same change sent again is answered from here. */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../data/database.ts';

/** One change that was done. */
export interface ChangeRequest {
  /** The key, a UUID. */
  readonly _id: string;
  /** The caller's id. */
  readonly by: string;
  /** A keyed hash of mutation and input: of an input that names a person a plain hash could be tried out. */
  readonly fingerprint: string;
  readonly at: Date;
  /** What was answered: ids and codes, no value of a person. */
  readonly outcome: unknown;
}

/** Days after which a key is forgotten. */
const DAYS = 30;

/** @returns the model of the collection `change_requests` */
export function changeRequestsOf(connection: DatabaseConnection): Model<ChangeRequest> {
  const text = { type: String, required: true };
  const schema = new Schema(
    { _id: text, by: text, fingerprint: text, at: Date, outcome: Schema.Types.Mixed },
    { versionKey: false },
  ).index({ at: 1 }, { expireAfterSeconds: DAYS * 86_400 });
  return modelOf(connection, 'ChangeRequest', 'change_requests', schema);
}
