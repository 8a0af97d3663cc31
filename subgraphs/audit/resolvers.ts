/** Fields of the `audit` subgraph. */
import type { Model } from 'mongoose';
import { connectionOf, type Order, type PageArguments } from '../data/connection.ts';
import { allOf } from '../data/filter.ts';
import { inOrder } from '../data/ranges.ts';
import { stub, type IResolvers } from '../resolvers.ts';
import { scalars } from '../data/scalars.ts';
import { EVERY, NONE } from '../data/visible-rows.ts';
import type { Entry } from './models.ts';

export interface AuditContext {
  readonly scopes: readonly string[];
}

const EARLIEST: Order = { field: 'record.at', direction: 1 };

interface LogArguments extends PageArguments {
  readonly person: string;
  readonly from?: string | null;
  readonly to?: string | null;
}

/** A row of one person's log: the others whom the same answer was about stay out of it. */
type Access = Omit<Entry['record'], 'persons'> & { readonly person: string };

export function auditResolvers(entries: Model<Entry>): IResolvers {
  return {
    DateTime: scalars.DateTime,
    Query: {
      async personAccessLog(_, { person, from, to, ...page }: LogArguments, { scopes }: AuditContext) {
        const visible = scopes.includes('audit:read') ? EVERY : NONE;
        const rowOf = ({ record }: Entry): Access => ({ ...record, person });
        const found = await connectionOf(entries, 'personAccessLog', allOf({ 'record.persons': person, ...within(from, to) }, visible), EARLIEST, page);
        return { ...found, nodes: found.nodes.map(rowOf), edges: found.edges.map(({ cursor, node }) => ({ cursor, node: rowOf(node) })) };
      },
    },
    PersonAccess: {
      agency: ({ agency }: Access) => stub('Agency', 'code', agency),
      operation: ({ operation }: Access) => operation.name ?? null,
      filters: ({ filters }: Access) => filters ?? [],
      operationHash: ({ operation }: Access) => operation.hash,
    },
  };
}

/** Moments may come with any offset; records are kept in UTC, where text sorts as time does. @throws CodedError BAD_RANGE */
function within(from?: string | null, to?: string | null): Record<string, unknown> {
  const utc = (moment: string): string => new Date(moment).toISOString();
  if (from == null && to == null) return {};
  if (from != null && to != null) inOrder('time', utc(from), utc(to));
  return { 'record.at': { ...(from != null && { $gte: utc(from) }), ...(to != null && { $lt: utc(to) }) } };
}
