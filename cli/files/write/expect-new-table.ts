/** Whether a table can be written under a name, told before the work that fills it. */
import { existsSync } from 'node:fs';
import { tableWriteFault } from './errors.ts';

/** @param path ends in `.csv` or `.xlsx`, and nothing is there @throws CodedError FILE_NAME, FILE_EXISTS */
export function expectNewTable(path: string): void {
  if (!/\.(?:csv|xlsx)$/i.test(path))
    throw tableWriteFault('FILE_NAME', `expected a name that ends in .csv or .xlsx, got ${path}`);
  if (existsSync(path)) throw tableWriteFault('FILE_EXISTS', `expected a new name, got ${path}`);
}
