/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { Month } from '../counts/history.ts';
import type { Connection } from '../data/connection.ts';
import type { RequiredCounts, SectorCount } from './counted.ts';
import type { DoubleCount, DoubleCounts } from './double-funding.ts';
import type { CityCounts, Measure } from './figures.ts';
import type { Liability } from './liability.ts';
import type { Budget, ContributionBatch, ContributionRate, DoubleFunding, Payment, Programme } from './models.ts';
import type { Reconciliation } from './reconciliation.ts';

/** An entity known by its code. A stub is one. */
interface Coded {
  readonly code: string;
}

/** An area with what other subgraphs count in it. */
type Area = Coded & RequiredCounts;

/** People paid for twice in one month, with the change of the total since the month before. */
export interface DoubleMonth extends Pick<Month<DoubleCounts, 'total'>, 'month' | 'change'> {
  readonly counts: DoubleCounts;
}

/** The value behind each type of the graph, by the type's name. */
export interface FundingParents {
  readonly Programme: Programme & RequiredCounts;
  readonly Liability: Liability;
  readonly LiabilityPeriod: Liability['periods'][number];
  readonly Reconciliation: Reconciliation;
  readonly ReconciliationPeriod: Reconciliation['periods'][number];
  readonly Budget: Budget;
  readonly ContributionRate: ContributionRate;
  readonly ContributionBatch: ContributionBatch;
  readonly Payment: Payment;
  readonly PaymentConnection: Connection<Payment>;
  readonly DoubleFunding: DoubleFunding;
  readonly DoubleFundingConnection: Connection<DoubleFunding>;
  readonly DoubleFundingCounts: DoubleCounts;
  readonly DoubleFundingCount: DoubleCount;
  readonly DoubleFundingMonth: DoubleMonth;
  readonly SectorCount: SectorCount;
  readonly Person: { readonly token: string };
  readonly Agency: Coded;
  readonly City: RequiredCounts & { readonly code?: string | null };
  readonly District: Area;
  readonly Village: Area;
  readonly PublishedFigure: Coded & { readonly city: CityCounts };
  readonly Measure: Measure;
}
