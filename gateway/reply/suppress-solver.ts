/**
 * Chooses which counts to hide. First the small ones; then, until no sum gives a hidden one away, the smallest shown count
 * of a sum that does; then, until every hidden count is shown to have room (suppress-audit.ts), more around those that have
 * not. Each choice depends on the answer alone: what time it takes changes nothing in it.
 */
import type { Turns } from '../../base/turns.ts';
import { Audit } from './suppress-audit.ts';
import type { Cell } from './suppress-cells.ts';
import { figuresOf } from './suppress-figures.ts';
import { shownBounds, subsetsOf, type ShownAs } from './suppress-known.ts';
import { objectsOf, opaqueSets, sumOf, sumsOfAliases, sumsOfRuns, sumsWithinObjects, tablesOf, type Sum } from './suppress-tables.ts';

/** A count that has no room after this many more were hidden for it takes along all that shares a sum with it, each time it is asked. */
const MOST_COMPANY = 12;
/** More hidden counts than this that hang together by exact sums are not solved for: all that hangs together with them is hidden. */
const MOST_UNKNOWNS = 300;

/**
 * @param shownAs what the counts that are not hidden are shown as; undefined when as they are
 * @returns the positions of the cells to hide
 */
export async function hiddenCells(cells: readonly Cell[], shownAs: ShownAs | undefined, turns: Turns): Promise<ReadonlySet<number>> {
  const small = [...cells.keys()].filter((index) => !(cells[index]!.value >= cells[index]!.minimum)); // Also what is no number.
  if (small.length === 0 && !cells.some(({ steps }) => steps.some(({ kind }) => kind === 'alias'))) return new Set();
  const tables = await tablesOf(cells, turns);
  const given = [...small, ...nestedDifferences(tables, cells, shownAs, new Set(small))];
  if (given.length === 0) return new Set();
  const objects = objectsOf(cells);
  const { sums, crowded } = await sumsWithinObjects(objects, cells, turns);
  const figures = figuresOf(cells);
  if (turns.over) await turns.next();
  const added = [...tables, ...sums, ...(await sumsOfRuns(tables, cells, turns))];
  const choice = new Choice(cells, figures.possible, added, [...crowded, ...opaqueSets(cells)]);
  choice.hideAll(given);
  await choice.settle(turns);
  if (turns.over) await turns.next();
  const aliased = await sumsOfAliases(tables, cells, turns);
  const audit = new Audit({ cells, figures: figures.known, sums: [...added, ...aliased], subsets: subsetsOf(objects, tables, cells), shownAs }, choice.hidden);
  await choice.giveRoom(audit, shownAs === undefined, turns);
  return choice.hidden;
}

/**
 * Two aliases may count a set and the same set without one person: a difference under the minimum is a small count. Of
 * rounded ones it is known when what is shown leaves no more open.
 */
function nestedDifferences(tables: readonly Sum[], cells: readonly Cell[], shownAs: ShownAs | undefined, hidden: ReadonlySet<number>): readonly number[] {
  const found: number[] = [];
  for (const { parts } of tables.filter(({ nested }) => nested)) {
    const sorted = parts.filter((part) => !hidden.has(part)).sort((a, b) => cells[a]!.value - cells[b]!.value);
    for (let at = sorted.length - 1; at > 0; at--) {
      const [part, whole] = [cells[sorted[at - 1]!]!, cells[sorted[at]!]!];
      const least = part.value + shownBounds(part, shownAs).low;
      const most = whole.value + shownBounds(whole, shownAs).high;
      if (whole.value > part.value && most - least < whole.minimum) found.push(sorted[at - 1]!);
    }
  }
  return found;
}

class Choice {
  readonly hidden = new Set<number>();
  readonly #cells: readonly Cell[];
  readonly #sums: readonly Sum[];
  readonly #sumsOf: readonly (readonly number[])[];
  /** What is hidden with a cell: the same figure elsewhere, rows that cannot be told apart. */
  readonly #withCell: ReadonlyMap<number, readonly (readonly number[])[]>;
  /** Cell -> all that hang together with it by sums. */
  readonly #componentOf: readonly number[][];
  /** How many parts of each sum are hidden. */
  readonly #hiddenParts: number[];
  /** Sums that something was hidden in since they were settled. */
  #pending = new Set<number>();

  constructor(cells: readonly Cell[], figures: readonly number[], sums: readonly Sum[], together: readonly (readonly number[])[]) {
    this.#cells = cells;
    this.#sums = sums;
    const sumsOf = cells.map((): number[] => []);
    sums.forEach((sum, at) => {
      for (const member of membersOf(sum)) sumsOf[member]!.push(at);
    });
    this.#sumsOf = sumsOf;
    this.#componentOf = componentsOf(sums, sumsOf);
    const same = [...Map.groupBy(cells.keys(), (index) => figures[index]!).values()].filter((group) => group.length > 1);
    this.#withCell = setsOf([...same, ...together]);
    this.#hiddenParts = sums.map(() => 0);
  }

  hideAll(cells: readonly number[]): void {
    const more = [...cells];
    for (const index of more) {
      if (this.hidden.has(index)) continue;
      this.hidden.add(index);
      for (const at of this.#sumsOf[index]!) {
        this.#pending.add(at);
        if (this.#sums[at]!.total !== index) this.#hiddenParts[at]!++;
      }
      for (const set of this.#withCell.get(index) ?? []) more.push(...set);
    }
  }

  async settle(turns: Turns): Promise<void> {
    for (const at of this.#pending) {
      if (turns.over) await turns.next();
      this.#pending.delete(at);
      this.#settleOne(this.#sums[at]!, at);
    }
  }

  /** Hides more of one sum until what it leaves unknown is at least two counts and at least the minimum. */
  #settleOne(sum: Sum, at: number): void {
    for (;;) {
      const totalHidden = sum.total !== undefined && this.hidden.has(sum.total);
      const given = this.#hiddenParts[at] === 0 ? totalHidden : !totalHidden && !this.#safe(sum.parts.filter((part) => this.hidden.has(part)));
      if (!given) return;
      const more = this.#bestShown(sum.parts) ?? (totalHidden ? undefined : sum.total);
      if (more === undefined) return;
      this.hideAll([more]);
    }
  }

  #safe(parts: readonly number[]): boolean {
    if (parts.length < 2) return false;
    const sum = sumOf(parts, this.#cells);
    return Number.isNaN(sum) || sum >= Math.max(...parts.map((part) => this.#cells[part]!.minimum));
  }

  /** The shown count that helps most other sums which lack a second hidden one; of equals the smallest. */
  #bestShown(parts: readonly number[]): number | undefined {
    let best: number | undefined;
    let most = -1;
    for (const part of parts) {
      if (this.hidden.has(part)) continue;
      const helped = this.#helpedBy(part);
      if (helped > most || (helped === most && this.#cells[part]!.value < this.#cells[best!]!.value)) [best, most] = [part, helped];
    }
    return best;
  }

  #helpedBy(part: number): number {
    let helped = 0;
    for (const at of this.#sumsOf[part]!) if (this.#hiddenParts[at] === 1) helped++;
    return helped;
  }

  /** Hides more around each hidden count until it has room, or until everything that hangs together with it is hidden. */
  async giveRoom(audit: Audit, exact: boolean, turns: Turns): Promise<void> {
    if (exact) this.#hideCrowds();
    // What is hidden meanwhile is added to the set, and so comes up later.
    for (const index of this.hidden) {
      if (turns.over) await turns.next();
      if (!this.#isWhole(index) && !audit.exhausted) audit.protectsAtOnce(index);
    }
    for (const index of this.hidden) {
      for (let times = 0; !this.#isWhole(index) && !audit.protects(index); times++) {
        if (turns.over) await turns.next();
        this.hideAll(audit.exhausted ? [...this.#componentOf[index]!] : this.#companyOf(index, times >= MOST_COMPANY));
        await this.settle(turns);
      }
    }
  }

  /** True when nothing that hangs together with a count is shown. Forgets as it goes: what is hidden once stays hidden. */
  #isWhole(index: number): boolean {
    const together = this.#componentOf[index]!;
    while (together.length > 0 && this.hidden.has(together.at(-1)!)) together.pop();
    return together.length === 0;
  }

  /** Many hidden counts that hang together by exact sums would take too long to be solved for. */
  #hideCrowds(): void {
    for (const together of new Set(this.#componentOf)) {
      if (together.filter((each) => this.hidden.has(each)).length > MOST_UNKNOWNS) this.hideAll([...together]);
    }
  }

  /** What to hide for a count: of the nearest sums that show anything one count, or everything. */
  #companyOf(index: number, everything: boolean): readonly number[] {
    const near = new Set([index]);
    let from = [index];
    while (from.length > 0) {
      const sums = [...new Set(from.flatMap((each) => this.#sumsOf[each]!))].map((at) => membersOf(this.#sums[at]!));
      const shown = sums.map((members) => members.filter((member) => !this.hidden.has(member))).filter((members) => members.length > 0);
      if (shown.length > 0) return everything ? shown.flat() : [this.#bestShown(shown.reduce((a, b) => (b.length < a.length ? b : a)))!];
      from = [...new Set(sums.flat())].filter((member) => !near.has(member));
      for (const each of from) near.add(each);
    }
    return [];
  }
}

/** Cells that hang together by sums share one list. */
function componentsOf(sums: readonly Sum[], sumsOf: readonly (readonly number[])[]): readonly number[][] {
  const componentOf: number[][] = [];
  const added = new Set<number>();
  for (const start of sumsOf.keys()) {
    if (componentOf[start] !== undefined) continue;
    const component = [start];
    componentOf[start] = component;
    for (const index of component) {
      for (const at of sumsOf[index]!) {
        if (added.has(at)) continue;
        added.add(at);
        for (const member of membersOf(sums[at]!)) {
          if (componentOf[member] !== undefined) continue;
          componentOf[member] = component;
          component.push(member);
        }
      }
    }
  }
  return componentOf;
}

function setsOf(groups: readonly (readonly number[])[]): ReadonlyMap<number, readonly (readonly number[])[]> {
  const sets = new Map<number, (readonly number[])[]>();
  for (const group of groups) for (const member of group) sets.set(member, [...(sets.get(member) ?? []), group]);
  return sets;
}

function membersOf({ parts, total }: Sum): readonly number[] {
  return total === undefined ? parts : [...parts, total];
}
