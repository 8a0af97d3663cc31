/** The state of the overview, as its address holds it. */
import { oneOf, text, whole, type Shape } from '../address/view-state.ts';
import { MEASURES, type Measure } from './heat.ts';

export interface OverviewState {
  /** Code of the district whose villages are shown; the whole city when left out. */
  readonly district: string | null;
  /** What the grid of occupations shows. */
  readonly measure: Measure;
  /** Whose budget is shown; the latest when left out. */
  readonly year: number | null;
}

export const OVERVIEW_SHAPE: Shape<OverviewState> = {
  district: text(/^\d\d\.\d\d\.\d\d$/, '32.75.01'),
  measure: oneOf(MEASURES, 'coverageRate'),
  year: whole(2000, 2100),
};
