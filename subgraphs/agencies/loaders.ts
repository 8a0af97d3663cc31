/** What a request of `agencies` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { AgencyModels } from './models.ts';

/** @returns loaders by code for one request; each is one command, however many fields load it */
export const agencyLoaders = ({ City, District, Village, Agency, PublishedFigure }: AgencyModels) => ({
  city: loadOne(City, '_id'),
  district: loadOne(District, '_id'),
  village: loadOne(Village, '_id'),
  agency: loadOne(Agency, '_id'),
  figure: loadOne(PublishedFigure, '_id'),
  districtsOfCity: loadMany(District, 'city', '_id'),
  villagesOfDistrict: loadMany(Village, 'district', '_id'),
});

/** What a resolver loads areas, agencies and figures with. */
export type AgencyLoaders = ReturnType<typeof agencyLoaders>;
