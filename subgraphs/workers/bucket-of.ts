/** The partition that a worker's verifications are counted in. */
import { createHash } from 'node:crypto';

/** Partitions that verifications are spread over. */
const BUCKETS = 64;

/** @param worker the id @returns the partition that the worker's verifications are counted in, `00` to `63` */
export function bucketOf(worker: string): string {
  const [byte = 0] = createHash('sha256').update(worker).digest();
  return String(byte % BUCKETS).padStart(2, '0');
}
