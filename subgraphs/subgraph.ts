/** What an agency's folder exports for `serve.ts`, and what it receives. */
import type { ClaimsSubject } from '../base/claims.ts';
import type { DatabaseConnection } from './data/database.ts';
import type { SealedCollection } from './data/reseal.ts';
import type { TokenedRecords } from './data/retoken.ts';
import type { SubgraphName } from './names.ts';
import type { KeyedRecords } from './counts/rekey.ts';
import type { RecountWork } from './counts/recount-job.ts';
import type { Keys } from './settings.ts';

/** Headers of a request, names in lower case. */
export type Headers = Readonly<Record<string, string>>;

interface SubgraphEnvironment {
  /** To the subgraph's own database. */
  readonly connection: DatabaseConnection;
  readonly keys: Keys;
  /** Code of the city whose data these are, `32.75`. */
  readonly city: string;
  /** ms since 1970 */
  readonly now: () => number;
}

/** Resolvers by type and field, and scalars; each agency's own are typed by its `resolver-types.ts`. */
export type ResolversOfTypes = Readonly<Record<string, object | undefined>>;

/** A subgraph over its open database. */
export interface OpenedSubgraph<Context extends object = object> {
  readonly resolvers: ResolversOfTypes;
  /** Types whose fields only compute from what has been loaded: between these fields a long answer lets other requests run. */
  readonly sliced?: readonly string[];
  /** @returns a context for one request: loaders must not outlive it */
  readonly context: (headers: Headers, claims: ClaimsSubject) => Context;
  /** What recount jobs work on, if counts are kept ready. */
  readonly works?: readonly RecountWork[];
  /** @returns true when nothing was ever counted, so that everything is marked at start */
  readonly missing?: () => Promise<boolean>;
  /** What is sealed under ENCRYPTION_KEY; sealed anew while that is changed. */
  readonly sealed?: readonly SealedCollection[];
  /** Records with a person's token; made anew when IDENTITY_KEY is changed. */
  readonly tokened?: TokenedRecords;
  /** Records with a record key; made anew while RECORD_KEY is changed. */
  readonly keyed?: KeyedRecords;
  /** Keeps a copy of the counts for the month that has ended, if it is not there yet. */
  readonly copyEndedMonth?: () => Promise<void>;
  /** Applies the rules of time, once a day. @returns what it did; undefined where nothing was to do, or the day is done */
  readonly daily?: () => Promise<object | undefined>;
}

/** One agency's subgraph, before its database is open. */
export interface Subgraph {
  readonly name: SubgraphName;
  /** Default TCP port. */
  readonly port: number;
  /** Builds the indexes that are missing. */
  open(environment: SubgraphEnvironment): Promise<OpenedSubgraph>;
}
