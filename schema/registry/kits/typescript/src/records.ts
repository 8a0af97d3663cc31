/** Where records are: in MongoDB, or in memory for trying out and for tests. */
import type { Caller } from './claims.js';
import type { Tally } from './counts.js';

export interface StoredRecord {
  /** A random UUID. */
  readonly _id: string;
  /** The person's token. */
  readonly token: string;
  /** Sealed. */
  readonly name: Buffer;
  /** Code of the district. */
  readonly district: string;
  /** Code of the agency whose record it is. */
  readonly agency: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly to: string | null;
  /** By it the noise of counts: see counts.ts. */
  readonly recordKey: number;
}

/** Which rows a caller may see: all, those of an agency, none. What they may not see is never read. */
export type Visible = 'all' | 'none' | { readonly agency: string };

export function visibleTo({ scopes, agency }: Caller): Visible {
  if (!scopes.includes('person:read')) return 'none';
  if (scopes.includes('person:all-agencies')) return 'all';
  return agency === undefined ? 'none' : { agency };
}

/** In any order; what is missing or may not be seen is left out. */
export interface Records {
  byIds(ids: readonly string[], visible: Visible): Promise<readonly StoredRecord[]>;
  byTokens(tokens: readonly string[], visible: Visible): Promise<readonly StoredRecord[]>;
  /** In the order of ids, behind `after`. */
  page(after: string, size: number, visible: Visible): Promise<readonly StoredRecord[]>;
  /** People with a record that runs on that day; each counts once in a district. */
  countByDistrict(districts: readonly string[], day: string): Promise<ReadonlyMap<string, Tally>>;
  add(records: readonly StoredRecord[]): Promise<void>;
  /** Resolves while the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
