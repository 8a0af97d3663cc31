/** The state of the view Query, as its address holds it: nothing of what is typed, which may be about a person. */
import { savedId, text, type Shape } from '../address/view-state.ts';

export interface QueryState {
  /** Id of the saved question that is opened. */
  readonly saved: string | null;
  /** Name of the shipped question that is opened. */
  readonly question: string | null;
}

export const QUERY_SHAPE: Shape<QueryState> = {
  saved: savedId(),
  question: text(/^[A-Za-z_][\w-]{0,79}$/, 'programme-on-one-page'),
};
