/** Codes of the operators' port. */
import { faultsOf } from '../../base/errors.ts';

/** What the operators' port refuses. */
export const operateErrors = {
  OPERATE_TOKEN: {
    status: 401,
    what: "The operators' port does not know who asks",
    solve: 'Send authorization: Bearer with the token of OPERATE_TOKEN.',
  },
  OPERATE_UNSAFE: {
    status: 500,
    what: "The operators' port would be open to other machines",
    solve: 'Set OPERATE_TOKEN or OPERATE_TOKEN_FILE, or leave OPERATE_HOST at 127.0.0.1.',
  },
  OPERATE_INPUT: {
    status: 400,
    what: "A request to the operators' port does not fit",
    solve: 'The message says what was expected; docs/operations.md has an example of each.',
  },
  OPERATE_PATH: {
    status: 404,
    what: "The operators' port has no such path",
    solve: 'The message lists the paths.',
  },
  WORKER_SILENT: {
    status: 503,
    what: 'No worker answers',
    solve: 'The workers are starting, stopping, or do not get on; the log says which.',
  },
} as const;

/** @returns the error of a code, with what is particular */
export const operateFault = faultsOf(operateErrors);
