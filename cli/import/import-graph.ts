/** The mutations of imports, as the ready documents in `schema/operations/changes/` ask for them. */
import { readFileSync } from 'node:fs';
import type { RowKind } from '../files/read/mapping/fields.ts';
import { askGraph, type AskOptions } from '../graph/ask-graph.ts';

/** A dry run, or the real one. */
export type SentPass = 'CHECK' | 'APPLY';

/** A reason or a note, how often and where first. */
export interface FoundReason {
  readonly code: string;
  readonly field?: string;
  readonly text?: string;
  readonly textId?: string;
  readonly count: number;
  readonly lines: readonly number[];
}

/** What a pass has found. */
export interface Pass {
  readonly taken: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly rejected: number;
  readonly reasons: readonly FoundReason[];
  readonly notes: readonly FoundReason[];
  readonly finishedAt: string | null;
}

/** A job. */
export interface Job {
  readonly id: string;
  readonly state: string;
  /** Rows by which a record was added, or changed, in all runs. */
  readonly added: number;
  readonly changed: number;
  readonly undone: number;
  readonly leftAlone: number;
  readonly check: Pass | null;
  readonly apply: Pass | null;
}

/** A job that is taken back. */
export interface UndoneJob extends Job {
  /** Rows that were left, the first thousand. */
  readonly left: readonly {
    readonly line: number;
    readonly record: string | null;
    readonly why: 'CHANGED_SINCE' | 'RESTED_ON';
  }[];
}

/** Why one row is not taken. */
export interface RowReason {
  readonly code: string;
  readonly field: string;
  readonly text: string;
  readonly textId: string;
  readonly likely: readonly string[];
}

/** What became of a batch. */
export interface SentBatch {
  readonly taken: number;
  readonly job: Job;
  readonly rejected: readonly { readonly line: number; readonly reasons: readonly RowReason[] }[];
}

/** A row as it is sent. */
export interface SentRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The mutations, for one kind of rows. */
export interface ImportGraph {
  readonly begin: (input: object) => Promise<Job>;
  readonly rows: (input: { job: string; pass: SentPass; from: number; rows: readonly SentRow[] }) => Promise<SentBatch>;
  readonly finish: (input: { job: string; pass: SentPass; rows: number }) => Promise<Job>;
  readonly undo: (job: string) => Promise<UndoneJob>;
}

/** @param kind of the rows: members are of another subgraph, under names of their own */
export function importGraph(kind: RowKind, options: AskOptions): ImportGraph {
  const isMembers = kind === 'MEMBERS';
  const ask = async <Value>(file: string, variables: Readonly<Record<string, unknown>>): Promise<Value> => {
    const document = readFileSync(new URL(`../../schema/operations/changes/${file}.graphql`, import.meta.url), 'utf8');
    const operation = /^mutation (\w+)/m.exec(document)![1]!;
    const data = await askGraph<Record<string, Value>>({ document, operation, variables }, options);
    return Object.values(data)[0]!;
  };
  const member = isMembers ? '-member' : '';
  return {
    begin: (input) => ask(`begin${member}-import`, { input: { kind, ...input } }),
    rows: (input) => ask(isMembers ? 'import-member-rows' : 'import-rows', { input }),
    finish: (input) => ask(`finish${member}-import`, { input }),
    undo: (job) => ask(`undo${member}-import`, { input: { job } }),
  };
}
