import { Long } from 'mongodb';

/** Amounts are 64-bit integers in the database, where a model does not see to it. @returns the row with each bigint as one */
export const longs = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Long.fromBigInt(value) : value]),
  );
