import type { FileHandle } from 'node:fs/promises';

/** A cell: text, a number, or nothing. */
export type WrittenCell = string | number | bigint | null;

/** Names of facts about a table, and the facts. */
export type TableFacts = readonly (readonly [string, string])[];

/** How one format is written: each gives the bytes to be appended. */
export interface TableForm {
  readonly begin: (file: FileHandle) => Promise<void>;
  readonly row: (cells: readonly WrittenCell[]) => Promise<void>;
  readonly end: () => Promise<void>;
}
