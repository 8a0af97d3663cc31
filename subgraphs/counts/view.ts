/** What one answer counts from: the counts of a month, or as they are now, and how exactly they are shown. */
import type { CountsSnapshot } from './materialized-counts.ts';
import { EXACT, type Exactness } from './tally.ts';

/** What the graph states beside counts: type `CountBasis`. */
export interface Basis {
  /** The month whose end they stand at, `YYYY-MM`; null: as they are now. */
  readonly month: string | null;
  readonly exactness: Exactness['exactness'];
  /** The most that was added to each count or taken from it, people. */
  readonly noise: number;
}

/** The counts of one month, or of now, with how exactly this caller may see them. */
export class CountsView {
  readonly snapshot: CountsSnapshot;
  readonly exactness: Exactness;
  readonly basis: Basis;

  constructor(snapshot: CountsSnapshot, exactness: Exactness) {
    this.snapshot = snapshot;
    this.exactness = exactness;
    this.basis = basisOf(snapshot, exactness);
  }

  /** @returns the same counts without noise, for totals of the city */
  exact(): CountsView {
    return this.exactness === EXACT ? this : new CountsView(this.snapshot, EXACT);
  }

  /** @returns what a function makes of the counts as this caller sees them, made once a snapshot */
  derive<Value>(build: (snapshot: CountsSnapshot, exactness: Exactness) => Value): Value {
    return this.snapshot.derive(build, this.exactness);
  }
}

/** @returns what the graph states beside counts (`CountBasis`): their month and their noise */
export function basisOf({ month }: Pick<CountsSnapshot, 'month'>, { exactness, noise }: Exactness): Basis {
  return { month: month ?? null, exactness, noise };
}
