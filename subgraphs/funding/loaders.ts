/** What a request of `funding` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import { once } from '../data/once.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { FundingModels } from './models.ts';

/** @param visible which people paid for twice the caller may see @returns loaders for one request; each is one command */
export const fundingLoaders = (models: FundingModels, visible: VisibleRows) => ({
  programme: loadOne(models.Programme, '_id'),
  budget: loadOne(models.Budget, '_id'),
  rate: loadOne(models.ContributionRate, '_id'),
  batch: loadOne(models.ContributionBatch, '_id'),
  payment: loadOne(models.Payment, '_id'),
  double: loadOne(models.DoubleFunding, '_id', visible),
  budgetsOfProgramme: loadMany(models.Budget, 'programme', 'year'),
  batchesOfProgramme: loadMany(models.ContributionBatch, 'programme', 'period'),
  paymentsOfBatch: loadMany(models.Payment, 'batch', 'paidOn'),
  paymentsOfBudget: loadMany(models.Payment, 'budget', 'paidOn'),
  programmesOfFunder: loadMany(models.Programme, 'funder', '_id'),
  programmesOfInsurer: loadMany(models.Programme, 'insurer', '_id'),
  /** All rates: a handful a decade. */
  rates: once(() => models.ContributionRate.find({}).sort({ sector: 1, from: 1 }).lean().exec()),
});

/** What a resolver loads programmes and money with. */
export type FundingLoaders = ReturnType<typeof fundingLoaders>;
