/**
 * Which counts of an answer may be one and the same number, asked twice: under two aliases, by two fields, of two subgraphs.
 * They are hidden together.
 */
import type { Cell, Step } from './suppress-cells.ts';

/** Above this many counts of one value in several places, all of them are taken to be one. */
const MOST_COMPARED = 64;

export interface Figures {
  /** Cell -> figure: equal where cells may show the same count. */
  readonly possible: readonly number[];
  /** The same, but for counts that stand beside each other only where they are equal everywhere: an attacker knows that they are. */
  readonly known: readonly number[];
}

export function figuresOf(cells: readonly Cell[]): Figures {
  const places = [...Map.groupBy(cells.keys(), (index) => `${cells[index]!.coordinate} ${cells[index]!.value}`).values()].filter((group) => group.length > 1);
  const beside = [...Map.groupBy(cells.keys(), (index) => rowOf(cells[index]!)).values()].filter((group) => group.length > 1);
  const differ = new Set(beside.flatMap((group) => pairsOf(group).filter(([a, b]) => cells[a]!.value !== cells[b]!.value).map((pair) => nameOf(pair, cells))));
  const known = new Groups(cells.length);
  for (const group of places) joinPlaces(group, cells, known);
  const possible = known.copy();
  for (const [a, b] of beside.flatMap(pairsOf)) {
    if (cells[a]!.value !== cells[b]!.value) continue;
    possible.join(a, b);
    if (!differ.has(nameOf([a, b], cells))) known.join(a, b);
  }
  return { possible: possible.all(), known: known.all() };
}

/** Counts with no list between them: of one object, or of objects that hang together. */
function rowOf({ path }: Cell): string {
  return path.slice(0, path.findLastIndex((key) => typeof key === 'number') + 1).join('\n');
}

function pairsOf(group: readonly number[]): readonly (readonly [number, number])[] {
  return group.flatMap((a, at) => group.slice(at + 1).map((b) => [a, b] as const));
}

function nameOf([a, b]: readonly [number, number], cells: readonly Cell[]): string {
  return `${placeOf(cells[a]!)}\n\n${placeOf(cells[b]!)}`;
}

/** Rows of one list are different people; those of two lists, by alias or field, the same ones when their labels agree. */
function joinPlaces(group: readonly number[], cells: readonly Cell[], groups: Groups): void {
  const places = [...Map.groupBy(group, (index) => placeOf(cells[index]!)).values()];
  const all = places.length > 1 && group.length > MOST_COMPARED;
  places.forEach((place, at) => {
    for (const other of places.slice(at + 1).flat()) for (const index of place) if (all || mayBeSame(cells[index]!, cells[other]!)) groups.join(index, other);
  });
}

/** The way to a cell, whatever rows it goes through. */
function placeOf({ path }: Cell): string {
  return path.map((key) => (typeof key === 'number' ? '' : key)).join('\n');
}

function mayBeSame(a: Cell, b: Cell): boolean {
  const at = a.path.findIndex((key, index) => key !== b.path[index]);
  if (typeof a.path[at] !== 'string' && typeof b.path[at] !== 'string') return false;
  const below = ({ path, steps }: Cell): readonly Step[] => steps.slice(-Math.max(1, path.slice(at).filter((key) => typeof key === 'number').length));
  const labels = new Map(below(a).flatMap((step) => step.labels));
  return below(b).flatMap((step) => step.labels).every(([name, value]) => !labels.has(name) || labels.get(name) === value);
}

class Groups {
  readonly #parents: number[];

  constructor(size: number | readonly number[]) {
    this.#parents = typeof size === 'number' ? Array.from({ length: size }, (_, index) => index) : [...size];
  }

  copy(): Groups {
    return new Groups(this.#parents);
  }

  join(a: number, b: number): void {
    this.#parents[this.#root(a)] = this.#root(b);
  }

  all(): readonly number[] {
    return this.#parents.map((_, index) => this.#root(index));
  }

  #root(index: number): number {
    const parents = this.#parents;
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  }
}
