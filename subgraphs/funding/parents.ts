/** What stands behind each type of the graph: what the resolvers of its fields are given. `npm run types` reads its names. */
import type { Month } from '../counts/history.ts';
import type { Connection } from '../data/connection.ts';
import type { RequiredCounts, SectorCount } from './counted.ts';
import type { DoubleCount, DoubleCounts } from './double-funding.ts';
import type { CityCounts, Measure } from './figures.ts';
import type { Liability } from './liability.ts';
import type { Budget, ContributionBatch, ContributionRate, DoubleFunding, Payment, Programme } from './models.ts';
import type { Reconciliation } from './reconciliation.ts';

/** Known by its code; a stub is one. */
interface Coded {
  readonly code: string;
}

/** With what others count in it. */
type Area = Coded & RequiredCounts;

export interface DoubleMonth extends Pick<Month<DoubleCounts, 'total'>, 'month' | 'change'> {
  readonly counts: DoubleCounts;
}

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
