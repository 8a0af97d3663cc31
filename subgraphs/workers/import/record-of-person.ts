/** Which of a person's records a row means that names the person alone. */
import type { Worker } from '../models.ts';

type Standing = Pick<Worker, 'status' | 'exitReason'>;

/** Where the roster's owner has taken a record up: anybody may propose whom they like, and a proposal must not stand in the way of these. */
const TAKEN_UP: ReadonlySet<Worker['status']> = new Set([
  'VERIFYING',
  'ELIGIBLE',
  'REGISTERED',
  'ACTIVE',
  'IN_ARREARS',
  'SUSPENDED',
] as const);

/**
 * @param records of one person, which the agency sees
 * @returns the only one; of several the one that is taken up, or else the one that has not ended; `several` where that is not one alone
 */
export function recordOfPerson<Record extends Standing>(records: readonly Record[]): Record | 'several' | undefined {
  if (records.length < 2) return records[0];
  const counting = records.filter((record) => !isMergedAway(record));
  const standing = counting.filter(({ status }) => status !== 'EXITED');
  const takenUp = standing.filter(({ status }) => TAKEN_UP.has(status));
  const [meant, ...others] = [takenUp, standing, counting].find((some) => some.length > 0) ?? [];
  return meant === undefined || others.length > 0 ? 'several' : meant;
}

/** A record that was paid for has EXITED when it was merged: the money was spent. */
const isMergedAway = ({ status, exitReason }: Standing): boolean =>
  status === 'DUPLICATE' || (status === 'EXITED' && exitReason === 'DUPLICATE');
