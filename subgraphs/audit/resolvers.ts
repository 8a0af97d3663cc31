/** Fields of the `audit` subgraph. */
import type { Model } from 'mongoose';
import { connectionOf, type Order } from '../data/connection.ts';
import { allOf } from '../data/filter.ts';
import { boundsInOrder } from '../data/ranges.ts';
import { scalars } from '../data/scalars.ts';
import { stub } from '../data/stub.ts';
import { EVERY, NONE } from '../data/visible-rows.ts';
import type { Entry } from './models.ts';
import type { PersonAccessRow } from './parents.ts';
import type { PersonAccessResolvers, QueryResolvers, Resolvers } from './resolver-types.ts';

const EARLIEST: Order = { field: 'record.at', direction: 1 };

export function auditResolvers(entries: Model<Entry>): Resolvers {
  return { DateTime: scalars.DateTime, Query: auditQueryResolvers(entries), PersonAccess: personAccessResolvers };
}

function auditQueryResolvers(entries: Model<Entry>): QueryResolvers {
  return {
    async personAccessLog(_, { person, from, to, ...page }, { scopes }) {
      const visible = scopes.includes('audit:read') ? EVERY : NONE;
      const rowOf = ({ record }: Entry): PersonAccessRow => ({ ...record, person });
      const condition = allOf({ 'record.persons': person, ...within(from, to) }, visible);
      const found = await connectionOf(entries, { name: 'personAccessLog', condition, order: EARLIEST }, page);
      return {
        ...found,
        nodes: found.nodes.map(rowOf),
        edges: found.edges.map(({ cursor, node }) => ({ cursor, node: rowOf(node) })),
      };
    },
  };
}

const personAccessResolvers: PersonAccessResolvers = {
  agency: ({ agency }) => stub('Agency', 'code', agency),
  operation: ({ operation }) => operation.name ?? null,
  filters: ({ filters }) => filters ?? [],
  operationHash: ({ operation }) => operation.hash,
};

/** Moments may come with any offset; records are kept in UTC, where text sorts as time does. @throws CodedError BAD_RANGE */
function within(from?: string | null, to?: string | null): Record<string, unknown> {
  const utc = (moment: string): string => new Date(moment).toISOString();
  if (from == null && to == null) return {};
  if (from != null && to != null) boundsInOrder('time', utc(from), utc(to));
  return { 'record.at': { ...(from != null && { $gte: utc(from) }), ...(to != null && { $lt: utc(to) }) } };
}
