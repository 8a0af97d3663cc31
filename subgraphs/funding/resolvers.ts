/** Fields of the `funding` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import { scalars } from '../data/scalars.ts';
import type { FundingModels } from './models.ts';
import { paymentList } from './payment-list.ts';
import type { Resolvers } from './resolver-types.ts';
import { City, District, Village } from './resolvers/areas.ts';
import { ContributionBatch, ContributionRate } from './resolvers/contribution.ts';
import { DoubleFunding, DoubleFundingCount, DoubleFundingCounts, Person } from './resolvers/double-funding.ts';
import { Budget, Payment } from './resolvers/money.ts';
import { Agency, programmeResolvers } from './resolvers/programme.ts';
import { PublishedFigure } from './resolvers/published-figure.ts';
import { queryResolvers } from './resolvers/query.ts';

/** @param city its code */
export function fundingResolvers(models: FundingModels, city: string): Resolvers {
  const payments = paymentList(models);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Rupiah: scalars.Rupiah,
    Query: queryResolvers(models, city, payments),
    Programme: programmeResolvers(payments),
    Budget,
    ContributionRate,
    ContributionBatch,
    Payment,
    DoubleFunding,
    DoubleFundingCounts,
    DoubleFundingCount,
    Person,
    Agency,
    City,
    District,
    Village,
    PublishedFigure,
  };
}
