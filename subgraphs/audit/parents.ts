/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { Connection } from '../data/connection.ts';
import type { Stub } from '../data/stub.ts';
import type { Entry } from './models.ts';

/** A row of one person's log, without the other persons in the same answer. */
export type PersonAccessRow = Omit<Entry['record'], 'persons'> & { readonly person: string };

/** The value behind each type of the graph, by the type's name. */
export interface AuditParents {
  readonly PersonAccess: PersonAccessRow;
  readonly PersonAccessConnection: Connection<PersonAccessRow>;
  readonly Agency: Stub<'code'>;
}
