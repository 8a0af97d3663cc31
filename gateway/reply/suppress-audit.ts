/**
 * Whether what is hidden has room: whether an attacker who knows every sum and bound of an answer leaves at least as many
 * steps open for a hidden count as its minimum says. Room that was found stays, for hiding more only adds to it.
 */
import { Known, type Sources } from './suppress-known.ts';
import { seekRoom, type Part } from './suppress-room.ts';
import { Walk } from './suppress-walk.ts';

/** Figures that hang together beyond this are not solved for, and rows. */
const MOST_FIGURES = 80;
const MOST_ROWS = 160;
/** Figures tried in a walk for one figure. */
const SHORT = 40;
const LONG = 400;
/** Walks for one figure, each from the truth on. */
const ROUNDS = 6;
/** Figures tried for one answer. */
const MOST_IN_ALL = 1_000_000;

export class Audit {
  readonly #sources: Sources;
  readonly #known: Known;
  readonly #walk: Walk;
  readonly #fresh: Iterator<number>;

  /** @param hidden cells; may grow between two questions, never shrink */
  constructor(sources: Sources, hidden: ReadonlySet<number>) {
    this.#sources = sources;
    this.#known = new Known(sources);
    this.#walk = new Walk(this.#known);
    this.#fresh = hidden.values();
  }

  /** True when so much was tried that an answer must do with less. */
  get exhausted(): boolean {
    return this.#walk.triedInAll > MOST_IN_ALL;
  }

  /** A short look. @returns true when the figure of a hidden cell is known to have room; false says nothing */
  protectsAtOnce(cell: number): boolean {
    return this.#protects(cell, SHORT);
  }

  /** A thorough look: exact for what hangs together with few others. @returns true when the figure has been shown to have room */
  protects(cell: number): boolean {
    if (this.#protects(cell, SHORT)) return true;
    const figure = this.#sources.figures[cell]!;
    const near = this.#component(figure);
    const rows = [...new Set(near.flatMap((each) => this.#known.rowsOf[each]!))];
    if (near.length <= MOST_FIGURES && rows.length <= MOST_ROWS) return this.#solve(figure, near, rows);
    for (let round = 0; round < ROUNDS && !this.exhausted; round++) {
      if (this.#protects(cell, LONG)) return true;
      this.#walk.restart();
    }
    return false;
  }

  #protects(cell: number, effort: number): boolean {
    // The iterator goes on with what was hidden since.
    for (let next = this.#fresh.next(); !next.done; next = this.#fresh.next()) this.#known.hide(next.value);
    const { cells, figures } = this.#sources;
    return Number.isNaN(cells[cell]!.value) || this.#walk.widen(figures[cell]!, effort);
  }

  #solve(figure: number, near: readonly number[], rows: readonly number[]): boolean {
    const needed = this.#known.minimums[figure]!;
    const range = { low: 0, high: 0 };
    seekRoom(this.#partOf(near, rows), 0, (differences) => {
      near.forEach((each, at) => this.#walk.record(each, differences[at]!));
      range.low = Math.min(range.low, differences[0]!);
      range.high = Math.max(range.high, differences[0]!);
    }, (difference, sign) => (range.high - range.low >= needed ? 0 : sign > 0 ? range.low + needed - difference : difference - range.high + needed));
    return this.#walk.roomOf(figure) >= needed;
  }

  /** Figures that may move and hang together by rows, up to one more than are solved for. */
  #component(figure: number): readonly number[] {
    const { rows, rowsOf, bounds } = this.#known;
    const found = new Set([figure]);
    for (const each of found) {
      for (const row of rowsOf[each]!) {
        if (rows[row]!.low === -Infinity && rows[row]!.high === Infinity) continue;
        for (const other of rows[row]!.figures) if (bounds[other]!.low < bounds[other]!.high) found.add(other);
        if (found.size > MOST_FIGURES) return [...found];
      }
    }
    return [...found];
  }

  #partOf(near: readonly number[], rows: readonly number[]): Part {
    const place = new Map(near.map((figure, at) => [figure, at]));
    return {
      bounds: near.map((figure) => this.#known.bounds[figure]!),
      rows: rows.map((row) => {
        const { figures, factors, low, high } = this.#known.rows[row]!;
        const kept = figures.flatMap((figure, at) => (place.has(figure) ? [at] : []));
        return { figures: kept.map((at) => place.get(figures[at]!)!), factors: kept.map((at) => factors[at]!), low, high };
      }),
    };
  }
}
