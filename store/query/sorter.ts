/**
 * Sorts many items without a long pause: sorted runs of a few thousand, merged while they are read. With a small limit only the first
 * items are kept. It yields `undefined` between pieces of work.
 */
import { storeFault } from '../errors.ts';
import { Kept } from './kept.ts';
import { Turn } from './turn.ts';

/** The most that a sort or a stage holds in memory, in bytes: the default of MongoDB's sort. */
export const MEMORY_LIMIT = 100 * 1024 * 1024;
const RUN = 4096;

/** An item, and the key by which it is sorted. */
export interface Sortable<Item> {
  readonly key: string;
  readonly item: Item;
  /** Approximate bytes. */
  readonly size: number;
}

/** The items in the order of their keys, equal keys in the order of the source; at most `limit`. @throws StoreError QueryExceededMemoryLimitNoDiskUseAllowed */
export function* sorted<Item>(
  source: Iterable<Sortable<Item> | undefined>,
  limit = Infinity,
  kept = new Kept(),
): Generator<Item | undefined> {
  const keep = kept.part();
  try {
    const runs = yield* sortedRuns(source, limit, keep);
    let left = Math.min(limit, Number.MAX_SAFE_INTEGER);
    const turn = new Turn();
    for (const { item } of merge(runs)) {
      if (left-- <= 0) return;
      yield item;
      if (left % 128 === 0 || turn.over()) yield undefined;
    }
  } finally {
    keep(0);
  }
}

function* sortedRuns<Item>(
  source: Iterable<Sortable<Item> | undefined>,
  limit: number,
  keep: (bytes: number) => void,
): Generator<undefined, Sortable<Item>[][]> {
  const runs: Sortable<Item>[][] = [];
  let run: Sortable<Item>[] = [];
  let size = 0;
  // A run is sorted without a pause, so only a small limit keeps one run; a large one applies to the merged runs.
  const keeps = 2 * limit <= RUN;
  for (const next of source) {
    if (next === undefined) {
      yield undefined;
      continue;
    }
    run.push(next);
    size += next.size;
    if (keeps && run.length >= RUN) {
      run = inOrder(run).slice(0, limit);
      size = run.reduce((total, one) => total + one.size, 0);
    } else if (run.length === RUN) {
      runs.push(inOrder(run));
      run = [];
      yield undefined;
    }
    keep(size);
    if (size > MEMORY_LIMIT)
      throw storeFault(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${MEMORY_LIMIT} bytes, but did not opt in to external sorting. Use an index or a limit.`,
      );
  }
  runs.push(inOrder(run));
  return runs;
}

function inOrder<Item>(run: Sortable<Item>[]): Sortable<Item>[] {
  return run.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Merges runs by a heap of their first items; equal keys stay in the order in which they were read. */
function* merge<Item>(runs: readonly Sortable<Item>[][]): Generator<Sortable<Item>> {
  const heads = runs.map((run, order) => ({ run, order, at: 0 })).filter(({ run }) => run.length > 0);
  const before = (a: (typeof heads)[number], b: (typeof heads)[number]): boolean => {
    const x = a.run[a.at]!.key;
    const y = b.run[b.at]!.key;
    return x < y || (x === y && a.order < b.order);
  };
  const sink = (from: number): void => {
    for (let i = from; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heads.length && before(heads[child]!, heads[least]!)) least = child;
      if (least === i) return;
      [heads[i], heads[least]] = [heads[least]!, heads[i]!];
      i = least;
    }
  };
  for (let i = heads.length >> 1; i >= 0; i -= 1) sink(i);
  while (heads.length > 0) {
    const head = heads[0]!;
    yield head.run[head.at]!;
    head.at += 1;
    if (head.at === head.run.length) {
      const last = heads.pop()!;
      if (heads.length > 0 && last !== head) heads[0] = last;
    }
    if (heads.length > 0) sink(0);
  }
}
