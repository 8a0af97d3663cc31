/**
 * What somebody can ask about one source of counts, in one form for all sources: published cells as sets of kinds of people, how the
 * cells add up, and which lie within which. Two cells of the same set are one: the same people give the same number.
 */

/** A published cell: who is counted in it. */
export interface Cell {
  /** Every way to ask for it; the first is the one it is called by. */
  readonly names: readonly string[];
  /** Kinds of people that are counted, in rising order. */
  readonly kinds: readonly number[];
}

/** Cells that nobody is in two of, and the cell of them all. */
interface Sum {
  readonly whole: number;
  readonly parts: readonly number[];
  /** Not everybody of the whole need be in one of the parts. */
  readonly partial: boolean;
}

export interface Tables {
  /** Kinds of people that no table tells further apart, by name. */
  readonly kinds: readonly string[];
  readonly cells: readonly Cell[];
  readonly sums: readonly Sum[];
  /** Pairs of which the first lies in the second with no published cell between them. */
  readonly nested: readonly (readonly [inner: number, outer: number])[];
  /** Cell by each of its names; absent where nobody can be in it, as everybody knows. */
  readonly named: ReadonlyMap<string, number>;
}

/** A cell by name and who is in it. */
export interface Asked {
  readonly name: string;
  readonly counts: (kind: string) => boolean;
}

/** By names. */
export interface NamedSum {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly partial?: boolean;
}

export function tablesOf(kinds: readonly string[], asked: readonly Asked[], sums: readonly NamedSum[]): Tables {
  const bySet = new Map<string, { names: string[]; kinds: number[] }>();
  for (const { name, counts } of asked) {
    const some = kinds.flatMap((kind, at) => (counts(kind) ? [at] : []));
    if (some.length === 0) continue;
    const set = some.join(' ');
    const same = bySet.get(set);
    if (same === undefined) bySet.set(set, { names: [name], kinds: some });
    else same.names.push(name);
  }
  const cells = [...bySet.values()];
  const named = new Map(cells.flatMap(({ names }, at) => names.map((name) => [name, at] as const)));
  return { kinds, cells, sums: distinct(sums, named), nested: nestedOf(cells), named };
}

function distinct(sums: readonly NamedSum[], named: ReadonlyMap<string, number>): Sum[] {
  const found = new Map<string, Sum>();
  for (const { whole: name, parts: names, partial = false } of sums) {
    const whole = named.get(name);
    const parts = names.flatMap((part) => named.get(part) ?? []);
    if (whole === undefined || parts.length === 0 || (parts.length === 1 && parts[0] === whole)) continue;
    found.set(`${whole} ${parts.toSorted((a, b) => a - b).join(' ')}`, { whole, parts, partial });
  }
  return [...found.values()];
}

function nestedOf(cells: readonly Cell[]): [number, number][] {
  const sets = cells.map(({ kinds }) => new Set(kinds));
  const bySize = cells.map((_, at) => at).sort((a, b) => cells[b]!.kinds.length - cells[a]!.kinds.length);
  const within = (inner: number, outer: number): boolean =>
    cells[inner]!.kinds.length < cells[outer]!.kinds.length &&
    cells[inner]!.kinds.every((kind) => sets[outer]!.has(kind));
  return cells.flatMap((_, outer) => {
    const kept: number[] = [];
    for (const inner of bySize) {
      if (within(inner, outer) && !kept.some((between) => within(inner, between))) kept.push(inner);
    }
    return kept.map((inner): [number, number] => [inner, outer]);
  });
}

/** What is told of one area (or agency) and what is true there. */
export interface Told {
  readonly area: string;
  /** Published numbers by cell; undefined where none is. */
  readonly shown: readonly (number | undefined)[];
  /** Numbers that are published exactly, by cell. */
  readonly exact: ReadonlyMap<number, number>;
  /** What else follows from what is published, of the kinds' counts. */
  readonly facts: readonly Fact[];
  /** True counts by kind: for the check of what the attacker finds, never for the attack. */
  readonly truth: readonly number[];
}

/** low <= sum of factor x count <= high */
export interface Fact {
  readonly factors: ReadonlyMap<number, number>;
  readonly low: number;
  readonly high: number;
}

/** One month of one source. */
export interface MonthTold {
  readonly month: string;
  readonly tables: Tables;
  readonly areas: ReadonlyMap<string, Told>;
  /** Areas that an area is made of; nobody is in two. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** Names of cells of everybody on the roster, whom nobody is taken off again; and how many they are in all where that is exact. */
  readonly roster: readonly string[];
  readonly onRoster: number;
}

export const trueCount = ({ kinds }: Cell, { truth }: Told): number =>
  kinds.reduce((sum, kind) => sum + truth[kind]!, 0);

/** @returns the numbers by cell; the same people must have the same number, and nobody is zero @throws Error where not */
export function numbersByCell({ cells, named }: Tables, told: ReadonlyMap<string, number>): (number | undefined)[] {
  const shown = cells.map((): number | undefined => undefined);
  for (const [name, number] of told) {
    const cell = named.get(name);
    if (cell === undefined && number !== 0) throw new Error(`nobody can be in ${name}, yet ${number} is published`);
    if (cell === undefined) continue;
    if (shown[cell] !== undefined && shown[cell] !== number)
      throw new Error(`${name}: ${number} and ${shown[cell]} of the same people`);
    shown[cell] = number;
  }
  return shown;
}
