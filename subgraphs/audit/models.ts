/** What the gateway's audit keeps (gateway/audit): read here, never written. Its indexes are the gateway's too. */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';

export interface Entry {
  _id: string;
  record: {
    /** ISO 8601, UTC: text that sorts as time does. */
    at: string;
    requestId: string;
    caller: string;
    client: string;
    agency?: string | null;
    purpose?: string | null;
    operation: { name?: string | null; hash: string };
    fields: string[];
    filters?: string[];
    /** Tokens of the persons. */
    persons: string[];
  };
}

export function entriesOf(connection: DatabaseConnection): Model<Entry> {
  const record = {
    at: String,
    requestId: String,
    caller: String,
    client: String,
    agency: String,
    purpose: String,
    operation: { name: String, hash: String },
    fields: [String],
    filters: [String],
    persons: [String],
  };
  return connection.model<Entry, Model<Entry>>(
    'Entry',
    new Schema({ _id: String, record }, { versionKey: false, strictQuery: true }) as never,
    'entries',
  );
}
