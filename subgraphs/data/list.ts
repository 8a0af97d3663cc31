/** The lists of the graph: pages of one collection, filtered and ordered as the query states, of the rows that the caller may see. */
import type { Model } from 'mongoose';
import { connectionOf, type Connection, type Order, type PageArguments } from './connection.ts';
import type { FieldEncryption } from './field-encryption.ts';
import { allOf, type FilterCondition } from './filter.ts';
import { within, type VisibleRows } from './visible-rows.ts';

interface ListArguments<Filter, Sort> extends PageArguments {
  readonly filter?: Filter | null;
  readonly sort: Sort;
}

/**
 * A list, as resolvers call it.
 * @param name of the list, which its cursors are bound to
 * @param scope which rows are in it, whatever the filter
 * @throws CodedError BAD_PAGE_SIZE, BAD_CURSOR, and those of the filter's values
 */
export type List<Row, Filter, Sort, Context> = (
  name: string,
  scope: FilterCondition,
  args: ListArguments<Filter, Sort>,
  context: Context,
) => Promise<Connection<Row>>;

interface ListOptions<Row, Filter, Sort extends string, Context> {
  readonly model: Model<Row>;
  readonly orders: Readonly<Record<Sort, Order>>;
  /** @returns the condition of a filter; an empty one of none */
  readonly conditionOf: (filter: Partial<Filter>) => FilterCondition;
  /** The rows that a caller may see; absent: all. */
  readonly visible?: (context: Context) => VisibleRows;
  /** Encrypts the cursors. */
  readonly seal?: FieldEncryption;
}

/** @returns a list, the same for every field of the graph that shows some of its rows */
export function listOf<Row extends { readonly _id: string }, Filter, Sort extends string, Context>({
  model,
  orders,
  conditionOf,
  visible,
  seal,
}: ListOptions<Row, Filter, Sort, Context>): List<Row, Filter, Sort, Context> {
  return async (name, scope, args, context) => {
    const requested = allOf(scope, conditionOf(args.filter ?? {}));
    const condition = visible === undefined ? requested : await within(requested, visible(context));
    return connectionOf(model, { name, condition, order: orders[args.sort], seal }, args);
  };
}
