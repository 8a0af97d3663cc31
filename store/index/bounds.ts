/** Which part of an index a filter needs: ranges of keys, and whether they are exactly what the filter matches. */
import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { TYPE_RANK, rankOf } from '../value/compare.ts';
import { EMPTY_ARRAY, valueKey } from '../value/key.ts';
import { isDocument, isNumeric, toNumber, type Value } from '../value/types.ts';
import { NAN_BYTE } from '../value/numeric-key.ts';
import type { MatchNode } from '../query/parse.ts';
import { prefixOf } from '../query/pattern.ts';
import type { KeyRange } from '../storage/view.ts';
import type { IndexInfo } from './spec.ts';

/** A place among the keys of one field: before all that begins with `key`, or after it. */
interface End {
  readonly key: Buffer;
  readonly after: boolean;
}

interface Interval {
  readonly low: End;
  readonly high: End;
  readonly point: boolean;
}

/** The ranges of an index that a filter needs. */
export interface Bounds {
  /** In order of keys. */
  readonly ranges: readonly KeyRange[];
  /** How many leading fields are bound to single values. */
  readonly equalities: number;
  /** How many leading fields are bounded at all. */
  readonly bounded: number;
  /** Whether every document in the ranges matches the filter, so that counting needs no documents. */
  readonly exact: boolean;
  /** Whether some leading field has more than one value: then the entries are not in the order of the fields after it. */
  readonly split: boolean;
}

type TestNode = Extract<MatchNode, { kind: 'test' }>;
interface FieldBounds {
  readonly ranges: readonly KeyRange[];
  /** Whether each range is of one value. */
  readonly isSingle: boolean;
  readonly used: readonly TestNode[];
  readonly exact: boolean;
}

const TOP = Buffer.of(0xff);
/** Combinations of values of the leading fields; with more of them the last field bounds by itself. */
const MOST_RANGES = 1000;
/** An `$in` of more values bounds no index: its ranges are made without a pause. A scan pauses for others. */
export const MOST_VALUES = 20_000;

/** The nodes of a filter that all must match. */
export function conjuncts(node: MatchNode): readonly MatchNode[] {
  return node.kind === 'and' ? node.children : [node];
}

/** The part of an index in which all matches of a filter lie. */
export function boundsOf(index: IndexInfo, filter: MatchNode): Bounds {
  const nodes = conjuncts(filter);
  const { single, last } = leadingBounds(index, nodes);
  const fields = last === undefined ? single : [...single, last];
  const prefixes = prefixesOf(single);
  const used = new Set<MatchNode>(fields.flatMap((field) => field.used));
  return {
    ranges: rangesOf(prefixes, last?.ranges),
    equalities: single.length,
    bounded: fields.length,
    exact:
      fields.every((field) => field.exact) && nodes.every((node) => used.has(node)) && !index.multikey.some(Boolean),
    split: prefixes.length > 1,
  };
}

/**
 * @returns `single`: the bounds of the leading fields that are bound to single values; `last`: those of the field after them, where the filter
 * bounds it otherwise
 */
function leadingBounds(
  index: IndexInfo,
  nodes: readonly MatchNode[],
): { single: readonly FieldBounds[]; last: FieldBounds | undefined } {
  const single: FieldBounds[] = [];
  let combinations = 1;
  let arrayUsed = false;
  for (let i = 0; i < index.fields.length; i += 1) {
    const usable = !(index.multikey[i] && arrayUsed);
    const found = usable ? fieldBounds(index, i, nodes) : undefined;
    if (found === undefined) break;
    combinations *= found.ranges.length;
    if (!found.isSingle || combinations > MOST_RANGES) return { single, last: found };
    single.push(found);
    arrayUsed ||= index.multikey[i]!;
  }
  return { single, last: undefined };
}

/** The beginnings of the keys: each combination of the values of fields that are bound to single values. */
function prefixesOf(single: readonly FieldBounds[]): Buffer[] {
  return single.reduce(
    (prefixes, { ranges }) => prefixes.flatMap((prefix) => ranges.map(({ low }) => Buffer.concat([prefix, low]))),
    [Buffer.alloc(0)],
  );
}

/** @param last the bounds of the field after the prefixes; without them a range is all keys with its prefix */
function rangesOf(prefixes: readonly Buffer[], last: readonly KeyRange[] | undefined): KeyRange[] {
  const ends = last ?? [{ low: Buffer.alloc(0), high: TOP }];
  const ranges = prefixes.flatMap((prefix) =>
    ends.map(({ low, high }) => ({ low: Buffer.concat([prefix, low]), high: Buffer.concat([prefix, high]) })),
  );
  return ranges.sort((a, b) => Buffer.compare(a.low, b.low));
}

function fieldBounds(index: IndexInfo, i: number, nodes: readonly MatchNode[]): FieldBounds | undefined {
  const { path, descending } = index.fields[i]!;
  const found: { node: TestNode; intervals: Interval[]; exact: boolean }[] = [];
  for (const node of nodes) {
    if (node.kind !== 'test' || node.path !== path) continue;
    const intervals = intervalsOf(node.operator, node.argument);
    if (intervals !== undefined) found.push({ node, ...intervals });
  }
  if (found.length === 0) return undefined;
  // One array may pass two tests with two elements, so only one of them may bound a multikey index.
  const usable = index.multikey[i]
    ? [found.find(({ intervals }) => intervals.every(({ point }) => point)) ?? found[0]!]
    : found;
  const intervals = usable.map((one) => joined(one.intervals)).reduce(intersect);
  return {
    ranges: intervals.map((interval) => bytesOf(interval, descending)),
    isSingle: intervals.every((interval) => interval.point),
    used: usable.map(({ node }) => node),
    exact: usable.every((one) => one.exact),
  };
}

/** Of two lists in their order, none of whose own intervals overlap; so is the result. */
function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [a, b] = [left[i]!, right[j]!];
    const low = compareEnds(a.low, b.low) >= 0 ? a.low : b.low;
    const endsFirst = compareEnds(a.high, b.high) <= 0;
    const high = endsFirst ? a.high : b.high;
    if (compareEnds(low, high) < 0) both.push({ low, high, point: a.point || b.point });
    if (endsFirst) i += 1;
    else j += 1;
  }
  return both;
}

/** Intervals that overlap are one: what lies in both would be read twice. */
function joined(intervals: readonly Interval[]): Interval[] {
  const whole: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => compareEnds(a.low, b.low))) {
    const last = whole.at(-1);
    if (last === undefined || compareEnds(last.high, next.low) <= 0) whole.push(next);
    else if (compareEnds(last.high, next.high) < 0)
      whole[whole.length - 1] = { ...last, high: next.high, point: false };
  }
  return whole;
}

/** As the bytes of `ascending` compare, without making them. */
function compareEnds(a: End, b: End): number {
  const order = Buffer.compare(a.key, b.key);
  if (order === 0) return Number(a.after) - Number(b.after);
  if (a.after && beginsWith(b.key, a.key)) return 1;
  return b.after && beginsWith(a.key, b.key) ? -1 : order;
}

const beginsWith = (key: Buffer, start: Buffer): boolean =>
  key.length > start.length && start.compare(key, 0, start.length) === 0;

/** No key has 0xff where another value may begin, so key + 0xff lies after all that begins with the key. */
function ascending({ key, after }: End): Buffer {
  return after ? Buffer.concat([key, TOP]) : key;
}

/** A descending field is stored inverted, which swaps the ends of its intervals. */
function bytesOf({ low, high }: Interval, descending: boolean): KeyRange {
  return descending ? { low: inverted(high), high: inverted(low) } : { low: ascending(low), high: ascending(high) };
}

/** After inversion "after all that begins with the key" is before it, and the other way round. */
function inverted({ key, after }: End): Buffer {
  const flipped = Buffer.from(key.map((byte) => ~byte));
  if (after) return flipped;
  let last = flipped.length - 1;
  while (last > 0 && flipped[last] === 0xff) last -= 1;
  flipped[last]! += 1;
  return flipped.subarray(0, last + 1);
}

function point(value: Value): Interval {
  const key = valueKey([value]);
  return { low: { key, after: false }, high: { key, after: true }, point: true };
}

function unique(intervals: readonly Interval[]): Interval[] {
  const byKey = new Map(
    intervals.map((interval) => [`${interval.low.key.toString('latin1')} ${interval.point}`, interval]),
  );
  return [...byKey.values()].sort((a, b) => compareEnds(a.low, b.low));
}

type Intervals = { intervals: Interval[]; exact: boolean };

/** @returns `undefined` when the operator does not bound an index */
function intervalsOf(operator: string, argument: Value): Intervals | undefined {
  switch (operator) {
    case '$eq':
      return equalTo(argument);
    case '$in':
      return isAnyOf(argument as Value[]);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return within(operator, argument);
    case '$regex':
      return startsWith(argument as BSONRegExp);
    default:
      return undefined;
  }
}

/** An array is found by its first element, or as an element itself. */
function equalTo(argument: Value): Intervals {
  if (!Array.isArray(argument)) return { intervals: [point(argument)], exact: true };
  return { intervals: unique([point(argument), point(argument[0] ?? EMPTY_ARRAY)]), exact: false };
}

function isAnyOf(values: readonly Value[]): Intervals | undefined {
  if (values.length > MOST_VALUES) return undefined;
  const parts = values.map((value) => (value instanceof BSONRegExp ? startsWith(value) : equalTo(value)));
  if (parts.some((part) => part === undefined)) return undefined;
  const whole = parts as Intervals[];
  return { intervals: unique(whole.flatMap((part) => part.intervals)), exact: whole.every((part) => part.exact) };
}

function startsWith(regex: BSONRegExp): Intervals | undefined {
  const prefix = prefixOf(regex);
  if (prefix === undefined) return undefined;
  const low = valueKey([prefix]).subarray(0, -1);
  return {
    intervals: [{ low: { key: low, after: false }, high: { key: low, after: true }, point: false }, point(regex)],
    exact: false,
  };
}

/** Before and after the values of one kind of type, NaN aside. */
function kindEnds(rank: number): Interval {
  const [first, past] = rank === TYPE_RANK.int ? [NAN_BYTE + 1, NAN_BYTE + 3] : [rank, rank + 1];
  return { low: { key: Buffer.of(first), after: false }, high: { key: Buffer.of(past), after: false }, point: false };
}

function within(operator: string, argument: Value): Intervals | undefined {
  if (argument === null || argument instanceof MinKey || argument instanceof MaxKey || argument instanceof BSONRegExp)
    return undefined;
  if (Array.isArray(argument) || isDocument(argument)) return undefined;
  if (isNumeric(argument) && Number.isNaN(toNumber(argument))) return { intervals: [point(NaN)], exact: false };
  const kind = kindEnds(rankOf(argument));
  const key = valueKey([argument]);
  const end: End = { key, after: operator === '$gt' || operator === '$lte' };
  const interval = operator.startsWith('$gt') ? { ...kind, low: end } : { ...kind, high: end };
  return { intervals: [interval], exact: true };
}
