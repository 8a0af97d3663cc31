/**
 * Reads rows by an access path, a chunk at a time. Between chunks, and where what is made of a row takes long, it yields `undefined`, so that other work can run. It continues
 * after the last key that it read, whatever was written meanwhile.
 */
import type { Collection } from '../storage/catalog.ts';
import type { IndexEntry, StoredRow, View } from '../storage/view.ts';
import { Turn } from '../query/turn.ts';
import type { AccessPath } from './plan.ts';

/** What reading cost, as explain reports it. */
export interface ScanCost {
  keys: number;
  documents: number;
}

const FIRST_CHUNK = 32;
const CHUNK = 256;

/** Reads rows by an access path. @param cost counted up while reading */
export function* scan(
  view: View,
  collection: Collection,
  access: AccessPath,
  cost: ScanCost,
): Generator<StoredRow | undefined> {
  if (access.kind === 'collection') yield* scanRows(view, collection, access.reverse, cost);
  else if (access.kind === 'index') yield* scanIndex(view, collection, access, cost);
  else yield* scanUnion(view, collection, access.branches, cost);
}

function* scanRows(
  view: View,
  collection: Collection,
  reverse: boolean,
  cost: ScanCost,
): Generator<StoredRow | undefined> {
  let after: number | undefined;
  const turn = new Turn();
  for (let size = FIRST_CHUNK; ; size = CHUNK) {
    const rows = view.rows(collection, { after, reverse, limit: size });
    for (const row of rows) {
      cost.documents += 1;
      yield row;
      if (turn.over()) yield undefined;
    }
    if (rows.length < size) return;
    after = rows[rows.length - 1]!.row;
    yield undefined;
  }
}

function* scanIndex(
  view: View,
  collection: Collection,
  access: Extract<AccessPath, { kind: 'index' }>,
  cost: ScanCost,
): Generator<StoredRow | undefined> {
  const turn = new Turn();
  const seen = access.index.multikey.some(Boolean) ? new Set<number>() : undefined;
  for (const entry of entriesOf(view, collection, access, cost)) {
    if (entry === undefined) {
      yield undefined;
      continue;
    }
    if (seen?.has(entry.row)) continue;
    seen?.add(entry.row);
    const bytes = view.get(collection, entry.row);
    if (bytes === undefined) continue;
    cost.documents += 1;
    yield { row: entry.row, bytes };
    if (turn.over()) yield undefined;
  }
}

function* entriesOf(
  view: View,
  collection: Collection,
  { index, bounds, reverse }: Extract<AccessPath, { kind: 'index' }>,
  cost: ScanCost,
): Generator<IndexEntry | undefined> {
  const ranges = reverse ? [...bounds.ranges].reverse() : bounds.ranges;
  for (const range of ranges) {
    let after: IndexEntry | undefined;
    for (let size = FIRST_CHUNK; ; size = CHUNK) {
      const entries = view.entries(collection, index, range, { after, reverse, limit: size });
      for (const entry of entries) {
        cost.keys += 1;
        yield entry;
      }
      if (entries.length < size) break;
      after = entries[entries.length - 1];
      yield undefined;
    }
  }
}

function* scanUnion(
  view: View,
  collection: Collection,
  branches: readonly AccessPath[],
  cost: ScanCost,
): Generator<StoredRow | undefined> {
  const seen = new Set<number>();
  for (const branch of branches) {
    for (const row of scan(view, collection, branch, cost)) {
      if (row !== undefined && seen.has(row.row)) continue;
      if (row !== undefined) seen.add(row.row);
      yield row;
    }
  }
}
