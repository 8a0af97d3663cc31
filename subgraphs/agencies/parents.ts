/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { Connection } from '../data/connection.ts';
import type { Agency, City, District, PublishedFigure, Village } from './models.ts';
import type { SavedQuestion } from './questions/saved-question.ts';

/** The value behind each type of the graph, by the type's name. */
export interface AgenciesParents {
  readonly City: City;
  readonly District: District;
  readonly Village: Village;
  readonly Agency: Agency;
  readonly PublishedFigure: PublishedFigure;
  /** The one field that the figure's unit sets, as the database holds it. */
  readonly Measure: Readonly<Record<string, PublishedFigure['value']>>;
  readonly AgencyConnection: Connection<Agency>;
  readonly VillageConnection: Connection<Village>;
  readonly SavedQuestion: SavedQuestion;
  readonly SavedQuestionConnection: Connection<SavedQuestion>;
}
