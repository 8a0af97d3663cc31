/**
 * The feasibility interval of each cell by itself and by sums: a published number leaves the counts whose row of the p-table can give
 * it; then areas add up, tables add up, so do the cell keys of two parts where they are not scattered, cells lie within others, and nobody is taken off the roster.
 * Bounds are passed along all of these, over all areas and months, until nothing moves.
 */
import type { PTable } from '../../../../subgraphs/counts/ptable.ts';
import { keysBy, meeting, type KeysOf } from './cell-keys.ts';
import type { MonthTold, Told } from './tables.ts';

/** Least and greatest count of each cell of one area. */
export interface Bounds {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

export interface MonthKnown {
  readonly told: MonthTold;
  readonly bounds: ReadonlyMap<string, Bounds>;
}

const NO_BOUND = 1_000_000;
const KEYS = 2 ** 32;

/** @returns the least and the greatest true count that can be published as a number */
type IntervalOf = (shown: number) => readonly [number, number];

/** What no key of 32 bits gives cannot be, whatever probability the table has for it. */
function intervalsBy({ parameters: { maximumNoise }, rows }: PTable): IntervalOf {
  const last = rows.length - 1;
  const possible = rows.map(({ noise, probabilities }) => {
    let sum = 0;
    return new Set(noise.filter((_, at) => Math.ceil(sum * KEYS) < (sum += probabilities[at]!) * KEYS));
  });
  return (shown) => {
    const counts = Array.from({ length: 2 * maximumNoise + 1 }, (_, at) => shown - maximumNoise + at);
    const fit = counts.filter((count) => count >= 0 && possible[Math.min(count, last)]!.has(shown - count));
    return [fit[0]!, fit.at(-1)!];
  };
}

/**
 * @param keysAddUp whether numbers are looked up by cell keys that add up as counts do
 * @throws Error when nothing fits: the attacker would believe something that is not so
 */
export function know(months: readonly MonthTold[], ptable: PTable, keysAddUp = false): MonthKnown[] {
  const [intervalOf, keysOf] = [intervalsBy(ptable), keysAddUp ? keysBy(ptable) : undefined];
  const known = months.map((told): MonthKnown => ({
    told,
    bounds: new Map([...told.areas].map(([area, some]) => [area, ownBounds(told, some, intervalOf)])),
  }));
  for (let moved = true; moved;) {
    moved = false;
    for (const month of known) moved = withinMonth(month, keysOf) || moved;
    for (const [at, month] of known.entries()) if (at > 0) moved = alongRoster(known[at - 1]!, month) || moved;
  }
  return known;
}

function ownBounds({ tables }: MonthTold, { shown, exact }: Told, intervalOf: IntervalOf): Bounds {
  const own = tables.cells.map((_, cell) => {
    const [low, high] = shown[cell] === undefined ? ([0, NO_BOUND] as const) : intervalOf(shown[cell]);
    return exact.has(cell) ? ([exact.get(cell)!, exact.get(cell)!] as const) : ([low, high] as const);
  });
  return { low: Int32Array.from(own, ([low]) => low), high: Int32Array.from(own, ([, high]) => high) };
}

/** @returns whether anything moved */
function withinMonth({ told: { tables, areas, parts }, bounds }: MonthKnown, keysOf: KeysOf | undefined): boolean {
  let moved = false;
  for (const [area, one] of bounds) {
    const { shown } = areas.get(area)!;
    for (const { whole, parts: cells, partial } of tables.sums) {
      moved =
        addUp(
          cells.map((cell) => [one, cell]),
          [one, whole],
          partial,
        ) || moved;
      if (keysOf !== undefined && !partial) moved = addKeys(keysOf, one, shown, cells, whole) || moved;
    }
    for (const [inner, outer] of tables.nested)
      moved = inside([one, inner], [one, outer], differ(shown[inner], shown[outer])) || moved;
  }
  for (const [area, some] of parts) {
    const whole = bounds.get(area)!;
    for (const cell of tables.cells.keys()) {
      moved =
        addUp(
          some.map((part) => [bounds.get(part)!, cell]),
          [whole, cell],
          false,
        ) || moved;
      for (const part of some)
        moved =
          inside(
            [bounds.get(part)!, cell],
            [whole, cell],
            differ(areas.get(part)!.shown[cell], areas.get(area)!.shown[cell]),
          ) || moved;
    }
  }
  return moved;
}

/** Other numbers, other people. @returns how many people are at least in the outer set and not in the inner */
const differ = (inner: number | undefined, outer: number | undefined): number =>
  inner !== undefined && outer !== undefined && inner !== outer ? 1 : 0;

/** Who was on the roster is on it a month later; where it has not grown at all, everybody is the same. */
function alongRoster(before: MonthKnown, after: MonthKnown): boolean {
  const isSame = before.told.onRoster === after.told.onRoster;
  let moved = false;
  for (const name of after.told.roster) {
    const [from, to] = [before.told.tables.named.get(name), after.told.tables.named.get(name)];
    if (from === undefined || to === undefined) continue;
    for (const [area, bounds] of before.bounds) {
      const later = after.bounds.get(area);
      if (later === undefined) continue;
      const more = differ(before.told.areas.get(area)!.shown[from], after.told.areas.get(area)!.shown[to]);
      moved = inside([bounds, from], [later, to], more) || moved;
      if (isSame) moved = inside([later, to], [bounds, from], 0) || moved;
    }
  }
  return moved;
}

type Place = readonly [Bounds, number];

function addUp(parts: readonly Place[], whole: Place, partial: boolean): boolean {
  let [low, high] = [0, 0];
  for (const [bounds, cell] of parts) [low, high] = [low + bounds.low[cell]!, high + bounds.high[cell]!];
  const [most, least] = [whole[0].high[whole[1]]!, whole[0].low[whole[1]]!];
  let moved = atLeast(whole, low);
  if (!partial) moved = atMost(whole, high) || moved;
  for (const part of parts) {
    const [bounds, cell] = part;
    const [others, othersMost] = [low - bounds.low[cell]!, high - bounds.high[cell]!];
    moved = atMost(part, most - others) || moved;
    if (!partial) moved = atLeast(part, least - othersMost) || moved;
    [low, high] = [others + bounds.low[cell]!, othersMost + bounds.high[cell]!];
  }
  return moved;
}

/** Parts that can only be of nobody add nothing; where two are left, their keys add up to the whole's. */
function addKeys(
  keysOf: KeysOf,
  bounds: Bounds,
  shown: Told['shown'],
  parts: readonly number[],
  whole: number,
): boolean {
  const some = parts.filter((cell) => bounds.high[cell]! > 0);
  const cells = [...some, whole];
  if (some.length !== 2 || cells.some((cell) => shown[cell] === undefined)) return false;
  const [one, other, all] = cells.map((cell) => ({
    shown: shown[cell]!,
    low: bounds.low[cell]!,
    high: bounds.high[cell]!,
  }));
  const left = meeting(keysOf, one!, other!, all!);
  if (left === undefined) throw new Error(`no keys fit cell ${whole}`);
  return cells.reduce((moved, cell, at) => {
    const raised = atLeast([bounds, cell], left[at]!.low);
    return atMost([bounds, cell], left[at]!.high) || raised || moved;
  }, false);
}

function inside(inner: Place, outer: Place, more: number): boolean {
  const raised = atLeast(outer, inner[0].low[inner[1]]! + more);
  return atMost(inner, outer[0].high[outer[1]]! - more) || raised;
}

function atLeast(place: Place, count: number): boolean {
  const [{ low }, cell] = place;
  if (count <= low[cell]!) return false;
  low[cell] = count;
  return fits(place);
}

function atMost(place: Place, count: number): boolean {
  const [{ high }, cell] = place;
  if (count >= high[cell]!) return false;
  high[cell] = count;
  return fits(place);
}

function fits([{ low, high }, cell]: Place): true {
  if (low[cell]! > high[cell]!)
    throw new Error(`nothing fits cell ${cell}: at least ${low[cell]}, at most ${high[cell]}`);
  return true;
}
