/** Fields of the `workers` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import type { FieldEncryption } from '../data/field-encryption.ts';
import { scalars } from '../data/scalars.ts';
import type { WorkerModels } from './models.ts';
import type { Resolvers } from './resolver-types.ts';
import { agencyResolvers, AgencyFunnel } from './resolvers/agency.ts';
import { City, districtResolvers, programmeResolvers, villageResolvers } from './resolvers/areas.ts';
import {
  AreaCoverage,
  BreakdownRow,
  Coverage,
  CoverageCell,
  DecileBandCount,
  OccupationCount,
} from './resolvers/coverage.ts';
import { queryResolvers } from './resolvers/query.ts';
import { Verification } from './resolvers/verification.ts';
import { membershipResolvers, Person, WelfareDecile, workerResolvers } from './resolvers/worker.ts';
import { verificationList } from './verification-list.ts';
import { workerList } from './worker-list.ts';

export interface WorkersGround {
  readonly models: WorkerModels;
  /** Code of the city. */
  readonly city: string;
  readonly seal: FieldEncryption;
  readonly tokenOf: (nik: string) => string;
}

export function workersResolvers({ models, city, seal, tokenOf }: WorkersGround): Resolvers {
  const workers = workerList(models, seal);
  const verifications = verificationList(models, seal);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Nik: scalars.Nik,
    Query: queryResolvers({ city, tokenOf, workers, verifications }),
    Worker: workerResolvers(seal),
    Membership: membershipResolvers(seal),
    WelfareDecile,
    Verification,
    Person,
    Coverage,
    OccupationCount,
    DecileBandCount,
    CoverageCell,
    BreakdownRow,
    AreaCoverage,
    AgencyFunnel,
    City,
    District: districtResolvers(workers),
    Village: villageResolvers(workers),
    Agency: agencyResolvers(verifications),
    Programme: programmeResolvers(workers),
  };
}
