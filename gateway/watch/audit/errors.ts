/** What leaves when the audit stands in the way of an answer. */
import { faultsOf } from '../../../base/errors.ts';

export const auditErrors = {
  AUDIT_BROKEN: {
    status: 500,
    what: 'The audit is not whole',
    solve: 'Treat it as an incident: the lines before name each chain and entry; compare with a copy of the database and the anchor file.',
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    what: 'Personal data is not given out while reading it cannot be recorded',
    solve: 'Try again later; fields that are not personal are still answered. The operator checks the audit database.',
  },
} as const;

export const auditFault = faultsOf(auditErrors);
