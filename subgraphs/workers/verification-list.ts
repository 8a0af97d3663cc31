/** Pages of verifications, filtered and ordered as the query states, of those that the caller may see. */
import type { Order } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { listOf, type List } from '../data/list.ts';
import type { WorkersContext } from './context.ts';
import type { Verification, WorkerModels } from './models.ts';
import type { VerificationFilter, VerificationSort } from './resolver-types.ts';

const ORDERS: Readonly<Record<VerificationSort, Order>> = {
  REQUESTED_EARLIEST: { field: 'requestedOn', direction: 1 },
  REQUESTED_LATEST: { field: 'requestedOn', direction: -1 },
};

/** The list of verifications, for every place of the graph that shows some of them. */
export type VerificationList = List<Verification, VerificationFilter, VerificationSort, WorkersContext>;

/** @param seal encrypts the cursors */
export function verificationList({ Verification }: WorkerModels, seal: FieldEncryption): VerificationList {
  return listOf({
    model: Verification,
    orders: ORDERS,
    conditionOf: verificationCondition,
    visible: ({ visible }) => visible.verifications,
    seal,
  });
}

function verificationCondition(filter: Partial<VerificationFilter>): FilterCondition {
  return allOf(
    oneOf('agency', filter.agencies),
    oneOf('verdict', filter.verdicts),
    between('requestedOn', filter.requestedFrom, filter.requestedTo),
  );
}
