/** Pages of workers, filtered and ordered as the query states, of those that the caller may see. */
import { atRisk } from '../counts/months-in-row.ts';
import type { Order } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { listOf, type List } from '../data/list.ts';
import { contributionDueBy } from './contribution-due.ts';
import type { WorkersContext } from './context.ts';
import { ELIGIBLE } from './coverage.ts';
import type { Worker, WorkerModels } from './models.ts';
import type { WorkerFilter, WorkerSort } from './resolver-types.ts';

const ORDERS: Readonly<Record<WorkerSort, Order>> = {
  ENROLLED_LATEST: { field: 'enrolledOn', direction: -1 },
  ENROLLED_EARLIEST: { field: 'enrolledOn', direction: 1 },
  ID: { field: '_id', direction: 1 },
};

/** The list of workers, for every place of the graph that shows some of them. */
export type WorkerList = List<Worker, WorkerFilter, WorkerSort, WorkersContext>;

/** @param seal encrypts the cursors */
export function workerList({ Worker }: WorkerModels, seal: FieldEncryption): WorkerList {
  return listOf({
    model: Worker,
    orders: ORDERS,
    conditionOf: workerCondition,
    visible: ({ visible }) => visible.workers,
    seal,
  });
}

function workerCondition(filter: Partial<WorkerFilter>): FilterCondition {
  return allOf(
    oneOf('district', filter.districts),
    oneOf('village', filter.villages),
    oneOf('occupation', filter.occupations),
    oneOf('sector', filter.sectors),
    oneOf('status', filter.statuses),
    oneOf('decileBand', filter.decileBands),
    oneOf('membership.insurerStatus', filter.insurerStatuses),
    oneOf('problems.code', filter.problems),
    filter.eligibleNotCovered ? { status: { $in: ELIGIBLE }, 'membership.insurerStatus': { $ne: 'ACTIVE' } } : {},
    filter.atRisk ? atRisk() : {},
    between('enrolledOn', filter.enrolledFrom, filter.enrolledTo),
    oneOf('batch', filter.batches),
    filter.contributionDueBy == null ? {} : contributionDueBy(filter.contributionDueBy),
  );
}
