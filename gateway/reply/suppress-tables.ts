/**
 * What an attacker can add up: sets of counts whose sum he knows. He is taken to know the sum of the rows of every
 * list and of the aliases of every field, for a total is one more request away, and every sum that holds by the numbers.
 */
import type { Turns } from '../../base/turns.ts';
import type { Cell, Step } from './suppress-cells.ts';

/** A known sum. `parts` add up to something known, or to `total` where that is itself a count of the answer. */
export interface Sum {
  readonly parts: readonly number[];
  readonly total?: number;
  /** True where any two parts may be one set inside another, so that their difference is a count too. */
  readonly nested: boolean;
  /** Counts of the answer that are this very sum, where it has no `total` of its own. */
  readonly totals: readonly number[];
  /** True where nothing is held fast: the sum may be one of the totals that everybody sees exactly. */
  readonly whole: boolean;
}

/** Labels of one list beyond this are not combined; rows are then treated as if they could not be told apart. */
const MOST_LABELS = 4;
/** Counts of one object beyond this are not searched for sums; they are shown or hidden together. */
const MOST_SIBLINGS = 8;

/** Rows of one list beyond this are not searched for those that follow each other. */
const MOST_ROWS = 200;
/** Aliases of one field beyond this are not searched for every sum, but for those of two and three. */
const MOST_SOUGHT = 12;
/** Aliases of one field beyond this are not searched for sums. */
const MOST_ALIASES = 40;

interface Group {
  readonly parts: number[];
  /** Which step of the parts runs over all of its positions. */
  readonly free: number;
  /** Labels that all parts share. */
  readonly fixed: Step['labels'];
}

interface Margin {
  readonly fixed: Step['labels'];
  readonly key: string;
}

/** Sums of rows and of aliases: everything but one step fixed. Numbers are positions in `cells`. */
export async function tablesOf(cells: readonly Cell[], turns: Turns): Promise<readonly Sum[]> {
  const groups = new Map<string, Group>();
  const idOf = numbered();
  const linesOf = linesOnce(idOf);
  for (const [index, { pattern, steps }] of cells.entries()) {
    if (turns.over) await turns.next();
    for (const { free, fixed, key } of linesOf(steps)) {
      const name = `${idOf(pattern)} ${key}`;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { parts: [index], free, fixed });
      else group.parts.push(index);
    }
  }
  return withTotals(groups.values(), cells, turns);
}

/** One of the sums a cell stands in: over all positions of one step, and over all its labels but those held fast. */
interface Line {
  readonly free: number;
  readonly fixed: Step['labels'];
  /** Equal for cells of one pattern that stand in the same sum. */
  readonly key: string;
}

/** Counts beside each other share their steps. */
function linesOnce(idOf: (text: string) => number): (steps: readonly Step[]) => readonly Line[] {
  const known = new Map<readonly Step[], readonly Line[]>();
  const marginsOf = marginsOnce();
  return (steps) => {
    let lines = known.get(steps);
    if (lines === undefined) {
      const ids = steps.map(({ identity }) => idOf(identity));
      lines = steps.flatMap((step, free) => marginsOf(step).map(({ fixed, key }) => ({ free, fixed, key: `${free} ${ids.with(free, -1).join(' ')} ${idOf(key)}` })));
      known.set(steps, lines);
    }
    return lines;
  };
}

/** Numbers in the place of texts, which are long and many. */
function numbered(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size));
    return number;
  };
}

/** Lists whose rows cannot be told apart: a sum may run over any of them, so they are hidden together or not at all. */
export function opaqueSets(cells: readonly Cell[]): readonly (readonly number[])[] {
  const sets = new Map<string, number[]>();
  cells.forEach(({ path, steps, pattern }, index) => {
    const at = steps.findIndex((step) => step.opaque || step.labels.length > MOST_LABELS);
    if (at < 0) return;
    const key = JSON.stringify([pattern, steps.slice(0, at).map((step) => step.position), path.at(-1)]);
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [index]);
    else set.push(index);
  });
  return [...sets.values()];
}

/** Counts that stand beside each other. */
export function objectsOf(cells: readonly Cell[]): readonly (readonly number[])[] {
  return [...Map.groupBy(cells.keys(), (index) => cells[index]!.holder).values()].filter((members) => members.length > 1);
}

/** Sums among the counts of one object, found by the numbers: covered + not covered = total. */
export async function sumsWithinObjects(objects: readonly (readonly number[])[], cells: readonly Cell[], turns: Turns): Promise<{ readonly sums: readonly Sum[]; readonly crowded: readonly (readonly number[])[] }> {
  const crowded = objects.filter((members) => members.length > MOST_SIBLINGS);
  const sums: Sum[] = [];
  for (const members of objects) {
    if (turns.over) await turns.next();
    if (members.length > 2 && members.length <= MOST_SIBLINGS) sums.push(...subsetSums(members, cells));
  }
  return { sums, crowded };
}

function subsetSums(members: readonly number[], cells: readonly Cell[]): Sum[] {
  return members.flatMap((total) => {
    const rest = members.filter((member) => member !== total);
    const found: Sum[] = [];
    for (let bits = 1; bits < 1 << rest.length; bits++) {
      const parts = rest.filter((_, at) => bits & (1 << at));
      if (parts.length > 1 && sumOf(parts, cells) === cells[total]!.value) found.push({ parts, total, nested: false, totals: [], whole: false });
    }
    return found;
  });
}

/**
 * Sums among aliases: filters may cut a set into others, and another field may count what some aliases of this one do together. What
 * the filters mean is not known here, so sums are found by the numbers, and some hold by chance.
 */
export async function sumsOfAliases(tables: readonly Sum[], cells: readonly Cell[], turns: Turns): Promise<readonly Sum[]> {
  const alike = Map.groupBy(cells.keys(), (index) => likenessOf(cells[index]!));
  const sums: Sum[] = [];
  for (const { nested, parts } of tables) {
    if (!nested || parts.length > MOST_ALIASES) continue;
    if (turns.over) await turns.next();
    const totals = Map.groupBy(alike.get(likenessOf(cells[parts[0]!]!))!, (index) => cells[index]!.value);
    sums.push(...sumsAmong(parts, totals, cells, parts.length <= MOST_SOUGHT ? parts.length : 3));
  }
  return sums;
}

/** @param most parts of one sum */
function sumsAmong(parts: readonly number[], totals: ReadonlyMap<number, readonly number[]>, cells: readonly Cell[], most: number): readonly Sum[] {
  const sums: Sum[] = [];
  const largest = Math.max(...[...totals.keys()].filter((value) => !Number.isNaN(value)));
  const add = (from: number, chosen: readonly number[], sum: number): void => {
    if (chosen.length > 1) for (const total of totals.get(sum) ?? []) if (!chosen.includes(total)) sums.push({ parts: chosen, total, nested: false, totals: [], whole: false });
    if (chosen.length === most) return;
    for (let at = from; at < parts.length; at++) {
      const next = sum + cells[parts[at]!]!.value;
      if (next <= largest) add(at + 1, [...chosen, parts[at]!], next);
    }
  };
  add(0, [], 0);
  return sums;
}

/**
 * Sums of rows that follow each other: a list of villages in the order of their codes has those of a district together, and
 * another list may have the district. Found by the numbers as well.
 */
export async function sumsOfRuns(tables: readonly Sum[], cells: readonly Cell[], turns: Turns): Promise<readonly Sum[]> {
  const alike = Map.groupBy(cells.keys(), (index) => likenessOf(cells[index]!, isTold));
  const sums: Sum[] = [];
  for (const { nested, parts, total } of tables) {
    if (nested || total !== undefined || parts.length < 3 || parts.length > MOST_ROWS) continue;
    if (turns.over) await turns.next();
    const others = alike.get(likenessOf(cells[parts[0]!]!, isTold))!.filter((index) => cells[index]!.pattern !== cells[parts[0]!]!.pattern);
    if (others.length > 0) sums.push(...runsAmong(parts, Map.groupBy(others, (index) => cells[index]!.value), cells));
  }
  return sums;
}

/** Rows without labels are areas, which stand in other lists at other places. */
const isTold = ({ kind, labels }: Step): boolean => kind === 'row' && labels.length > 0;

function runsAmong(parts: readonly number[], totals: ReadonlyMap<number, readonly number[]>, cells: readonly Cell[]): readonly Sum[] {
  const sums: Sum[] = [];
  for (let from = 0; from < parts.length; from++) {
    let sum = cells[parts[from]!]!.value;
    for (let to = from + 1; to < parts.length; to++) {
      sum += cells[parts[to]!]!.value;
      // The whole list is a table's own sum.
      if (to - from + 1 < parts.length) for (const total of totals.get(sum) ?? []) sums.push({ parts: parts.slice(from, to + 1), total, nested: false, totals: [], whole: false });
    }
  }
  return sums;
}

/** The same for counts of one name in rows of one kind, by whatever fields and aliases they are reached. */
function likenessOf({ coordinate, steps }: Cell, rows: (step: Step) => boolean = ({ kind }) => kind === 'row'): string {
  return JSON.stringify([coordinate.split('.')[1], ...steps.filter(rows).map(({ identity }) => identity)]);
}

/** Every proper choice of labels held fast: of rows by occupation and band, none, one occupation's and one band's. */
function marginsOnce(): (step: Step) => readonly Margin[] {
  const known = new Map<Step, readonly Margin[]>();
  return (step) => {
    let margins = known.get(step);
    if (margins === undefined) known.set(step, (margins = marginsOf(step)));
    return margins;
  };
}

function marginsOf({ labels }: Step): readonly Margin[] {
  if (labels.length > MOST_LABELS) return [{ fixed: [], key: '' }];
  const margins: Margin[] = [];
  for (let bits = 0; bits < Math.max(1, (1 << labels.length) - 1); bits++) {
    const fixed = labels.filter((_, at) => bits & (1 << at));
    margins.push({ fixed, key: JSON.stringify(fixed) });
  }
  return margins;
}

/** A sum that stands in the answer itself is found by its value, among the counts that can be the total of these parts. */
async function withTotals(groups: Iterable<Group>, cells: readonly Cell[], turns: Turns): Promise<Sum[]> {
  const byValue = Map.groupBy(cells.keys(), (index) => cells[index]!.value);
  const sums: Sum[] = [];
  for (const group of groups) {
    if (turns.over) await turns.next();
    const { parts, free, fixed } = group;
    const { steps } = cells[parts[0]!]!;
    const mayTotal = totalsOf(cells[parts[0]!]!, group);
    const totals = (byValue.get(sumOf(parts, cells)) ?? []).filter((index) => mayTotal(cells[index]!) && !parts.includes(index));
    const nested = steps[free]!.kind === 'alias';
    if (parts.length > 1) sums.push({ parts, nested, totals, whole: steps.length === 1 && fixed.length === 0 });
    for (const total of totals) sums.push({ parts, total, nested: false, totals: [], whole: false });
  }
  return sums;
}

/** A total stands above its parts: in the same rows as they where they share lists, and under none of the labels they run over. */
function totalsOf(part: Cell, { free, fixed }: Group): (cell: Cell) => boolean {
  const over = part.steps[free]!;
  const beside = part.steps.filter((step) => step !== over);
  const above = new Map([...beside.flatMap((step) => step.labels), ...fixed]);
  const below = new Set(over.labels.map(([name]) => name));
  return ({ steps }) =>
    steps.every((step) => {
      if (step.at === over.at) return false;
      const shared = beside.find((other) => other.at === step.at);
      if (shared !== undefined) return shared.identity === step.identity;
      return step.labels.every(([name, value]) => (above.has(name) ? above.get(name) === value : !below.has(name)));
    });
}

export function sumOf(parts: readonly number[], cells: readonly Cell[]): number {
  let sum = 0;
  for (const part of parts) sum += cells[part]!.value;
  return sum;
}
