/** The rows of a collection that match a filter, read the planned way, in order. What find, update, delete and aggregate begin with. */
import { decode } from '../value/decode.ts';
import type { Document, Value } from '../value/types.ts';
import { compileFilter, isTrue, type Matches } from '../query/match.ts';
import { fieldsOfFilter, parseFilter, type MatchNode } from '../query/parse.ts';
import { parseSort, sortKeyOf, type SortField } from '../query/sort.ts';
import type { Kept } from '../query/kept.ts';
import { sorted } from '../query/sorter.ts';
import { planAccess, type AccessPath } from '../index/plan.ts';
import { scan, type ScanCost } from '../index/scan.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StoredRow, View } from '../storage/view.ts';
import { compileExpression } from '../aggregate/expression.ts';
import { scopeOf, type ScopeVariables } from '../aggregate/scope.ts';

/** Which documents a command reads, and in which order. */
export interface DocumentQuery {
  readonly filter: Document;
  readonly sort?: Document | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly hint?: Value | undefined;
  readonly variables?: ScopeVariables | undefined;
  /** Counts what a sort keeps. */
  readonly kept?: Kept | undefined;
}

/** A query that is compiled and planned. */
export interface Prepared {
  readonly node: MatchNode;
  readonly matches: Matches;
  readonly access: AccessPath;
  readonly sort: readonly SortField[];
  /** Whether the rows must be sorted after reading. */
  readonly mustSort: boolean;
}

/** Compiles `$expr` for filters. @param variables that its expressions may read */
function expressionTest(variables: ScopeVariables = new Map()): (expression: Value) => Matches {
  return (expression) => {
    const compute = compileExpression(expression, new Set(variables.keys()));
    return (root) => isTrue(compute(scopeOf(root, variables)));
  };
}

/** Of a collection that is not there: a query that does not fit is refused all the same. @throws StoreError for a filter or sort that does not fit */
export function refuseUnfit({ filter, sort, variables }: DocumentQuery): void {
  compileFilter(parseFilter(filter), expressionTest(variables));
  if (sort !== undefined) parseSort(sort);
}

/** @throws StoreError for a filter, sort or hint that does not fit */
export function prepare(view: View, collection: Collection, query: DocumentQuery): Prepared {
  const node = parseFilter(query.filter);
  const sort = query.sort === undefined ? [] : parseSort(query.sort);
  const access = planAccess(view, collection, node, { sort, hint: query.hint });
  const natural = sort[0]?.path === '$natural';
  const mustSort = sort.length > 0 && !natural && !(access.kind === 'index' && access.sorted);
  return { node, matches: compileFilter(node, expressionTest(query.variables)), access, sort, mustSort };
}

/** @param cost counted up while reading */
export function* matchingRows(
  view: View,
  collection: Collection,
  query: DocumentQuery,
  prepared = prepare(view, collection, query),
  cost: ScanCost = { keys: 0, documents: 0 },
): Generator<StoredRow | undefined> {
  const { skip = 0, limit = Infinity } = query;
  const filtered = filter(scan(view, collection, prepared.access, cost), prepared);
  const ordered = prepared.mustSort ? sorted(keyed(filtered, prepared.sort), limit + skip, query.kept) : filtered;
  let toSkip = skip;
  let left = limit;
  if (left === 0) return;
  for (const row of ordered) {
    if (row !== undefined && toSkip > 0) {
      toSkip -= 1;
      continue;
    }
    yield row;
    if (row !== undefined && --left === 0) return;
  }
}

function* filter(rows: Iterable<StoredRow | undefined>, { node, matches }: Prepared): Generator<StoredRow | undefined> {
  const everything = node.kind === 'and' && node.children.length === 0;
  const fields = fieldsOfFilter(node);
  for (const row of rows) {
    if (row === undefined || everything || matches(decode(row.bytes, fields))) yield row;
  }
}

function* keyed(
  rows: Iterable<StoredRow | undefined>,
  sort: readonly SortField[],
): Generator<{ key: string; item: StoredRow; size: number } | undefined> {
  const fields = new Set(sort.map(({ path }) => path.split('.', 1)[0]!));
  for (const row of rows) {
    const key = row === undefined ? '' : sortKeyOf(decode(row.bytes, fields), sort);
    yield row === undefined ? undefined : { key, item: row, size: row.bytes.length + key.length + 100 };
  }
}
