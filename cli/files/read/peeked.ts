/** Looks at the first rows of a stream and gives them back before the others. */
import type { RawRow } from './raw-row.ts';

/** Rows that were looked at, and all rows. */
export interface Peeked {
  /** The first rows that are not empty. */
  readonly first: readonly RawRow[];
  /** Every row from `at` of them on; can be taken once. */
  readonly from: (at: number) => AsyncGenerator<RawRow, void, undefined>;
  readonly close: () => Promise<void>;
}

/** @param most how many rows that are not empty are looked at */
export async function peeked(rows: AsyncGenerator<RawRow>, most: number): Promise<Peeked> {
  const first: RawRow[] = [];
  while (first.length < most) {
    const next = await rows.next();
    if (next.done === true) break;
    if (next.value.cells.some((cell) => cell !== '')) first.push(next.value);
  }
  return {
    first,
    async *from(at) {
      yield* first.slice(at);
      yield* rows;
    },
    close: async () => {
      await rows.return(undefined);
    },
  };
}
