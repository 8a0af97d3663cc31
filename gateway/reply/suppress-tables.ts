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
  const marginsOf = marginsOnce();
  for (const [index, { pattern, steps }] of cells.entries()) {
    if (turns.over) await turns.next();
    steps.forEach((step, free) => {
      const others = steps.map(({ identity }, at) => (at === free ? '' : identity)).join('\n');
      for (const { fixed, key: margin } of marginsOf(step)) {
        const key = `${pattern}\n${free}\n${others}\n${margin}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { parts: [index], free, fixed });
        else group.parts.push(index);
      }
    });
  }
  return withTotals(groups.values(), cells, turns);
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
 * Sums among aliases: filters may cut a set into two or three others. What the filters mean is not known here, so sums are
 * found by the numbers, and some hold by chance.
 */
export function sumsOfAliases(tables: readonly Sum[], cells: readonly Cell[]): readonly Sum[] {
  return tables.filter(({ nested, parts }) => nested && parts.length > 2 && parts.length <= MOST_ALIASES).flatMap(({ parts }) => {
    const byValue = Map.groupBy(parts, (part) => cells[part]!.value);
    const pairs = parts.flatMap((a, at) => parts.slice(at + 1).map((b) => [a, b]));
    const triples = pairs.flatMap((pair) => parts.slice(parts.indexOf(pair[1]!) + 1).map((c) => [...pair, c]));
    return [...pairs, ...triples].flatMap((some) => (byValue.get(sumOf(some, cells)) ?? [])
      .filter((total) => !some.includes(total)).map((total): Sum => ({ parts: some, total, nested: false, totals: [], whole: false })));
  });
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
