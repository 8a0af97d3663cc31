/** Fields of the `workers` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import type { WorkerChangeParts } from './lifecycle/worker-change-parts.ts';
import { importTypes } from '../import/import-resolvers.ts';
import type { ImportParts } from '../import/import-parts.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { scalars } from '../data/scalars.ts';
import type { WorkerModels } from './models.ts';
import type { Resolvers } from './resolver-types.ts';
import { workersAgencyResolvers, agencyFunnelResolvers, cityFunnelResolvers } from './resolvers/agency.ts';
import {
  workersCityResolvers,
  workersDistrictResolvers,
  workersProgrammeResolvers,
  workersVillageResolvers,
} from './resolvers/areas.ts';
import {
  areaCoverageResolvers,
  breakdownRowResolvers,
  coverageResolvers,
  coverageCellResolvers,
  decileBandCountResolvers,
  occupationCountResolvers,
} from './resolvers/coverage.ts';
import { changeResolvers, workerEventResolvers } from './resolvers/changes.ts';
import { duplicateQueries, possibleDuplicatesResolvers } from './resolvers/duplicates.ts';
import { dailyQueries, dailyRunResolvers } from './resolvers/daily.ts';
import { workersImportMutations, workersImportQueries, workersLeftRowResolvers } from './resolvers/imports.ts';
import { workersMutationResolvers } from './resolvers/mutation.ts';
import { workersQueryResolvers } from './resolvers/query.ts';
import { verificationResolvers } from './resolvers/verification.ts';
import {
  workersMembershipResolvers,
  workersPersonResolvers,
  welfareDecileResolvers,
  workerResolvers,
} from './resolvers/worker.ts';
import { verificationList } from './verification-list.ts';
import { workerList } from './worker-list.ts';

/** What the resolvers need beside a request's context. */
export interface WorkersParts {
  readonly models: WorkerModels;
  /** What changes of workers are made with. */
  readonly lifecycle: WorkerChangeParts;
  /** What imports work with. */
  readonly importing: ImportParts;
}

/** @returns the resolvers of every type in `schema/workers.graphql` */
export function workersResolvers({ models, lifecycle, importing }: WorkersParts): Resolvers {
  const { city, seal, tokenOf } = lifecycle;
  const workers = workerList(models, seal);
  const verifications = verificationList(models, seal);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Nik: scalars.Nik,
    Query: {
      ...workersQueryResolvers({ city, tokenOf, workers, verifications }),
      ...otherQueries(models, seal, importing),
    },
    Mutation: { ...workersMutationResolvers(lifecycle), ...workersImportMutations(importing) },
    ...importTypes(importing),
    ImportLeftRow: workersLeftRowResolvers,
    ...changeResolvers,
    WorkerEvent: workerEventResolvers(seal),
    DailyRun: dailyRunResolvers,
    PossibleDuplicates: possibleDuplicatesResolvers,
    Worker: workerResolvers(seal),
    Membership: workersMembershipResolvers(seal),
    WelfareDecile: welfareDecileResolvers,
    Verification: verificationResolvers,
    Person: workersPersonResolvers,
    Coverage: coverageResolvers,
    OccupationCount: occupationCountResolvers,
    DecileBandCount: decileBandCountResolvers,
    CoverageCell: coverageCellResolvers,
    BreakdownRow: breakdownRowResolvers,
    AreaCoverage: areaCoverageResolvers,
    AgencyFunnel: agencyFunnelResolvers,
    CityFunnel: cityFunnelResolvers,
    City: workersCityResolvers,
    District: workersDistrictResolvers(workers),
    Village: workersVillageResolvers(workers),
    Agency: workersAgencyResolvers(verifications),
    Programme: workersProgrammeResolvers(workers),
  };
}

const otherQueries = (models: WorkerModels, seal: FieldEncryption, importing: ImportParts) => ({
  ...dailyQueries(models),
  ...duplicateQueries(models, seal),
  ...workersImportQueries(importing),
});
