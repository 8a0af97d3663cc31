/** Diagnostics channels of prepared operations, for metrics. No event object is built while nobody listens. */
import { channel } from 'node:diagnostics_channel';

/** An operation was prepared (planned, authorized, compiled), or refused. */
export interface PlanEnd {
  /** What it was refused with; undefined for one that is prepared. */
  readonly code: string | undefined;
  /** ms, waiting for a thread included */
  readonly duration: number;
}

/** Publishes a `PlanEnd` for each operation that was not prepared yet. */
export const planEnd = channel('sigap.plan.end');
/** Publishes the bytes of each prepared operation that is dropped for want of room. */
export const planDropped = channel('sigap.plan.dropped');
