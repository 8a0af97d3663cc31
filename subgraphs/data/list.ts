/** The lists of the graph: pages of one collection, narrowed and ordered as they are asked for, of those the caller may see. */
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
 * @param name what the list is called, which marks its cursors
 * @param scope which rows are in it
 * @throws CodedError BAD_PAGE_SIZE, BAD_CURSOR, and what the filter's bounds are refused with
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
  readonly conditionOf: (filter: Partial<Filter>) => FilterCondition;
  /** Which rows a caller may see; absent: all. */
  readonly visible?: (context: Context) => VisibleRows;
  /** Closes the cursors. */
  readonly seal?: FieldEncryption;
}

/** @returns a list; the same for every place of the graph that shows some of its rows */
export function listOf<Row extends { readonly _id: string }, Filter, Sort extends string, Context>({
  model,
  orders,
  conditionOf,
  visible,
  seal,
}: ListOptions<Row, Filter, Sort, Context>): List<Row, Filter, Sort, Context> {
  return async (name, scope, args, context) => {
    const asked = allOf(scope, conditionOf(args.filter ?? {}));
    const condition = visible === undefined ? asked : await within(asked, visible(context));
    return connectionOf(model, { name, condition, order: orders[args.sort], seal }, args);
  };
}
