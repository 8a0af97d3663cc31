/** What is read of a city's folder. */
import type { CityItself, CityRecord, CityTableName } from './records.ts';

/** Coordinates of a MultiPolygon by code of the district. */
export type Borders = ReadonlyMap<string, number[][][][]>;

/** A record of a file and where it stands. */
export interface Located<Value> {
  readonly line: number;
  readonly value: Value;
}

/** What the files of a city say. */
export interface CityFiles {
  readonly city: CityItself;
  readonly tables: { readonly [Name in CityTableName]: readonly Located<CityRecord<Name>>[] };
  /** By code of the district; a district may have none. */
  readonly borders: Borders;
}
