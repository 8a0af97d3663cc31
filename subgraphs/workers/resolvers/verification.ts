/** An agency's check of a worker's data. */
import { stub } from '../../data/stub.ts';
import type { WorkersParents } from '../parents.ts';
import type { VerificationResolvers } from '../resolver-types.ts';

/** `Verification`: whom it is about and who answers. */
export const verificationResolvers: VerificationResolvers = {
  __resolveReference: ({ id }, { load }) => load.verification.load(id),
  id: ({ _id }) => _id,
  worker: ({ worker }, _args, { load }) => load.worker.load(worker) as Promise<WorkersParents['Worker']>,
  agency: ({ agency }) => stub('Agency', 'code', agency),
};
