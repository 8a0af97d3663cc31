/**
 * What everybody may know about the counts of an answer once some are hidden: bounds of each figure and sums of several,
 * all as differences from the truth, so that the truth is 0 everywhere and every known sum is a row that allows 0.
 */
import type { Cell } from './suppress-cells.ts';
import { BASE } from './suppress-rounding.ts';
import { sumOf, type Sum } from './suppress-tables.ts';

/** A known sum: what `figures`, each times its factor, may differ by together from what they truly are. */
export interface Row {
  readonly figures: readonly number[];
  readonly factors: readonly number[];
  low: number;
  high: number;
}

/** Between which a figure may differ from the truth. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Where the figures of an answer come from. */
export interface Sources {
  readonly cells: readonly Cell[];
  /** Cell -> figure, see suppress-figures.ts. */
  readonly figures: readonly number[];
  readonly sums: readonly Sum[];
  /** Pairs of cells of which the first is taken to count a part of the second. */
  readonly subsets: readonly (readonly [part: number, whole: number])[];
  /** What a count is shown as; undefined when that is the count itself. */
  readonly shownAs: ShownAs | undefined;
}

export type ShownAs = (value: number, coordinate: string) => number;

const FREE: Bounds = { low: -Infinity, high: Infinity };
const NONE: Bounds = { low: 0, high: 0 };

/** Figures are numbered as in `sources`; those that stand for no count have no rows. */
export class Known {
  readonly rows: Row[] = [];
  readonly bounds: Bounds[];
  /** Figure -> its rows. */
  readonly rowsOf: readonly number[][];
  /** Figure -> its factor in each of its rows. */
  readonly factorsOf: readonly number[][];
  /** Figure -> the largest minimum of its cells: how many steps of room it needs when hidden. */
  readonly minimums: readonly number[];
  readonly #sources: Sources;
  /** Cell -> rows nobody knows once it is hidden. */
  readonly #unknownWith = new Map<number, number[]>();

  constructor(sources: Sources) {
    const { cells, figures } = sources;
    this.#sources = sources;
    this.rowsOf = cells.map(() => []);
    this.factorsOf = cells.map(() => []);
    const minimums = cells.map(() => 0);
    figures.forEach((figure, cell) => (minimums[figure] = Math.max(minimums[figure]!, cells[cell]!.minimum)));
    this.minimums = minimums;
    this.bounds = cells.map(() => FREE);
    cells.forEach((cell, at) => (this.bounds[figures[at]!] = both(this.bounds[figures[at]!]!, shownBounds(cell, sources.shownAs))));
    for (const sum of sources.sums) this.#addSum(sum);
    for (const [part, whole] of sources.subsets) this.#add([whole], part, { low: cells[part]!.value - cells[whole]!.value, high: Infinity });
  }

  /** Of a hidden count nothing is known but that it is not negative. */
  hide(cell: number): void {
    this.bounds[this.#sources.figures[cell]!] = { low: -this.#sources.cells[cell]!.value, high: Infinity };
    for (const row of this.#unknownWith.get(cell) ?? []) Object.assign(this.rows[row]!, FREE);
  }

  #addSum(sum: Sum): void {
    const { figures } = this.#sources;
    // The same count under two aliases is no sum.
    const parts = sum.nested ? [...new Map(sum.parts.map((part) => [figures[part]!, part])).values()] : sum.parts;
    if (parts.length < 2 && sum.total === undefined) return;
    const bounds = boundsOf({ ...sum, parts }, this.#sources);
    if (bounds === undefined || !this.#add(parts, sum.total, bounds)) return;
    for (const total of sum.totals) this.#unknownWith.set(total, [...(this.#unknownWith.get(total) ?? []), this.rows.length - 1]);
  }

  /** @returns false for a row that says nothing */
  #add(plus: readonly number[], minus: number | undefined, { low, high }: Bounds): boolean {
    const { figures } = this.#sources;
    const factors = new Map<number, number>();
    for (const cell of plus) factors.set(figures[cell]!, (factors.get(figures[cell]!) ?? 0) + 1);
    if (minus !== undefined) factors.set(figures[minus]!, (factors.get(figures[minus]!) ?? 0) - 1);
    for (const [figure, factor] of factors) if (factor === 0) factors.delete(figure);
    // Of counts that are known to be equal nothing is left to add up.
    if (factors.size === 0 || (minus !== undefined && factors.size === 1)) return false;
    for (const [figure, factor] of factors) {
      this.rowsOf[figure]!.push(this.rows.length);
      this.factorsOf[figure]!.push(factor);
    }
    this.rows.push({ figures: [...factors.keys()], factors: [...factors.values()], low, high });
    return true;
  }
}

/** A rounded count is less than a base away from what is shown, and not under the minimum. */
export function shownBounds({ value, coordinate, minimum }: Pick<Cell, 'value' | 'coordinate' | 'minimum'>, shownAs: ShownAs | undefined): Bounds {
  if (shownAs === undefined) return NONE;
  const shown = shownAs(value, coordinate);
  return { low: Math.max(shown - BASE + 1, minimum) - value, high: shown + BASE - 1 - value };
}

function both(a: Bounds, b: Bounds): Bounds {
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

/**
 * A total that is not in the answer is taken to be known as its parts' own field would show it.
 * @returns undefined for what nobody knows: a total that would itself be hidden for being small
 */
function boundsOf({ parts, total, whole }: Sum, { cells, shownAs }: Sources): Bounds | undefined {
  const sum = sumOf(parts, cells);
  if (Number.isNaN(sum)) return undefined;
  if (total !== undefined) return NONE;
  const minimum = parts.reduce((most, part) => Math.max(most, cells[part]!.minimum), 0);
  if (sum < minimum) return undefined;
  return whole ? NONE : shownBounds({ value: sum, minimum, coordinate: cells[parts[0]!]!.coordinate }, shownAs);
}

/**
 * Of two counts that stand beside each other everywhere, one may be a part of the other, as the covered are of all, and
 * whoever reads the schema knows it; where the numbers allow it everywhere, it is taken to be so. Of aliases likewise.
 */
export function subsetsOf(objects: readonly (readonly number[])[], tables: readonly Sum[], cells: readonly Cell[]): readonly (readonly [number, number])[] {
  const never = new Set<string>();
  const counts = objects.map((members) => members.filter((member) => !Number.isNaN(cells[member]!.value)));
  const beside = counts.flatMap((members) => members.flatMap((part) => members.filter((whole) => whole !== part).map((whole) => [part, whole] as const)));
  const nameOf = ([part, whole]: readonly [number, number]): string => `${cells[part]!.pattern} ${cells[whole]!.pattern}`;
  for (const pair of beside) if (cells[pair[0]]!.value > cells[pair[1]]!.value) never.add(nameOf(pair));
  const chained = tables.filter(({ nested }) => nested).flatMap(({ parts }) => {
    const sorted = parts.filter((part) => !Number.isNaN(cells[part]!.value)).sort((a, b) => cells[a]!.value - cells[b]!.value);
    return sorted.slice(1).map((whole, at) => [sorted[at]!, whole] as const);
  });
  return [...beside.filter((pair) => !never.has(nameOf(pair))), ...chained];
}
