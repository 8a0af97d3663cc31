/**
 * What an attacker can add up: sets of counts whose sum he knows. He is taken to know the sum of the rows of every
 * list and of the aliases of every field, for a total is one more request away, and every sum that holds by the numbers.
 */
import type { Cell, Step } from './suppress-cells.ts';

/** A known sum. `parts` add up to something known, or to `total` where that is itself a count of the answer. */
export interface Sum {
  readonly parts: readonly number[];
  readonly total?: number;
  /** True where any two parts may be one set inside another, so that their difference is a count too. */
  readonly nested: boolean;
}

/** Labels of one list beyond this are not combined; rows are then treated as if they could not be told apart. */
const MOST_LABELS = 4;
/** Counts of one object beyond this are not searched for sums; they are shown or hidden together. */
const MOST_SIBLINGS = 8;

interface Group {
  readonly parts: number[];
  /** Which step of the parts runs over all of its positions. */
  readonly free: number;
  /** Labels that all parts share. */
  readonly fixed: Step['labels'];
}

/** Sums of rows and of aliases: everything but one step fixed. Numbers are positions in `cells`. */
export function tablesOf(cells: readonly Cell[]): readonly Sum[] {
  const groups = new Map<string, Group>();
  cells.forEach((cell, index) => {
    cell.steps.forEach((step, free) => {
      const others = cell.steps.map((other, at) => (at === free ? '' : identityOf(other)));
      for (const fixed of marginsOf(step)) {
        const key = JSON.stringify([cell.pattern, free, others, fixed]);
        const group = groups.get(key) ?? { parts: [], free, fixed };
        group.parts.push(index);
        groups.set(key, group);
      }
    });
  });
  return withTotals([...groups.values()], cells);
}

/** Lists whose rows cannot be told apart: a sum may run over any of them, so they are hidden together or not at all. */
export function opaqueSets(cells: readonly Cell[]): readonly (readonly number[])[] {
  const sets = new Map<string, number[]>();
  cells.forEach(({ path, steps, pattern }, index) => {
    const at = steps.findIndex((step) => step.opaque || step.labels.length > MOST_LABELS);
    if (at < 0) return;
    const key = JSON.stringify([pattern, steps.slice(0, at).map((step) => step.position), path.at(-1)]);
    sets.set(key, [...(sets.get(key) ?? []), index]);
  });
  return [...sets.values()];
}

/** Sums among the counts of one object, found by the numbers: covered + not covered = total. */
export function sumsWithinObjects(cells: readonly Cell[]): { readonly sums: readonly Sum[]; readonly crowded: readonly (readonly number[])[] } {
  const objects = [...Map.groupBy(cells.keys(), (index) => cells[index]!.holder).values()];
  const crowded = objects.filter((members) => members.length > MOST_SIBLINGS);
  const sums = objects.filter((members) => members.length > 2 && members.length <= MOST_SIBLINGS).flatMap((members) => subsetSums(members, cells));
  return { sums, crowded };
}

function subsetSums(members: readonly number[], cells: readonly Cell[]): Sum[] {
  return members.flatMap((total) => {
    const rest = members.filter((member) => member !== total);
    const found: Sum[] = [];
    for (let bits = 1; bits < 1 << rest.length; bits++) {
      const parts = rest.filter((_, at) => bits & (1 << at));
      if (parts.length > 1 && sumOf(parts, cells) === cells[total]!.value) found.push({ parts, total, nested: false });
    }
    return found;
  });
}

/** A row is known by its labels where it has any, so that columns line up whatever order the rows came in. */
function identityOf(step: Step): string {
  return step.labels.length > 0 ? JSON.stringify(step.labels) : String(step.position);
}

/** Every proper choice of labels held fast: of rows by occupation and band, none, one occupation's and one band's. */
function marginsOf({ labels }: Step): readonly Step['labels'][] {
  if (labels.length > MOST_LABELS) return [[]];
  const margins: Step['labels'][] = [];
  for (let bits = 0; bits < Math.max(1, (1 << labels.length) - 1); bits++) margins.push(labels.filter((_, at) => bits & (1 << at)));
  return margins;
}

/** A sum that stands in the answer itself is found by its value, among the counts that can be the total of these parts. */
function withTotals(groups: readonly Group[], cells: readonly Cell[]): Sum[] {
  const byValue = Map.groupBy(cells.keys(), (index) => cells[index]!.value);
  return groups.flatMap((group): Sum[] => {
    const { parts, free } = group;
    const first = cells[parts[0]!]!;
    const totals = (byValue.get(sumOf(parts, cells)) ?? []).filter((index) => !parts.includes(index) && canTotal(cells[index]!, first, group));
    const nested = first.steps[free]!.kind === 'alias';
    return [...(parts.length > 1 ? [{ parts, nested }] : []), ...totals.map((total) => ({ parts, total, nested: false }))];
  });
}

/** A total stands above its parts: in the same rows as they where they share lists, and under none of the labels they run over. */
function canTotal({ steps }: Cell, part: Cell, { free, fixed }: Group): boolean {
  const over = part.steps[free]!;
  const above = new Map([...part.steps.filter((step) => step !== over).flatMap((step) => step.labels), ...fixed]);
  return steps.every((step) => {
    if (step.at === over.at) return false;
    const shared = part.steps.find((other) => other.at === step.at);
    if (shared !== undefined) return identityOf(shared) === identityOf(step);
    return step.labels.every(([name, value]) => (above.has(name) ? above.get(name) === value : !over.labels.some(([other]) => other === name)));
  });
}

export function sumOf(parts: readonly number[], cells: readonly Cell[]): number {
  return parts.reduce((sum, part) => sum + cells[part]!.value, 0);
}
