/** The people whom the city pays for in an area, and what the workers among them cost. */
import type { Basis } from '../../counts/view.ts';
import { cityId, globalId } from '../../data/global-id.ts';
import { counted, type RequiredCounts } from '../counted.ts';
import { doubleCounts } from '../double-funding.ts';
import { liabilityOf } from '../liability.ts';
import type { CityResolvers, DistrictResolvers, VillageResolvers } from '../resolver-types.ts';

/** Of what the other agencies count for the whole city: without noise, as their records are now. */
const NOW: Basis = { month: null, exactness: 'EXACT', noise: 0 };

/** `City`: totals that are exact for everybody. */
export const fundingCityResolvers: CityResolvers = {
  __resolveReference: (reference) => reference,
  id: cityId,
  // Nothing of the city is perturbed. A missing part is an error, CodedError COUNTS_MISSING.
  participants: ({ workerCount, memberCount }) =>
    counted(workerCount, 'workerCount') + counted(memberCount, 'memberCount'),
  participantsBasis: () => NOW,
  fundedTwice: async (_area, _args, { totals }) => (await totals()).derive(doubleCounts).total,
  fundedTwiceBasis: async (_area, _args, { totals }) => (await totals()).basis,
};

/** @returns null while either part is missing: a sum without it would be wrong */
function together({ workerCount, memberCount }: RequiredCounts): number | null {
  return workerCount == null || memberCount == null ? null : workerCount + memberCount;
}

/** Of a district or a village. */
const areaFields = {
  participants: together,
  workerLiability: async ({ workerSectors }, { period }, { load }) =>
    workerSectors == null ? null : liabilityOf(workerSectors, await load.rates(), period, period).total,
  fundedTwice: async ({ code }, { month }, { cells }) => (await cells(month)).derive(doubleCounts).of(code),
  fundedTwiceBasis: async (_area, { month }, { cells }) => (await cells(month)).basis,
} satisfies DistrictResolvers & VillageResolvers;

/** `District`: sums of the counts that the caller sees, so perturbed for most. */
export const fundingDistrictResolvers: DistrictResolvers = {
  __resolveReference: (reference) => reference,
  id: globalId('District', 'code'),
  ...areaFields,
};
/** `Village`: as `District`. */
export const fundingVillageResolvers: VillageResolvers = {
  __resolveReference: (reference) => reference,
  id: globalId('Village', 'code'),
  ...areaFields,
};
