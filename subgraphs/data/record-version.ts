/** Versions of records about people: a change states the version it was made on, and is written only where the record still has it. */
import type { FilterCondition } from './filter.ts';

/** The version of a record that nobody has changed; documents older than versions have none, which means this one. */
export const FIRST_VERSION = 1;

/** @returns the version of a record as it was read */
export const versionOf = ({ version }: { readonly version?: number | null | undefined }): number =>
  version ?? FIRST_VERSION;

/** @returns the condition that a record still has this version */
export const atVersion = (version: number): FilterCondition => ({
  version: version === FIRST_VERSION ? { $in: [FIRST_VERSION, null] } : version,
});
