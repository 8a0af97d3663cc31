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

/** @returns the resolvers of every type in `schema/audit.graphql`; without the scope `audit:read` a log is empty */
export function auditResolvers(entries: Model<Entry>): Resolvers {
  return { DateTime: scalars.DateTime, Query: auditQueryResolvers(entries), PersonAccess: personAccessResolvers };
}

function auditQueryResolvers(entries: Model<Entry>): QueryResolvers {
  return {
    async personAccessLog(_, { person, from, to, ...page }, { scopes }) {
      const visible = scopes.includes('audit:read') ? EVERY : NONE;
      const rowOf = ({ record }: Entry): PersonAccessRow => ({ ...record, person });
      const condition = allOf({ 'record.persons': person, ...recordedBetween(from, to) }, visible);
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

/**
 * Records are kept in UTC, where text sorts as time does.
 * @returns the condition of entries at `from` or later and before `to`
 * @throws CodedError BAD_RANGE
 */
function recordedBetween(from?: Date | null, to?: Date | null): Record<string, unknown> {
  const [start, end] = [from?.toISOString(), to?.toISOString()];
  if (start === undefined && end === undefined) return {};
  boundsInOrder('time', start, end);
  return { 'record.at': { ...(start !== undefined && { $gte: start }), ...(end !== undefined && { $lt: end }) } };
}
