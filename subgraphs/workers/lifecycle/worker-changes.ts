/** One change of workers: judged by who may, then one transaction (`../../changes/make-change.ts`). */
import type { ClaimsSubject } from '../../../base/claims.ts';
import type { ChangeCaller } from '../../changes/change-caller.ts';
import { inTransaction } from '../../data/in-transaction.ts';
import { makeChange, type KeyedInput } from '../../changes/make-change.ts';
import { mayChangeWorkers } from './change-rights.ts';
import type { ChangeName } from './transitions.ts';
import { ROSTER_OWNER } from '../visible.ts';
import type { WorkerChangeParts } from './worker-change-parts.ts';
import { WorkerWrites } from './worker-writes.ts';

/** @param work reads, judges and notes what is to be written; it may run again @returns ids and codes, which are kept with the key */
export type ChangeWork<Outcome> = (writes: WorkerWrites, caller: ChangeCaller) => Promise<Outcome>;

/**
 * Makes one change, or answers with what it was the first time.
 * @throws CodedError of `changeErrors` or `lifecycleErrors`, and then nothing was written
 */
export async function changeWorkers<Outcome>(
  parts: WorkerChangeParts,
  claims: ClaimsSubject,
  change: ChangeName,
  input: KeyedInput,
  work: ChangeWork<Outcome>,
): Promise<Outcome> {
  const caller = mayChangeWorkers(change, claims);
  const today = await parts.today();
  return makeChange(parts, { change, by: caller.sub, input }, async (session) => {
    const writes = new WorkerWrites(parts, { session, caller, today });
    const outcome = await work(writes, caller);
    await writes.flush();
    return outcome;
  });
}

/** Who a change by a rule of time is written down for. */
const RULES: ChangeCaller = { sub: 'rule:daily', agency: ROSTER_OWNER };

/** Makes a change that nobody has asked for. @param work judges again what is due, since it may run again */
export async function changeByRule<Outcome>(
  parts: WorkerChangeParts,
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
