/** Choosing how to read a collection: which index, which part of it, in which direction. */
import { storeFault } from '../errors.ts';
import { compare, equal } from '../value/compare.ts';
import { isDocument, type Value } from '../value/types.ts';
import type { MatchNode } from '../query/parse.ts';
import { testOf } from '../query/match.ts';
import type { SortField } from '../query/sort.ts';
import type { Collection } from '../storage/catalog.ts';
import type { View } from '../storage/view.ts';
import { boundsOf, conjuncts, MOST_VALUES, type Bounds } from './bounds.ts';
import type { IndexInfo } from './spec.ts';

/** How rows are read: all of them, by an index, or by an index for each branch of an `$or`. */
export type AccessPath =
  | { readonly kind: 'collection'; readonly reverse: boolean }
  | {
      readonly kind: 'index';
      readonly index: IndexInfo;
      readonly bounds: Bounds;
      readonly reverse: boolean;
      readonly sorted: boolean;
    }
  | { readonly kind: 'or'; readonly branches: readonly AccessPath[] };

type IndexAccess = Extract<AccessPath, { kind: 'index' }>;

/** What a query requests besides its filter: an order, and an index by name or by key. */
export interface PlanOptions {
  readonly sort?: readonly SortField[];
  readonly hint?: Value | undefined;
}

/** How many entries are counted to compare indexes; more of them count as this many. */
const PROBE = 500;
/** An index this selective is taken even if its result must be sorted. */
const FEW = 100;

/** Chooses the access path of a filter. @throws StoreError BadValue when a hint names no index */
export function planAccess(
  view: View,
  collection: Collection,
  filter: MatchNode,
  options: PlanOptions = {},
): AccessPath {
  const sort = options.sort ?? [];
  const indexes = collection.indexes.filter((index) => view.serves(index));
  const hinted = hintedIndex(indexes, options.hint);
  if (hinted === 'natural') return { kind: 'collection', reverse: isReverseNatural(options.hint) };
  if (hinted !== undefined) return accessBy(hinted, filter, sort);
  const candidates = indexes.filter((index) => mayServe(index, filter)).map((index) => accessBy(index, filter, sort));
  const useful = candidates.filter((access) => access.bounds.bounded > 0 || access.sorted);
  if (useful.length > 0) return cheapest(view, collection, useful);
  return (
    unionOf(view, collection, filter) ?? {
      kind: 'collection',
      reverse: sort[0]?.path === '$natural' && sort[0].descending,
    }
  );
}

function hintedIndex(indexes: readonly IndexInfo[], hint: Value | undefined): IndexInfo | 'natural' | undefined {
  if (hint === undefined || (isDocument(hint) && hint.size === 0)) return undefined;
  if (isDocument(hint) && hint.has('$natural')) return 'natural';
  const found = indexes.find((index) =>
    typeof hint === 'string' ? index.name === hint : equal(index.spec.get('key'), hint),
  );
  if (found === undefined)
    throw storeFault(
      'BadValue',
      'error processing query: planner returned error: bad hint. hint provided does not correspond to an existing index',
    );
  return found;
}

function isReverseNatural(hint: Value | undefined): boolean {
  return isDocument(hint) && hint.get('$natural') === -1;
}

function accessBy(index: IndexInfo, filter: MatchNode, sort: readonly SortField[]): IndexAccess {
  const bounds = boundsOf(index, filter);
  const order = orderOf(index, bounds, sort);
  return { kind: 'index', index, bounds, reverse: order === 'backward', sorted: order !== undefined };
}

/** Whether the index is in the order of the sort, after fields bound to one value, and in which direction. */
function orderOf(index: IndexInfo, bounds: Bounds, sort: readonly SortField[]): 'forward' | 'backward' | undefined {
  if (sort.length === 0) return undefined;
  const fixed = bounds.split ? 0 : bounds.equalities;
  const fixedPaths = new Set(index.fields.slice(0, fixed).map((field) => field.path));
  const needed = sort.filter((field) => !fixedPaths.has(field.path));
  if (index.multikey.some(Boolean)) return undefined;
  for (let start = 0; start <= fixed; start += 1) {
    const wanted = start === fixed ? needed : sort;
    const fields = index.fields.slice(start, start + wanted.length);
    if (fields.length < wanted.length || wanted.some((field, i) => field.path !== fields[i]!.path)) continue;
    if (wanted.every((field, i) => field.descending === fields[i]!.descending)) return 'forward';
    if (wanted.every((field, i) => field.descending !== fields[i]!.descending)) return 'backward';
  }
  return undefined;
}

function cheapest(view: View, collection: Collection, candidates: readonly IndexAccess[]): IndexAccess {
  if (candidates.length === 1) return candidates[0]!;
  const rated = candidates.map((access) => ({ access, entries: probe(view, collection, access) }));
  rated.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.access.bounds.equalities - a.access.bounds.equalities ||
      b.access.bounds.bounded - a.access.bounds.bounded,
  );
  return rated[0]!.access;
}

/** Few entries are best; among indexes with many, one in the order of the sort. */
function rank({ access, entries }: { access: IndexAccess; entries: number }): number {
  if (entries < FEW) return access.sorted ? 0 : 1 + entries;
  if (access.sorted) return 1000;
  return 1000 + entries;
}

function probe(view: View, collection: Collection, { index, bounds }: IndexAccess): number {
  let entries = 0;
  for (const range of bounds.ranges) {
    entries += view.countEntries(collection, index, range, PROBE);
    if (entries >= PROBE) return PROBE;
  }
  return entries;
}

/** A filter that is one `$or`, each branch with an index. */
function unionOf(view: View, collection: Collection, filter: MatchNode): AccessPath | undefined {
  const either = conjuncts(filter).find((node) => node.kind === 'or');
  if (either === undefined || either.kind !== 'or' || listedValues(either) > MOST_VALUES) return undefined;
  const branches = either.children.map((child) => planAccess(view, collection, child));
  return branches.every((branch) => branch.kind !== 'collection') ? { kind: 'or', branches } : undefined;
}

/** How many values the `$in`s of a filter list together. */
function listedValues(node: MatchNode): number {
  if (node.kind === 'test') return node.operator === '$in' ? (node.argument as Value[]).length : 0;
  if (node.kind !== 'and' && node.kind !== 'or') return 0;
  return node.children.reduce((sum, child) => sum + listedValues(child), 0);
}

/** An index without some documents may serve only filters that do not match these. */
function mayServe(index: IndexInfo, filter: MatchNode): boolean {
  const nodes = conjuncts(filter);
  if (index.sparse && !index.fields.some((field) => nodes.some((node) => needsValue(node, field.path)))) return false;
  return index.partial === undefined || conjuncts(index.partial.node).every((condition) => implied(condition, nodes));
}

function needsValue(node: MatchNode, path: string): boolean {
  if (node.kind !== 'test' || node.path !== path) return false;
  if (node.operator === '$exists') return node.argument === true;
  if (node.operator === '$in') return !(node.argument as Value[]).includes(null);
  return ['$eq', '$gt', '$gte', '$lt', '$lte', '$regex'].includes(node.operator) && node.argument !== null;
}

/** Whether every document that matches `nodes` matches `condition`, as far as the tests of one path show. */
function implied(condition: MatchNode, nodes: readonly MatchNode[]): boolean {
  if (condition.kind !== 'test') return false;
  return nodes.some((node) => {
    if (node.kind !== 'test' || node.path !== condition.path) return false;
    if (condition.operator === '$exists') return condition.argument === true && needsValue(node, condition.path);
    if (node.operator === condition.operator && equal(node.argument, condition.argument)) return true;
    if (!['$eq', '$gt', '$gte', '$lt', '$lte', '$in'].includes(condition.operator)) return false;
    if (node.operator === '$eq' && !Array.isArray(node.argument))
      return testOf(condition.operator, condition.argument)(node.argument);
    if (node.operator === '$in')
      return (node.argument as Value[]).every((value) => testOf(condition.operator, condition.argument)(value));
    return narrower(node.operator, node.argument, condition.operator, condition.argument);
  });
}

/** `> 5` lies within `> 3`, `>= 3` and `>= 5`. */
function narrower(operator: string, argument: Value, than: string, bound: Value): boolean {
  if (operator.slice(0, 3) !== than.slice(0, 3) || !['$gt', '$lt'].includes(operator.slice(0, 3))) return false;
  const order = compare(argument, bound) * (operator.startsWith('$gt') ? 1 : -1);
  return testOf(than, bound)(argument) || (order === 0 && operator === than);
}
