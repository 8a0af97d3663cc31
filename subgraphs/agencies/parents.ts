/** What stands behind each type of the graph: what the resolvers of its fields are given. `npm run types` reads its names. */
import type { Connection } from '../data/connection.ts';
import type { Agency, City, District, PublishedFigure, Village } from './models.ts';

export interface AgenciesParents {
  readonly City: City;
  readonly District: District;
  readonly Village: Village;
  readonly Agency: Agency;
  readonly PublishedFigure: PublishedFigure;
  /** Of the figure's unit the one field that is set, as the database has it. */
  readonly Measure: Readonly<Record<string, PublishedFigure['value']>>;
  readonly AgencyConnection: Connection<Agency>;
  readonly VillageConnection: Connection<Village>;
}
