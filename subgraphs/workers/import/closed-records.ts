/** Which workers a file may not change: a table of who and when. The agency sees the worker, so the reason may say why. */
import type { ImportReason } from '../../import/reasons.ts';
import type { Worker } from '../models.ts';
import { ROSTER_OWNER } from '../visible.ts';

/** Statuses of records that no longer count. */
const ENDED: readonly string[] = ['EXITED', 'DUPLICATE'];
/** Statuses in which the agency that has proposed somebody may still mend what it said of them. */
const MENDED: readonly string[] = ['PROPOSED', 'NEEDS_REPAIR'];

/** @returns whether somebody is named as if they were on the roster whose record has ended: a row that changes nothing would pass for taken */
export const isNamedAfterEnd = (kept: Pick<Worker, 'status'>, stated: string | undefined): boolean =>
  stated === undefined && ENDED.includes(kept.status);

/** @returns why the agency's file may not change a worker; undefined where it may */
export function closedTo(
  { status, proposedBy }: Pick<Worker, 'status' | 'proposedBy'>,
  agency: string,
): ImportReason | undefined {
  if (ENDED.includes(status)) return reason('RECORD_ENDED');
  if (agency === ROSTER_OWNER) return undefined;
  if (proposedBy !== agency) return reason('NOT_PROPOSED');
  return MENDED.includes(status) ? undefined : reason('STATUS_FIXED');
}

/** @returns why the agency's file may not answer a verification of a worker; undefined where it may */
export function unanswerableBy({ status }: Pick<Worker, 'status'>, agency: string): ImportReason | undefined {
  if (ENDED.includes(status)) return reason('RECORD_ENDED');
  return agency === ROSTER_OWNER || status === 'VERIFYING' ? undefined : reason('STATUS_FIXED');
}

const reason = (code: ImportReason['code']): ImportReason => ({ code, field: 'row', likely: [] });
