/**
 * One change: a transaction in which records are read and judged, and written together with the idempotency key. It is on the disk before it is
 * answered. Of two that meet in one record the later one runs again, and then finds what the first has done.
 */
import type { ClientSession } from 'mongoose';
import { inTransaction } from '../data/in-transaction.ts';
import type { ChangeParts } from './change-parts.ts';
import type { ChangeRequest } from './change-request.ts';
import { changeFault } from './errors.ts';

/** The input of any change. */
export interface KeyedInput {
  readonly idempotencyKey: string;
}

/** What is changed, and by whom. */
interface Change {
  /** Name of the mutation. */
  readonly change: string;
  /** The caller's id. */
  readonly by: string;
  readonly input: KeyedInput;
}

type Parts = Pick<ChangeParts, 'connection' | 'tokenOf' | 'now'>;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/**
 * Makes one change, or answers with what it was the first time.
 * @param work reads, judges and writes with the session; it may run again @returns ids and codes, which are kept with the key
 * @throws CodedError BAD_KEY, KEY_REUSED, and what the work throws: then nothing was written
 */
export async function makeChange<Outcome>(
  parts: Parts,
  { change, by, input }: Change,
  work: (session: ClientSession) => Promise<Outcome>,
): Promise<Outcome> {
  const { idempotencyKey: _id } = input;
  if (!UUID.test(_id)) throw changeFault('BAD_KEY', 'expected a UUID in lower case');
  const fingerprint = parts.tokenOf(`${change} ${textOf(input)}`);
  return inTransaction(parts.connection, (session) =>
    attempt(parts, session, { _id, by, fingerprint }, () => work(session)),
  );
}

/** Amounts are whole numbers that JSON has no form for in this runtime. */
const textOf = (input: KeyedInput): string =>
  JSON.stringify(input, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

async function attempt<Outcome>(
  { connection, now }: Parts,
  session: ClientSession,
  request: Pick<ChangeRequest, '_id' | 'by' | 'fingerprint'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const requests = connection.collection<ChangeRequest>('change_requests');
  const kept = await requests.findOne({ _id: request._id }, { session });
  if (kept !== null) {
    if (kept.by !== request.by || kept.fingerprint !== request.fingerprint) throw changeFault('KEY_REUSED');
    return kept.outcome as Outcome;
  }
  const outcome = await work();
  await requests.insertOne({ ...request, at: new Date(now()), outcome }, { session });
  return outcome;
}
