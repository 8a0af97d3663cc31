/** Fields of the `audit` subgraph. */
import type { Model } from 'mongoose';
import { quote } from '../../base/errors.ts';
import { connectionOf, type Connection, type Order } from '../data/connection.ts';
import { allOf } from '../data/filter.ts';
import { globalId } from '../data/global-id.ts';
import { PERSON_TOKEN } from '../data/person-token.ts';
import { scalars } from '../data/scalars.ts';
import { stub } from '../data/stub.ts';
import { EVERY, NONE } from '../data/visible-rows.ts';
import { subgraphFault } from '../errors.ts';
import { recordedBetween, recordedWithin } from './access-span.ts';
import type { Entry } from './models.ts';
import type { AccessRow, PersonAccessRow } from './parents.ts';
import type { QueryResolvers, Resolvers } from './resolver-types.ts';

const EARLIEST: Order = { field: 'record.at', direction: 1 };
const LATEST: Order = { field: 'record.at', direction: -1 };
/** How the audit names a person: by their token, or by the type and the id of a record that has none. */
const RECORD = /^[A-Z]\w*:.+$/;

/**
 * @param now ms since 1970
 * @returns the resolvers of every type in `schema/audit.graphql`; without the scope `audit:read` a log is empty
 */
export function auditResolvers(entries: Model<Entry>, now: () => number): Resolvers {
  return {
    DateTime: scalars.DateTime,
    Query: auditQueryResolvers(entries, now),
    PersonAccess: accessResolvers,
    Access: accessResolvers,
    Agency: { id: globalId('Agency', 'code') },
  };
}

/** A name that does not say whether it is of an account or of a key is looked for as both. */
const callersOf = (caller: string): string[] =>
  /^(?:user|key):/.test(caller) ? [caller] : [caller, `user:${caller}`, `key:${caller}`];

const visibleWith = (scopes: readonly string[]) => (scopes.includes('audit:read') ? EVERY : NONE);

function auditQueryResolvers(entries: Model<Entry>, now: () => number): QueryResolvers {
  return {
    async personAccessLog(_, { person, from, to, ...page }, { scopes }) {
      if (!PERSON_TOKEN.test(person) && !RECORD.test(person))
        throw subgraphFault('BAD_PERSON', `expected psr_ and 26 characters, or Type:id, got ${quote(person)}`);
      const condition = allOf({ 'record.persons': person }, recordedBetween({ from, to }), visibleWith(scopes));
      const found = await connectionOf(entries, { name: 'personAccessLog', condition, order: EARLIEST }, page);
      return rowsOf(found, ({ record }): PersonAccessRow => ({ ...record, person }));
    },
    async accessLog(_, { from, to, caller, requestId, ...page }, { scopes }) {
      // A request has few records, and an index of its own: who knows its id need not know its day.
      const within = requestId == null ? recordedWithin({ from, to }, now()) : recordedBetween({ from, to });
      const one = {
        ...(caller != null && { 'record.caller': { $in: callersOf(caller) } }),
        ...(requestId != null && { 'record.requestId': requestId }),
      };
      const condition = allOf(within, one, visibleWith(scopes));
      const found = await connectionOf(entries, { name: 'accessLog', condition, order: LATEST }, page);
      return rowsOf(found, ({ record }): AccessRow => ({ ...record, persons: record.persons.length }));
    },
  };
}

/** A page of entries as a page of what may be shown of them. */
function rowsOf<Row>(found: Connection<Entry>, rowOf: (entry: Entry) => Row) {
  return {
    ...found,
    nodes: found.nodes.map(rowOf),
    edges: found.edges.map(({ cursor, node }) => ({ cursor, node: rowOf(node) })),
  };
}

type Recorded = Omit<Entry['record'], 'persons'>;

/** Of both logs: what they name alike is the same. */
const accessResolvers = {
  agency: ({ agency }: Recorded) => stub('Agency', 'code', agency),
  operation: ({ operation }: Recorded) => operation.name ?? null,
  filters: ({ filters }: Recorded) => filters ?? [],
  operationHash: ({ operation }: Recorded) => operation.hash,
};
