import { createHash } from 'node:crypto';

/** @param key hexadecimal @returns a name of the key that says nothing of it; kept with the data, so that another key is noticed at the start */
export const keyName = (key: string): string =>
  createHash('sha256').update(`name of ${key.toLowerCase()}`).digest('hex').slice(0, 16);
