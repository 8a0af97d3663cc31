/** What a change of workers answers, and the events that it leaves. */
import { sealedEventFields } from '../../changes/record-event.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import { stub } from '../../data/stub.ts';
import type { WorkersContext } from '../context.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import type { WorkersParents } from '../parents.ts';
import type { Resolvers, Verdict, WorkerEventResolvers } from '../resolver-types.ts';
import { ROSTER_OWNER } from '../visible.ts';

type Loading = Pick<WorkersContext, 'load'>;
type Worker = WorkersParents['Worker'];

/** Read after the change: an earlier one of the same request may have loaded them. */
const workerNow = (id: string, { load }: Loading): Promise<Worker | null> => load.worker.clear(id).load(id);

/** The worker of a change that was made: the caller could see them, and can still. */
const seenWorker = (id: string, context: Loading): Promise<Worker> => workerNow(id, context) as Promise<Worker>;

/** The payloads of mutations. */
export const changeResolvers = {
  ChangedWorker: { worker: ({ worker }, _args, context) => seenWorker(worker, context) },
  MergedWorkers: {
    kept: ({ kept }, _args, context) => seenWorker(kept, context),
    ended: ({ ended }, _args, context) => seenWorker(ended, context),
  },
  AnsweredVerification: {
    verification: ({ verification }, _args, { load }) =>
      load.verification.clear(verification).load(verification) as Promise<WorkersParents['Verification']>,
  },
  ChangedRow: { worker: ({ record }, _args, context) => (record === null ? null : workerNow(record, context)) },
  ProposedRow: {
    person: ({ token }) => ({ token }),
    worker: ({ record }, _args, context) => (record === null ? null : workerNow(record, context)),
  },
} satisfies Resolvers;

/** `WorkerEvent`. @param seal opens why and what was corrected @throws from its fields CodedError SEALED_UNREADABLE */
export function workerEventResolvers(seal: FieldEncryption): WorkerEventResolvers {
  return {
    id: ({ _id }) => _id,
    worker: ({ worker }, _args, { load }) => load.worker.load(worker) as Promise<Worker>,
    by: ({ by, agency }, _args, { caller }) =>
      caller.agency !== undefined && [agency, ROSTER_OWNER].includes(caller.agency) ? by : null,
    agency: ({ agency }) => stub('Agency', 'code', agency),
    verdict: ({ verdict }) => (verdict ?? null) as Verdict | null,
    ...sealedEventFields(WORKER_EVENTS, seal),
  };
}
