/** What a request of `agencies` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { AgencyModels } from './models.ts';
import { visibleTo, type QuestionCaller } from './questions/question-rights.ts';

/** @returns loaders by code for one request; each is one command, however many fields load it. Of saved questions those that the caller may see */
export const agencyLoaders = (
  { City, District, Village, Agency, PublishedFigure, SavedQuestion }: AgencyModels,
  caller: QuestionCaller,
) => ({
  city: loadOne(City, '_id'),
  district: loadOne(District, '_id'),
  village: loadOne(Village, '_id'),
  agency: loadOne(Agency, '_id'),
  figure: loadOne(PublishedFigure, '_id'),
  districtsOfCity: loadMany(District, 'city', '_id'),
  villagesOfDistrict: loadMany(Village, 'district', '_id'),
  question: loadOne(SavedQuestion, '_id', () => visibleTo(caller)),
  // Versions are many times what they are versions of, so no list reads them along with it.
  questionVersions: loadOne(SavedQuestion, '_id', () => visibleTo(caller), '+versions'),
});

/** What a resolver loads areas, agencies and figures with. */
export type AgencyLoaders = ReturnType<typeof agencyLoaders>;
