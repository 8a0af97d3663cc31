/** What the engine asks of a kind of import: workers, verifications, members. */
import type { ClientSession } from 'mongoose';
import type { SealedCollection } from '../data/reseal.ts';
import type { FilterCondition } from '../data/filter.ts';
import type { References } from './references.ts';
import type { Cells } from './row-reader.ts';
import type { ImportReason } from './reasons.ts';

/** What is worth knowing of a row that is taken. */
export type NoteCode = 'IN_OTHER_PROGRAMME' | 'RECORD_ENDED';

/** For whom and with what rows are judged. */
export interface ImportScope {
  /** Code of the agency that imports. */
  readonly agency: string;
  readonly job: string;
  /** The id of the caller who sends the rows, and when, ISO 8601, UTC. */
  readonly by: string;
  readonly at: string;
  readonly references: References;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** @returns a person's token, so that no NIK is kept to find a person by */
  readonly tokenOf: (nik: string) => string;
}

/** For whom and when something is written down. */
export type EventScope = Pick<ImportScope, 'agency' | 'job' | 'by' | 'at' | 'today'>;

/** A document that undoing has changed back or taken away. */
export interface UndoneChange {
  /** As it was found. */
  readonly was: Readonly<Record<string, unknown>>;
  /** The fields that stand there now; null where the document is gone. */
  readonly stands: Readonly<Record<string, unknown>> | null;
}

/** A row as it was read. */
export interface Judged<Record> {
  readonly line: number;
  readonly record: Record;
  readonly reasons: readonly ImportReason[];
  /** What may stand in a file once: nothing of a person can be read from it. */
  readonly keys: readonly string[];
}

/** A document that a row adds or changes. */
export interface Write {
  readonly collection: string;
  readonly id: string;
  /** Id of the record that the document hangs on, where it hangs on another. */
  readonly about?: string;
  /** The version that the record had which the document is about. */
  readonly aboutVersion?: number;
  /** The new document; absent for a change. */
  readonly insert?: Readonly<Record<string, unknown>>;
  /** What a change sets, and what stood there. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly before?: Readonly<Record<string, unknown>>;
  /** Which document may be changed: as it was read. */
  readonly expected?: FilterCondition;
  /** How the document is recognised afterwards where nobody has changed it since. */
  readonly left: FilterCondition;
  /** Ids of what is to be counted again. */
  readonly partitions: readonly string[];
  /** Tokens of cards that a person gets: nobody else gets one at the same time. */
  readonly cards?: readonly string[];
  /** What is written down of it: a document that undoing takes away with the record alone. */
  readonly event?: { readonly collection: string; readonly document: object };
}

/** What a batch did to one document. */
export interface BatchChange {
  /** Line of the row; absent from batches of before lines were kept. */
  readonly line?: number;
  readonly collection: string;
  readonly id: string;
  /** See `Write`. */
  readonly about: string | null;
  readonly aboutVersion?: number;
  readonly added: boolean;
  readonly left: FilterCondition;
  readonly partitions: readonly string[];
}

/** What a row says of one card: several rows may say it of one person. */
export interface CardClaim {
  /** The card's token. */
  readonly card: string;
  /** Whose it is, see `holderOf`. */
  readonly person: string;
}

/** What becomes of a row. */
export interface RowPlan {
  readonly outcome: 'ADDED' | 'CHANGED' | 'SAME' | 'REJECTED';
  readonly reasons: readonly ImportReason[];
  readonly notes: readonly NoteCode[];
  readonly writes: readonly Write[];
  readonly claim?: CardClaim;
}

/** One kind of import. */
export interface ImportKind<Row = unknown> {
  /** A value of the enum `ImportKind`. */
  readonly name: string;
  /** Columns that may be named. */
  readonly fields: readonly string[];
  /** @returns columns that the agency may not say anything about */
  readonly closedTo: (agency: string) => readonly string[];
  /** @returns the scope that the agency's caller needs beside that of imports */
  readonly needs?: (agency: string) => string | undefined;
  /** Reads a row: a pure function. */
  readonly judge: (line: number, cells: Cells, scope: ImportScope) => Judged<Row>;
  /** Compares rows without a fault with what is kept. @returns a plan for each, in their order */
  readonly plan: (rows: readonly Judged<Row>[], scope: ImportScope, session: ClientSession) => Promise<RowPlan[]>;
  /** Follows up on written documents within the transaction: what hangs on them. */
  readonly settle?: (writes: readonly Write[], session: ClientSession) => Promise<void>;
  /** What is sealed in its documents. */
  readonly sealed?: SealedCollection;
  /** @param before what stood in a document @returns it with what follows from keys that may have been changed since */
  readonly restored?: (before: Readonly<Record<string, unknown>>, id: string) => Readonly<Record<string, unknown>>;
  /** @param changes by a job @returns ids of documents that something else hangs or rests on since, which undoing leaves */
  readonly held?: (
    changes: readonly BatchChange[],
    job: string,
    session: ClientSession,
  ) => Promise<ReadonlySet<string>>;
  /** Where the events of its own records are: a record that is taken away has none any more. */
  readonly history?: { readonly events: string; readonly subject: string };
  /** @returns what is written down of documents that were changed back or taken away */
  readonly eventsOfUndone?: (
    undone: readonly UndoneChange[],
    scope: EventScope,
    session: ClientSession,
  ) => Promise<readonly NonNullable<Write['event']>[]>;
}

/** @returns the plan of a row that is not taken */
export const rejectedRow = (...reasons: readonly ImportReason[]): RowPlan => ({
  outcome: 'REJECTED',
  reasons,
  notes: [],
  writes: [],
});

/** @returns the plan of a row that says what is kept already */
export const sameRow = (notes: readonly NoteCode[]): RowPlan => ({ outcome: 'SAME', reasons: [], notes, writes: [] });
