/** Everybody a programme pays for, and what they cost against its budget. */
import { yearInRange } from '../data/ranges.ts';
import type { FundingContext } from './context.ts';
import { counted, type RequiredCounts, type SectorCount } from './counted.ts';
import { liabilityOf } from './liability.ts';
import type { FundingParents } from './parents.ts';
import { reconcile, type Reconciliation } from './reconciliation.ts';

/** Members of groups cost the rate of all sectors but transport, in the lowest class: the city has published no other. */
export const SECTOR_OF_MEMBERS = 'OTHER';

/** @returns participants by the sector of their rate @throws CodedError COUNTS_MISSING, since a part of them would make a wrong sum */
export function participantsOf({ workerSectors, memberCount }: RequiredCounts): SectorCount[] {
  const members = counted(memberCount, 'memberCount');
  return [
    ...counted(workerSectors, 'workerSectors'),
    ...(members > 0 ? [{ sector: SECTOR_OF_MEMBERS, count: members }] : []),
  ];
}

/** @returns null where the year has no budget @throws CodedError BAD_NUMBER, COUNTS_MISSING, NO_RATE */
export async function reconciliationOf(
  programme: FundingParents['Programme'],
  year: number,
  { load }: FundingContext,
): Promise<Reconciliation | null> {
  yearInRange(year);
  const budget = (await load.budgetsOfProgramme.load(programme._id)).find((one) => one.year === year);
  if (budget === undefined) return null;
  const liability = liabilityOf(participantsOf(programme), await load.rates(), budget.from, budget.to);
  const [batches, payments] = await Promise.all([
    load.batchesOfProgramme.load(programme._id),
    load.paymentsOfBudget.load(budget._id),
  ]);
  return reconcile(budget, liability, batches, payments);
}
