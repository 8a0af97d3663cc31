/** What stands behind each type of the graph: what the resolvers of its fields are given. `npm run types` reads its names. */
import type { Connection } from '../data/connection.ts';
import type { Stub } from '../data/stub.ts';
import type { Entry } from './models.ts';

/** A row of one person's log: the others whom the same answer was about stay out of it. */
export type PersonAccessRow = Omit<Entry['record'], 'persons'> & { readonly person: string };

export interface AuditParents {
  readonly PersonAccess: PersonAccessRow;
  readonly PersonAccessConnection: Connection<PersonAccessRow>;
  readonly Agency: Stub<'code'>;
}
