/** What an agency's folder gives to `serve.ts`, and what it gets. */
import type { ClaimsSubject } from '../base/claims.ts';
import type { DatabaseConnection } from './data/database.ts';
import type { SubgraphName } from './names.ts';
import type { RecountWork } from './counts/recount-job.ts';
import type { Keys } from './settings.ts';

/** Headers of the caller, names in lower case. */
export type Headers = Readonly<Record<string, string>>;

interface SubgraphContext {
  readonly connection: DatabaseConnection;
  readonly keys: Keys;
  /** Code of the city whose data these are, `32.75`. */
  readonly city: string;
  /** ms since 1970 */
  readonly now: () => number;
}

/** Resolvers by type and field, and scalars; each agency's own are typed by its `resolver-types.ts`. */
export type ResolversOfTypes = Readonly<Record<string, object | undefined>>;

export interface Opened<Context extends object = object> {
  readonly resolvers: ResolversOfTypes;
  /** Types whose fields only work out what has been loaded: a long answer lets others go first between them. */
  readonly sliced?: readonly string[];
  /** Made anew for each request: loaders must not outlive it. */
  readonly context: (headers: Headers, claims: ClaimsSubject) => Context;
  /** What refreshers work on, if anything is kept ready. */
  readonly works?: readonly RecountWork[];
  /** True when nothing was ever counted, so that everything is marked at start. */
  readonly missing?: () => Promise<boolean>;
  /** Keeps a copy of the counts for the month that has ended, if it is not there yet. */
  readonly freeze?: () => Promise<void>;
}

export interface Subgraph {
  readonly name: SubgraphName;
  readonly port: number;
  open(ground: SubgraphContext): Promise<Opened>;
}
