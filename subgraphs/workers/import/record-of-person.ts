/** Which of a person's records a row means that names the person alone. */
import type { Worker } from '../models.ts';

/**
 * @param records of one person, which the agency sees
 * @returns the one that still counts beside those that were merged into it; where all were merged away, and where several count, `several`
 */
export function recordOfPerson<Record extends Pick<Worker, 'status' | 'exitReason'>>(
  records: readonly Record[],
): Record | 'several' | undefined {
  if (records.length < 2) return records[0];
  const [meant, ...others] = records.filter((record) => !isMergedAway(record));
  return meant === undefined || others.length > 0 ? 'several' : meant;
}

/** A record that was paid for has EXITED when it was merged: the money was spent. */
const isMergedAway = ({ status, exitReason }: Pick<Worker, 'status' | 'exitReason'>): boolean =>
  status === 'DUPLICATE' || (status === 'EXITED' && exitReason === 'DUPLICATE');
