/**
 * How far apart two whole-numbered fillings of an answer can be in one count while both agree with all that is known. Found
 * by the simplex method from the truth on, in whole steps only, and each filling checked against the rows before it counts:
 * so a count whose room was found has it for certain, however the numbers were come by.
 */
import type { Bounds, Row } from './suppress-known.ts';

/** A part of an answer. Figures and rows of it are numbered from 0; what is not in it stays as it is. */
export interface Part {
  readonly bounds: readonly Bounds[];
  readonly rows: readonly Row[];
}

/** Told each filling that was found: by how much each figure differs from the truth. */
export type Found = (differences: readonly number[]) => void;

/** Steps after which a search is given up, for each row and figure. */
const MOST_STEPS = 2;
/** A column whose fractions are not of these is not moved along. */
const MOST_SCALE = 6;
const TINY = 1e-7;

/**
 * Raises a figure, then lowers it.
 * @param wanted how much further it still has to go from this difference up (1) or down (-1); nothing when not above 0
 */
export function seekRoom(part: Part, figure: number, found: Found, wanted: (difference: number, sign: 1 | -1) => number): void {
  const search = new Search(part, found);
  for (const sign of [1, -1] as const) search.push(figure, sign, (difference) => wanted(difference, sign));
}

interface Step {
  readonly column: number;
  readonly direction: 1 | -1;
  readonly length: number;
  /** The row that ends it, -1 when the figure's own bound or the goal does. */
  readonly blocking: number;
}

/** Rows have slacks; each row's slack is what its figures give. Names: figures first, then slacks. */
class Search {
  readonly #part: Part;
  readonly #found: Found;
  readonly #width: number;
  readonly #low: number[];
  readonly #high: number[];
  readonly #value: number[];
  readonly #outside: number[];
  readonly #inside: number[];
  readonly #table: Float64Array[];

  constructor(part: Part, found: Found) {
    const { bounds, rows } = part;
    this.#part = part;
    this.#found = found;
    this.#width = bounds.length;
    this.#low = [...bounds, ...rows].map(({ low }) => low);
    this.#high = [...bounds, ...rows].map(({ high }) => high);
    this.#value = this.#low.map(() => 0);
    this.#outside = bounds.map((_, name) => name);
    this.#inside = rows.map((_, row) => bounds.length + row);
    this.#table = rows.map(({ figures, factors }) => {
      const line = new Float64Array(bounds.length);
      figures.forEach((figure, at) => (line[figure] = factors[at]!));
      return line;
    });
  }

  /** Moves one figure up or down as far as it goes, or until enough. */
  push(name: number, sign: 1 | -1, wantedFrom: (difference: number) => number): void {
    for (let left = MOST_STEPS * (this.#width + this.#inside.length); left > 0; left--) {
      const wanted = wantedFrom(this.#value[name]!);
      if (wanted <= 0) return;
      const step = this.#bestStep(name, sign, wanted);
      if (step === undefined) return;
      if (step.length > 0) {
        this.#move(step);
        if (!this.#checked()) return;
      }
      if (step.blocking >= 0) this.#exchange(step.blocking, step.column);
      else if (step.length === 0) return;
    }
  }

  /** The step that moves the figure furthest; where none moves it, one that at least leads on. */
  #bestStep(name: number, sign: 1 | -1, wanted: number): Step | undefined {
    const row = this.#inside.indexOf(name);
    let best: Step | undefined;
    let most = -1;
    for (let column = 0; column < this.#width; column++) {
      const rate = row >= 0 ? this.#table[row]![column]! : this.#outside[column] === name ? 1 : 0;
      if (Math.abs(rate) < TINY) continue;
      const step = this.#stepAlong(column, rate * sign > 0 ? 1 : -1, Math.ceil(wanted / Math.abs(rate)));
      if (step === undefined) continue;
      const gain = step.length * Math.abs(rate);
      if (gain > most + TINY || (gain > most - TINY && this.#outside[column]! < this.#outside[best!.column]!)) [best, most] = [step, gain];
    }
    return best;
  }

  #stepAlong(column: number, direction: 1 | -1, goal: number): Step | undefined {
    const name = this.#outside[column]!;
    const own = direction > 0 ? this.#high[name]! - this.#value[name]! : this.#value[name]! - this.#low[name]!;
    if (own <= 0) return undefined;
    let length = Math.min(own, goal);
    let blocking = -1;
    let scale = 1;
    this.#table.forEach((line, row) => {
      const rate = line[column]! * direction;
      if (Math.abs(rate) < TINY) return;
      scale = scaleOf(rate, scale);
      const inside = this.#inside[row]!;
      const room = rate > 0 ? this.#high[inside]! - this.#value[inside]! : this.#value[inside]! - this.#low[inside]!;
      const most = room / Math.abs(rate);
      if (most < length - TINY || (most < length + TINY && blocking >= 0 && inside < this.#inside[blocking]!)) [length, blocking] = [Math.min(length, most), row];
    });
    if (scale > MOST_SCALE) length = 0;
    return { column, direction, length: Math.floor((length + TINY) / scale) * scale, blocking };
  }

  #move({ column, direction, length }: Step): void {
    const far = direction * length;
    this.#value[this.#outside[column]!]! += far;
    this.#table.forEach((line, row) => (this.#value[this.#inside[row]!]! += line[column]! * far));
    for (let name = 0; name < this.#value.length; name++) this.#value[name] = Math.round(this.#value[name]!) + 0;
  }

  /** A filling counts when every figure is within its bounds and every row within its own. */
  #checked(): boolean {
    const { bounds, rows } = this.#part;
    const within = ({ low, high }: Bounds, value: number): boolean => value >= low && value <= high;
    const fits = bounds.every((each, figure) => within(each, this.#value[figure]!)) && rows.every((row, at) => {
      const sum = row.figures.reduce((total, figure, index) => total + row.factors[index]! * this.#value[figure]!, 0);
      return sum === this.#value[this.#width + at] && within(row, sum);
    });
    if (fits) this.#found(this.#value);
    return fits;
  }

  /** The slack or figure of a row goes outside, that of the column comes in. */
  #exchange(row: number, column: number): void {
    const pivot = this.#table[row]!;
    const by = pivot[column]!;
    for (let at = 0; at < this.#width; at++) pivot[at] = at === column ? 1 / by : -pivot[at]! / by;
    for (const line of this.#table) {
      const factor = line[column]!;
      if (line === pivot || factor === 0) continue;
      line[column] = 0;
      for (let at = 0; at < this.#width; at++) if (pivot[at] !== 0) line[at]! += factor * pivot[at]!;
    }
    [this.#inside[row], this.#outside[column]] = [this.#outside[column]!, this.#inside[row]!];
  }
}

/** The smallest number of steps that makes whole steps of every rate so far. */
function scaleOf(rate: number, scale: number): number {
  let steps = scale;
  while (steps <= MOST_SCALE && Math.abs(rate * steps - Math.round(rate * steps)) > TINY) steps += scale;
  return steps;
}
