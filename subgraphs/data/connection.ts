/**
 * Relay connections over keyset cursors: a page costs the same wherever it is, since it is found by its place in an index and never
 * by skipping. A cursor is bound to its list (field, filter, sort).
 */
import { createHash } from 'node:crypto';
import type { Model } from 'mongoose';
import { quote } from '../../base/errors.ts';
import { subgraphFault } from '../errors.ts';
import { valueByPath } from './value-by-path.ts';
import { allOf, type FilterCondition } from './filter.ts';
import type { FieldEncryption } from './field-encryption.ts';

const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;

/** The paging arguments of Relay: `first` with `after`, or `last` with `before`; sizes are 1 to 100. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** One field of text or number, then `_id` in the same direction so that the order is total. */
export interface Order {
  readonly field: string;
  readonly direction: 1 | -1;
}

interface Row {
  readonly _id: string;
}

/** A page as the graph's Connection types have it. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { cursor: string; node: Node }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted only when it is selected. */
  readonly totalCount: () => Promise<number>;
}

interface Page {
  readonly size: number;
  readonly backward: boolean;
  readonly from: string | undefined;
}

/** @throws CodedError BAD_PAGE_SIZE */
function connectionPage({ first, after, last, before }: PageArguments): Page {
  if (first != null && last != null) throw subgraphFault('BAD_PAGE_SIZE', 'expected first or last, got both');
  if ((last == null && before != null) || (last != null && after != null)) {
    throw subgraphFault('BAD_CURSOR', 'expected first with after or last with before');
  }
  const size = first ?? last ?? PAGE_DEFAULT;
  if (size < 1 || size > PAGE_MAX) {
    throw subgraphFault(
      'BAD_PAGE_SIZE',
      `expected ${first == null ? 'last' : 'first'} from 1 to ${PAGE_MAX}, got ${size}`,
    );
  }
  return { size, backward: last != null, from: (last == null ? after : before) ?? undefined };
}

/** Rows of a collection that pages are made of. */
interface List {
  /** What the list is called: with the condition and the order it marks the cursors. */
  readonly name: string;
  readonly condition: FilterCondition;
  readonly order: Order;
  /** Encrypts the cursors: they hold the row's id and what it is ordered by, which nobody may read of a person. */
  readonly seal?: FieldEncryption;
}

/** Where the rows of a list come from. */
export interface RowSource<Node> {
  /** @returns the first rows of a condition in an order, at most so many */
  readonly rows: (condition: FilterCondition, sort: Readonly<Record<string, 1 | -1>>, most: number) => Promise<Node[]>;
  /** @returns how many the list has */
  readonly count: () => Promise<number>;
}

/** Reads a page of a list of documents with one command. @throws CodedError BAD_PAGE_SIZE, BAD_CURSOR */
export function connectionOf<Node extends Row>(
  model: Model<Node>,
  list: List,
  args: PageArguments,
): Promise<Connection<Node>> {
  const rows: RowSource<Node>['rows'] = (condition, sort, most) =>
    model
      .find(condition as never)
      .sort(sort)
      .limit(most)
      .batchSize(most + 1)
      .lean<Node[]>()
      .exec();
  return connectionFrom({ rows, count: () => countOf(model, list.condition) }, list, args);
}

/** Reads a page of a list, wherever its rows come from. @throws CodedError BAD_PAGE_SIZE, BAD_CURSOR */
export async function connectionFrom<Node extends Row>(
  source: RowSource<Node>,
  { name, condition, order, seal }: List,
  args: PageArguments,
): Promise<Connection<Node>> {
  const page = connectionPage(args);
  const mark = markOf(name, condition, order);
  const direction = page.backward ? (-order.direction as 1 | -1) : order.direction;
  const seek = page.from === undefined ? {} : seekFrom(readCursor(page.from, mark, seal), order.field, direction);
  const sort = order.field === '_id' ? { _id: direction } : { [order.field]: direction, _id: direction };
  const rows = await source.rows(allOf(condition, seek), sort, page.size + 1);
  return pageOf(rows, page, (row) => writeCursor(mark, valueByPath(row, order.field), row._id, seal), source.count);
}

function pageOf<Node extends Row>(
  rows: readonly Node[],
  page: Page,
  cursorOf: (row: Node) => string,
  totalCount: () => Promise<number>,
): Connection<Node> {
  const more = rows.length > page.size;
  const kept = rows.slice(0, page.size);
  const nodes = page.backward ? kept.toReversed() : kept;
  // Getters: sealing a cursor takes longer than reading the row, and most queries select one or none.
  const edges = nodes.map((node) => ({
    get cursor() {
      return cursorOf(node);
    },
    node,
  }));
  const beyond = page.from !== undefined;
  const pageInfo = {
    hasNextPage: page.backward ? beyond : more,
    hasPreviousPage: page.backward ? more : beyond,
    get startCursor() {
      return edges[0]?.cursor ?? null;
    },
    get endCursor() {
      return edges.at(-1)?.cursor ?? null;
    },
  };
  return { nodes, edges, pageInfo, totalCount };
}

/** The bound on the sorted field stands alone, so that an index finds the place; the rest only breaks ties. */
function seekFrom([value, id]: Place, field: string, direction: 1 | -1): FilterCondition {
  const [past, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  if (field === '_id') return { _id: { [past]: id } };
  return { [field]: { [from]: value }, $or: [{ [field]: { [past]: value } }, { _id: { [past]: id } }] };
}

/** Without a condition the collection's own count is read. A promise and not a query, which would run each time it is awaited. */
function countOf<Node>(model: Model<Node>, condition: FilterCondition): Promise<number> {
  return Object.keys(condition).length === 0
    ? model.estimatedDocumentCount().exec()
    : model.countDocuments(condition as never).exec();
}

type Place = readonly [value: string | number, id: string];

function markOf(list: string, condition: FilterCondition, order: Order): string {
  const text = JSON.stringify([list, condition, order], (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** The `place` of sealed cursors: nothing else that is sealed opens as a cursor. */
const PLACE = 'cursor';

function writeCursor(mark: string, value: unknown, id: string, seal?: FieldEncryption): string {
  const text = JSON.stringify([mark, value, id]);
  return (seal?.encryptDeterministic(text, PLACE) ?? Buffer.from(text)).toString('base64url');
}

/** A cursor is input like any other: its parts are plain text or numbers, so no operator can hide in it. */
function readCursor(cursor: string, mark: string, seal?: FieldEncryption): Place {
  let parts: unknown;
  try {
    const bytes = Buffer.from(cursor, 'base64url');
    parts = JSON.parse(seal?.decrypt(bytes, PLACE) ?? bytes.toString());
  } catch {
    parts = undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 3)
    throw subgraphFault('BAD_CURSOR', `expected a cursor of this list, got ${quote(cursor)}`);
  const [owner, value, id] = parts as unknown[];
  if (owner !== mark) throw subgraphFault('BAD_CURSOR', 'expected one of the same field, filter and sort');
  if (typeof id !== 'string' || (typeof value !== 'string' && typeof value !== 'number'))
    throw subgraphFault('BAD_CURSOR', 'it was altered');
  return [value, id];
}
