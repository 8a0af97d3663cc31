/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { Connection } from '../data/connection.ts';
import type { Stub } from '../data/stub.ts';
import type { Entry } from './models.ts';

/** A row of one person's log, without the other persons in the same answer. */
export type PersonAccessRow = Omit<Entry['record'], 'persons'> & { readonly person: string };

/** A row of the log of a span of days: an answer with how many persons were in it. */
export type AccessRow = Omit<Entry['record'], 'persons'> & { readonly persons: number };

/** The value behind each type of the graph, by the type's name. */
export interface AuditParents {
  readonly Access: AccessRow;
  readonly AccessConnection: Connection<AccessRow>;
  readonly PersonAccess: PersonAccessRow;
  readonly PersonAccessConnection: Connection<PersonAccessRow>;
  readonly Agency: Stub<'code'>;
}
