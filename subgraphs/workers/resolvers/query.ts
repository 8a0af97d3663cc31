/** The entry points of `workers`. */
import { PERSON_TOKEN } from '../../data/person-token.ts';
import { areasWithCounts } from '../areas-by-count.ts';
import { coverages } from '../coverage.ts';
import type { QueryResolvers } from '../resolver-types.ts';
import { funnelsOfMonth } from '../verification-funnels.ts';
import type { VerificationList } from '../verification-list.ts';
import type { WorkerList } from '../worker-list.ts';

interface WorkersQueryParts {
  /** Code of the city. */
  readonly city: string;
  /** @returns a person's token */
  readonly tokenOf: (nik: string) => string;
  readonly workers: WorkerList;
  readonly verifications: VerificationList;
}

/** `Query`. */
export function workersQueryResolvers({ city, tokenOf, workers, verifications }: WorkersQueryParts): QueryResolvers {
  return {
    city: () => ({ code: city }),
    worker: (_, { id }, { load }) => load.worker.load(id),
    workers: (_, args, context) => workers('workers', {}, args, context),
    verifications: (_, args, context) => verifications('verifications', {}, args, context),
    verificationFunnel: (_, args, context) => funnelsOfMonth(args, context),
    areasByCoverage: async (_, args, { cells }) =>
      areasWithCounts((await cells(args.month)).derive(coverages), args).map((area) => ({ area })),
    person: (_, { token }) => (PERSON_TOKEN.test(token) ? { token } : null),
    // Also for a NIK that is on no record, so that the answer does not reveal who is known.
    personByNik: (_, { nik }) => ({ token: tokenOf(nik) }),
  };
}
