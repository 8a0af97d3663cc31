/** What to do about a fault, to be printed below it. */
import { graphClientErrors } from './graph/errors.ts';
import { importCommandErrors } from './import/errors.ts';
import { tableFileErrors } from './files/read/errors.ts';
import { tableWriteErrors } from './files/write/errors.ts';
import { filesOutErrors } from './files/out/errors.ts';
import type { ErrorTable } from '../base/errors.ts';

const TABLE: ErrorTable = {
  ...graphClientErrors,
  ...importCommandErrors,
  ...tableFileErrors,
  ...tableWriteErrors,
  ...filesOutErrors,
};

/** @returns what solves an error of the command lines; undefined for another's code, whose message says it */
export const adviceOf = (code: string): string | undefined => TABLE[code]?.solve;
