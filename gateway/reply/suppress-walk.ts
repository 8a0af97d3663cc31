/**
 * Walks from filling to filling of an answer, each in whole numbers and in agreement with all that is known: one figure is
 * moved by one, and what that upsets is mended by moving others. Every filling widens the room of every figure that stands
 * elsewhere in it than before, so one walk serves them all.
 */
import type { Known } from './suppress-known.ts';

/** Other figures that a move may take along, one after the other. */
const MOST_DEEP = 12;
/** Figures of a row that are tried at one point of a move. */
const MOST_CHOICES = 3;

interface Move {
  readonly figure: number;
  readonly by: number;
  /** By how much all rows are further off for it. */
  readonly upset: number;
}

export class Walk {
  readonly #known: Known;
  readonly #value: Int32Array;
  readonly #sum: Float64Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  /** Figures moved so far in a move, and the rows upset by it. */
  #moved: number[] = [];
  #upset = new Set<number>();
  #tried = 0;
  #effort = 0;
  #turn = 0;

  constructor(known: Known) {
    const figures = known.bounds.length;
    this.#known = known;
    this.#value = new Int32Array(figures);
    this.#sum = new Float64Array(known.rows.length);
    this.#low = new Int32Array(figures);
    this.#high = new Int32Array(figures);
  }

  /** Figures tried since the first move. */
  triedInAll = 0;

  /** How far apart a figure has been. */
  roomOf(figure: number): number {
    return this.#high[figure]! - this.#low[figure]!;
  }

  /** Widens the room of a figure by a filling that was found otherwise. */
  record(figure: number, difference: number): void {
    if (difference < this.#low[figure]!) this.#low[figure] = difference;
    if (difference > this.#high[figure]!) this.#high[figure] = difference;
  }

  /**
   * @param effort figures tried for one move before it is given up
   * @returns true when the figure now has the room that its minimum asks
   */
  widen(figure: number, effort: number): boolean {
    const wanted = this.#known.minimums[figure]!;
    this.#effort = effort;
    for (const by of [1, -1]) while (this.roomOf(figure) < wanted && this.#move(figure, by)) this.#recordMoved();
    return this.roomOf(figure) >= wanted;
  }

  /** Goes back to the truth, from where other ways are open. */
  restart(): void {
    this.#value.fill(0);
    this.#sum.fill(0);
  }

  #move(figure: number, by: number): boolean {
    this.#moved = [];
    this.#upset.clear();
    this.#tried = 0;
    return this.#fits(figure, by) && this.#try(figure, by);
  }

  #recordMoved(): void {
    for (const figure of this.#moved) this.record(figure, this.#value[figure]!);
  }

  #fits(figure: number, by: number): boolean {
    const { low, high } = this.#known.bounds[figure]!;
    const value = this.#value[figure]! + by;
    return value >= low && value <= high;
  }

  /** Moves a figure and then whatever mends the rows that upsets; takes it all back when that does not end well. */
  #try(figure: number, by: number): boolean {
    this.#tried++;
    this.triedInAll++;
    this.#shift(figure, by);
    this.#moved.push(figure);
    const [row] = this.#upset;
    if (row === undefined) return true;
    if (this.#moved.length <= MOST_DEEP) {
      for (const next of this.#mending(row)) if (this.#tried < this.#effort && this.#try(next.figure, next.by)) return true;
    }
    this.#moved.pop();
    this.#shift(figure, -by);
    return false;
  }

  #shift(figure: number, by: number): void {
    const { rows, rowsOf, factorsOf } = this.#known;
    this.#value[figure]! += by;
    const factors = factorsOf[figure]!;
    for (const [index, at] of rowsOf[figure]!.entries()) {
      const { low, high } = rows[at]!;
      const sum = (this.#sum[at]! += by * factors[index]!);
      if (sum < low || sum > high) this.#upset.add(at);
      else this.#upset.delete(at);
    }
  }

  /** The moves that mend a row, best first: those that upset the fewest others and mend the most. One that upsets none will do. */
  #mending(at: number): readonly Move[] {
    const { figures, factors, high } = this.#known.rows[at]!;
    const back = this.#sum[at]! > high ? -1 : 1;
    const best: Move[] = [];
    // Each time from another figure on, so that no one of them is used up.
    const start = this.#turn++;
    for (let step = 0; step < figures.length; step++) {
      const index = (start + step) % figures.length;
      const figure = figures[index]!;
      const by = factors[index]! > 0 ? back : -back;
      if (!this.#fits(figure, by) || this.#moved.includes(figure)) continue;
      const upset = this.#upsetBy(figure, by);
      if (best.length === MOST_CHOICES && upset >= best.at(-1)!.upset) continue;
      best.splice(best.findLastIndex((other) => other.upset <= upset) + 1, 0, { figure, by, upset });
      if (best.length > MOST_CHOICES) best.pop();
      if (upset < 0) break;
    }
    return best;
  }

  #upsetBy(figure: number, by: number): number {
    const { rows, rowsOf, factorsOf } = this.#known;
    const [of, factors] = [rowsOf[figure]!, factorsOf[figure]!];
    let upset = 0;
    for (let index = 0; index < of.length; index++) {
      const { low, high } = rows[of[index]!]!;
      const before = this.#sum[of[index]!]!;
      const after = before + by * factors[index]!;
      upset += distance(after, low, high) - distance(before, low, high);
    }
    return upset;
  }
}

function distance(sum: number, low: number, high: number): number {
  return sum < low ? low - sum : sum > high ? sum - high : 0;
}
