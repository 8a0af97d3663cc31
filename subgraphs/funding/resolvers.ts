/** Fields of the `funding` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import { scalars } from '../data/scalars.ts';
import type { FundingModels } from './models.ts';
import type { PayingParts } from './paying/paying-parts.ts';
import { paymentList } from './payment-list.ts';
import type { Resolvers } from './resolver-types.ts';
import { fundingCityResolvers, fundingDistrictResolvers, fundingVillageResolvers } from './resolvers/areas.ts';
import { contributionBatchResolvers, contributionRateResolvers } from './resolvers/contribution.ts';
import {
  doubleFundingResolvers,
  doubleFundingCountResolvers,
  doubleFundingCountsResolvers,
  fundingPersonResolvers,
} from './resolvers/double-funding.ts';
import { budgetResolvers, paymentResolvers } from './resolvers/money.ts';
import { fundingMutationResolvers } from './resolvers/mutation.ts';
import { fundingAgencyResolvers, fundingProgrammeResolvers } from './resolvers/programme.ts';
import { fundingPublishedFigureResolvers } from './resolvers/published-figure.ts';
import { fundingQueryResolvers } from './resolvers/query.ts';

/** What the resolvers need beside a request's context. */
interface FundingParts {
  readonly models: FundingModels;
  /** Code of the city. */
  readonly city: string;
  /** What bills and payments are recorded with. */
  readonly paying: PayingParts;
}

/** @returns the resolvers of every type in `schema/funding.graphql` */
export function fundingResolvers({ models, city, paying }: FundingParts): Resolvers {
  const payments = paymentList(models);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Rupiah: scalars.Rupiah,
    Query: fundingQueryResolvers(models, city, payments),
    Mutation: fundingMutationResolvers(paying),
    Programme: fundingProgrammeResolvers(payments),
    Budget: budgetResolvers,
    ContributionRate: contributionRateResolvers,
    ContributionBatch: contributionBatchResolvers,
    Payment: paymentResolvers,
    DoubleFunding: doubleFundingResolvers,
    DoubleFundingCounts: doubleFundingCountsResolvers,
    DoubleFundingCount: doubleFundingCountResolvers,
    Person: fundingPersonResolvers,
    Agency: fundingAgencyResolvers,
    City: fundingCityResolvers,
    District: fundingDistrictResolvers,
    Village: fundingVillageResolvers,
    PublishedFigure: fundingPublishedFigureResolvers,
  };
}
