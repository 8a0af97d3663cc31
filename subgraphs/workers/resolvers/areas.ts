/** Workers of the city, its districts and its villages, and of their programme. */
import { ALL } from '../../data/area.ts';
import { cityId, globalId } from '../../data/global-id.ts';
import { NONE } from '../../data/visible-rows.ts';
import { coverageHistory, coverageIn, sectorsOf } from '../coverage-of-area.ts';
import { coverages } from '../coverage.ts';
import type { CityResolvers, DistrictResolvers, ProgrammeResolvers, VillageResolvers } from '../resolver-types.ts';
import { cityFunnelHistory, cityFunnelIn } from '../verification-funnels.ts';
import type { WorkerList } from '../worker-list.ts';

/** `City`: totals that are exact for everybody, and the funnel of all agencies, which is not. */
export const workersCityResolvers: CityResolvers = {
  __resolveReference: ({ code }) => ({ code }),
  id: cityId,
  workerCount: async (_, _args, { totals }) => (await totals()).derive(coverages).counts(ALL).total,
  // As they are now, for everybody: what the programme costs is computed from them, and reveals each of them exactly.
  workerSectors: async (_, _args, { totals }) => sectorsOf(await totals(), ALL),
  coverage: async (_, { month }, { cells }) => coverageIn(await cells(month), ALL),
  coverageHistory: (_, months, context) => coverageHistory(ALL, months, context),
  // The city's own count of the same month, which `coverage` shows exactly too.
  workersCovered: async (_, _args, { cells }) => {
    const view = (await cells()).exact();
    return { count: view.derive(coverages).counts(ALL).covered, basis: view.basis };
  },
  funnel: async (_, { month }, { cells }) => cityFunnelIn(await cells(month)),
  funnelHistory: (_, months, context) => cityFunnelHistory(months, context),
  workersWithoutVillage: async (_, _args, { cells }) => (await cells()).derive(coverages).counts(null).total,
};

/** The counts of a district or a village. */
const areaCounts = {
  workerCount: async ({ code }, _args, { cells }) => (await cells()).derive(coverages).counts(code).total,
  workerSectors: async ({ code }, _args, { cells }) => sectorsOf(await cells(), code),
  coverage: async ({ code }, { month }, { cells }) => coverageIn(await cells(month), code),
  coverageHistory: ({ code }, months, context) => coverageHistory(code, months, context),
} satisfies DistrictResolvers & VillageResolvers;

/** `District`. @param workers the list that shows its workers */
export function workersDistrictResolvers(workers: WorkerList): DistrictResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('District', 'code'),
    ...areaCounts,
    workers: ({ code }, args, context) => workers('District.workers', { district: code }, args, context),
  };
}

/** `Village`. @param workers the list that shows its workers */
export function workersVillageResolvers(workers: WorkerList): VillageResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('Village', 'code'),
    ...areaCounts,
    workers: ({ code }, args, context) => workers('Village.workers', { village: code }, args, context),
  };
}

/** The one programme whose participants are workers. */
const PROGRAMME = 'SIGAP';

/** `Programme`: sectors and workers of the one that pays for workers; any other has none. @param workers the list that shows them */
export function workersProgrammeResolvers(workers: WorkerList): ProgrammeResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('Programme', 'code'),
    workerSectors: async ({ code }, _args, { totals }) => (code === PROGRAMME ? sectorsOf(await totals(), ALL) : []),
    workers: ({ code }, args, context) => workers('Programme.workers', code === PROGRAMME ? {} : NONE, args, context),
  };
}
