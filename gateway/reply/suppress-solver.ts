/**
 * Chooses which counts to hide. First the small ones; then, until nothing hidden follows from what is shown, the smallest
 * shown count of a sum that gives one away. An exact check by elimination ends it: what a single sum does not tell,
 * several together may.
 */
import type { Cell, Step } from './suppress-cells.ts';
import { opaqueSets, sumOf, sumsWithinObjects, tablesOf, type Sum } from './suppress-tables.ts';

/** More hidden counts than this that hang together are not solved for; whatever shares a sum with one of them is hidden as well. */
const MOST_UNKNOWNS = 300;

/**
 * @param exact whether shown counts are exact. Rounded ones are uncertain by 4 either way each, so adding up several sums
 *   determines nothing and is not gone into.
 * @returns the positions of the cells to hide
 */
export function hiddenCells(cells: readonly Cell[], exact: boolean): ReadonlySet<number> {
  const hidden = new Set<number>();
  cells.forEach(({ value, minimum }, index) => {
    if (!(value >= minimum)) hidden.add(index); // Also what is no number.
  });
  const tables = tablesOf(cells);
  if (exact) hideNestedDifferences(tables, cells, hidden);
  if (hidden.size === 0) return hidden;
  const { sums, crowded } = sumsWithinObjects(cells);
  new Solver(cells, [...tables, ...sums], [...crowded, ...opaqueSets(cells)], hidden).solve(exact);
  return hidden;
}

/** Two aliases may count a set and the same set without one person: a difference under the minimum is a small count. */
function hideNestedDifferences(tables: readonly Sum[], cells: readonly Cell[], hidden: Set<number>): void {
  for (const { parts } of tables.filter(({ nested }) => nested)) {
    const sorted = parts.filter((part) => !hidden.has(part)).sort((a, b) => cells[a]!.value - cells[b]!.value);
    for (let at = sorted.length - 1; at > 0; at--) {
      const difference = cells[sorted[at]!]!.value - cells[sorted[at - 1]!]!.value;
      if (difference > 0 && difference < cells[sorted[at]!]!.minimum) hidden.add(sorted[at - 1]!);
    }
  }
}

class Solver {
  readonly #cells: readonly Cell[];
  readonly #sums: readonly Sum[];
  readonly #together: readonly (readonly number[])[];
  readonly #hidden: Set<number>;
  readonly #sumsOf = new Map<number, number[]>();
  readonly #sameFigure: ReadonlyMap<number, readonly number[]>;

  constructor(cells: readonly Cell[], sums: readonly Sum[], together: readonly (readonly number[])[], hidden: Set<number>) {
    this.#cells = cells;
    this.#sums = sums;
    this.#together = together;
    this.#hidden = hidden;
    this.#sameFigure = Map.groupBy(cells.keys(), (index) => cells[index]!.value);
    sums.forEach((sum, at) => {
      for (const member of membersOf(sum)) this.#sumsOf.set(member, [...(this.#sumsOf.get(member) ?? []), at]);
    });
  }

  solve(exact: boolean): void {
    for (const set of this.#together) if (set.some((index) => this.#hidden.has(index))) set.forEach((index) => this.#hide(index));
    let pending = new Set(this.#sums.keys());
    while (pending.size > 0) {
      const before = this.#hidden.size;
      const changed = [...pending].flatMap((at) => this.#settle(this.#sums[at]!));
      const next = changed.length > 0 || !exact ? changed : this.#determined().flatMap((index) => this.#shelter(index));
      pending = new Set(next.flatMap((index) => this.#sumsOf.get(index) ?? []));
      if (this.#hidden.size === before) return;
    }
  }

  /** Hides more of one sum until what it leaves unknown is at least two counts and at least the minimum. @returns what it hid */
  #settle(sum: Sum): readonly number[] {
    const changed: number[] = [];
    for (;;) {
      const parts = sum.parts.filter((part) => this.#hidden.has(part));
      const totalHidden = sum.total !== undefined && this.#hidden.has(sum.total);
      const given = parts.length === 0 ? totalHidden : !totalHidden && !this.#safe(parts);
      if (!given) return changed;
      const more = this.#bestShown(sum.parts) ?? (totalHidden ? undefined : sum.total);
      if (more === undefined) return changed;
      changed.push(...this.#hide(more));
    }
  }

  #safe(parts: readonly number[]): boolean {
    if (parts.length < 2) return false;
    const sum = sumOf(parts, this.#cells);
    return Number.isNaN(sum) || sum >= Math.max(...parts.map((part) => this.#cells[part]!.minimum));
  }

  /** The shown count that helps most other sums which lack a second hidden one; of equals the smallest. */
  #bestShown(parts: readonly number[]): number | undefined {
    const ranked = parts.filter((part) => !this.#hidden.has(part)).map((part) => ({ part, helped: this.#helpedBy(part), value: this.#cells[part]!.value }));
    return ranked.sort((a, b) => b.helped - a.helped || a.value - b.value)[0]?.part;
  }

  #helpedBy(part: number): number {
    const lacking = (sum: Sum): boolean => sum.parts.filter((each) => this.#hidden.has(each)).length === 1;
    return (this.#sumsOf.get(part) ?? []).filter((at) => lacking(this.#sums[at]!)).length;
  }

  /** Hides a count, and with it every place of the answer that may show the same one. @returns what was shown before */
  #hide(index: number): readonly number[] {
    const same = (this.#sameFigure.get(this.#cells[index]!.value) ?? []).filter((other) => other === index || mayBeSame(this.#cells[index]!, this.#cells[other]!));
    const fresh = same.filter((other) => !this.#hidden.has(other));
    for (const each of fresh) this.#hidden.add(each);
    const joined = this.#together.filter((set) => set.some((each) => fresh.includes(each))).flat().filter((each) => !this.#hidden.has(each));
    for (const each of joined) this.#hidden.add(each);
    return [...fresh, ...joined];
  }

  /** A hidden count that all sums together determine gets company in one of them. */
  #shelter(index: number): readonly number[] {
    for (const at of this.#sumsOf.get(index) ?? []) {
      const more = this.#bestShown(membersOf(this.#sums[at]!));
      if (more !== undefined) return this.#hide(more);
    }
    return [];
  }

  /** Hidden counts that the sums determine. */
  #determined(): readonly number[] {
    return this.#components().flatMap((unknowns) => (unknowns.length > MOST_UNKNOWNS ? unknowns : this.#solved(unknowns)));
  }

  /** Hidden counts that hang together by sums: each such set is a system of its own. */
  #components(): readonly (readonly number[])[] {
    const seen = new Set<number>();
    return [...this.#hidden].flatMap((start) => {
      const component: number[] = [];
      for (let pending = [start]; pending.length > 0; ) {
        const index = pending.pop()!;
        if (seen.has(index) || !this.#hidden.has(index) || !this.#sumsOf.has(index)) continue;
        seen.add(index);
        component.push(index);
        for (const at of this.#sumsOf.get(index)!) pending.push(...membersOf(this.#sums[at]!));
      }
      return component.length > 0 ? [component] : [];
    });
  }

  #solved(unknowns: readonly number[]): readonly number[] {
    const column = new Map(unknowns.map((index, at) => [index, at]));
    const involved = new Set(unknowns.flatMap((index) => this.#sumsOf.get(index)!));
    const rows = [...involved].map((at) => {
      const { parts, total } = this.#sums[at]!;
      const row = new Array<number>(unknowns.length).fill(0);
      for (const part of parts) if (column.has(part)) row[column.get(part)!] = 1;
      if (total !== undefined && column.has(total)) row[column.get(total)!] = PRIME - 1;
      return row;
    });
    return reduced(distinctRows(rows)).flatMap((row) => this.#givenBy(row, unknowns));
  }

  /** A reduced row tells its count when it stands alone, and too much when it is a sum under the minimum. */
  #givenBy(row: readonly number[], unknowns: readonly number[]): readonly number[] {
    const members = unknowns.filter((_, at) => row[at] !== 0);
    if (members.length === 1) return members;
    const plain = row.every((factor) => factor === 0 || factor === 1);
    return plain && members.length > 0 && !this.#safe(members) ? members.slice(0, 1) : [];
  }
}

function membersOf({ parts, total }: Sum): readonly number[] {
  return total === undefined ? parts : [...parts, total];
}

/**
 * Two equal counts are different people when they are two rows of one list. Under two aliases they may be the same when
 * their rows are; under two fields, when no list lies between: there, sums tell.
 */
function mayBeSame(a: Cell, b: Cell): boolean {
  const at = a.path.findIndex((key, index) => key !== b.path[index]);
  if (typeof a.path[at] !== 'string' && typeof b.path[at] !== 'string') return false;
  const below = ({ path, steps }: Cell): readonly Step[] => steps.slice(-Math.max(1, path.slice(at).filter((key) => typeof key === 'number').length));
  if (a.coordinate !== b.coordinate) return [...a.path.slice(at), ...b.path.slice(at)].every((key) => typeof key === 'string');
  const labels = new Map(below(a).flatMap((step) => step.labels));
  return below(b).flatMap((step) => step.labels).every(([name, value]) => !labels.has(name) || labels.get(name) === value);
}

/** Arithmetic modulo a prime is exact where fractions would round; the products stay under 2^53. */
const PRIME = 67_108_859;

function distinctRows(rows: readonly number[][]): number[][] {
  return [...new Map(rows.filter((row) => row.some((factor) => factor !== 0)).map((row) => [row.join(), row])).values()];
}

/** Gauss and Jordan: the reduced rows of a system. Changes `rows`. */
function reduced(rows: number[][]): readonly number[][] {
  let rank = 0;
  const width = rows[0]?.length ?? 0;
  for (let column = 0; column < width && rank < rows.length; column++) {
    const pivot = rows.findIndex((row, at) => at >= rank && row[column] !== 0);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const scale = inverse(rows[rank]![column]!);
    rows[rank] = rows[rank]!.map((factor) => (factor * scale) % PRIME);
    rows.forEach((row, at) => {
      const factor = row[column]!;
      if (at === rank || factor === 0) return;
      rows[at] = row.map((value, index) => (value + (PRIME - factor) * rows[rank]![index]!) % PRIME);
    });
    rank++;
  }
  return rows.slice(0, rank);
}

/** By Fermat: a^(p-2). */
function inverse(value: number): number {
  let result = 1;
  let base = value;
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
