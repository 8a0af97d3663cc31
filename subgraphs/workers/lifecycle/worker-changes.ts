/**
 * One change of workers: a transaction in which records are read and judged, and written with their events, the mark of what is to be
 * counted again, and the idempotency key. It is on the disk before it is answered. Of two that meet in one record the later one runs again, and
 * then finds the other's version.
 */
import type { ClientSession } from 'mongoose';
import type { ClaimsSubject } from '../../../base/claims.ts';
import type { DatabaseConnection } from '../../data/database.ts';
import type { ChangeRequest } from './change-request.ts';
import { mayChangeWorkers, type ChangeCaller } from './change-rights.ts';
import { lifecycleFault } from './errors.ts';
import type { LifecycleParts } from './lifecycle-parts.ts';
import type { ChangeName } from './transitions.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { WorkerWrites } from './worker-writes.ts';

interface Input {
  readonly idempotencyKey: string;
}

/** @param work reads, judges and notes what is to be written; it may run again @returns ids and codes, which are kept with the key */
export type ChangeWork<Outcome> = (writes: WorkerWrites, caller: ChangeCaller) => Promise<Outcome>;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
const DUPLICATE_KEY = 11_000;

/**
 * Makes one change, or answers with what it was the first time.
 * @throws CodedError of `lifecycleErrors`, and then nothing was written
 */
export async function changeWorkers<Outcome>(
  parts: LifecycleParts,
  claims: ClaimsSubject,
  change: ChangeName,
  input: Input,
  work: ChangeWork<Outcome>,
): Promise<Outcome> {
  const caller = mayChangeWorkers(change, claims);
  const { idempotencyKey: _id } = input;
  if (!UUID.test(_id)) throw lifecycleFault('BAD_KEY', 'expected a UUID in lower case');
  const fingerprint = parts.tokenOf(`${change} ${JSON.stringify(input)}`);
  const today = await parts.today();
  const once = (session: ClientSession): Promise<Outcome> =>
    attempt(parts, session, { _id, by: caller.sub, fingerprint }, async () => {
      const writes = new WorkerWrites(parts, { session, caller, today });
      const outcome = await work(writes, caller);
      await writes.flush();
      return outcome;
    });
  return inTransaction(parts.connection, once);
}

/** Who a change by a rule of time is written down for. */
const RULES: ChangeCaller = { sub: 'rule:daily', agency: ROSTER_OWNER };

/** Makes a change that nobody has asked for. @param work judges again what is due, since it may run again */
export async function changeByRule<Outcome>(
  parts: LifecycleParts,
  work: (writes: WorkerWrites) => Promise<Outcome>,
): Promise<Outcome> {
  const today = await parts.today();
  return inTransaction(parts.connection, async (session) => {
    const writes = new WorkerWrites(parts, { session, caller: RULES, today });
    const outcome = await work(writes);
    await writes.flush();
    return outcome;
  });
}

/** Two with one key, or two who propose one person: the second is run again, and finds what the first has done. */
async function inTransaction<Value>(
  connection: DatabaseConnection,
  once: (session: ClientSession) => Promise<Value>,
): Promise<Value> {
  const session = await connection.startSession();
  try {
    for (let attempts = 1; ; attempts++) {
      try {
        return await session.withTransaction(() => once(session), DURABLE);
      } catch (thrown) {
        if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY || attempts === 3) throw thrown;
      }
    }
  } finally {
    await session.endSession();
  }
}

async function attempt<Outcome>(
  { connection, now }: LifecycleParts,
  session: ClientSession,
  request: Pick<ChangeRequest, '_id' | 'by' | 'fingerprint'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const requests = connection.collection<ChangeRequest>('change_requests');
  const kept = await requests.findOne({ _id: request._id }, { session });
  if (kept !== null) {
    if (kept.by !== request.by || kept.fingerprint !== request.fingerprint) throw lifecycleFault('KEY_REUSED');
    return kept.outcome as Outcome;
  }
  const outcome = await work();
  await requests.insertOne({ ...request, at: new Date(now()), outcome }, { session });
  return outcome;
}
