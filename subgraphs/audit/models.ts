/** The entries that the gateway's audit keeps (gateway/audit): read here, never written. The gateway builds their indexes too. */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../data/database.ts';

/** One answer that held data of persons: who read it, for what, and whose data they were. */
export interface Entry {
  _id: string;
  record: {
    /** ISO 8601, UTC: text that sorts as time does. */
    at: string;
    requestId: string;
    /** Subject of the caller's token. */
    caller: string;
    /** Program that sent the request, as its token names it. */
    client: string;
    /** Code of the agency that the caller acts for. */
    agency?: string | null;
    /** Stated by the caller. */
    purpose?: string | null;
    /** `hash` is the SHA-256 of its text, hexadecimal. */
    operation: { name?: string | null; hash: string };
    /** Coordinates of the personal fields in the answer, `Worker.nik`. */
    fields: string[];
    /** Coordinates of the fields that rows were chosen by. */
    filters?: string[];
    /** Tokens of the persons. */
    persons: string[];
  };
}

/** @param connection to the database `sigap_audit` */
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
  const schema = new Schema({ _id: String, record }, { versionKey: false, strictQuery: true });
  return modelOf(connection, 'Entry', 'entries', schema);
}
