/** Errors of the audit: those that refuse an answer, and those of its commands. */
import { faultsOf } from '../../base/errors.ts';

/** Codes of the audit. */
export const auditErrors = {
  AUDIT_ANCHOR_TORN: {
    status: 500,
    what: 'A line of the anchor file is no signed head',
    solve:
      'Half a line is what a process leaves that was killed, or a full disk, and its head was never counted as written: keep a copy of the file, take the line out and verify again. Anything else on the line: treat it as an incident.',
  },
  AUDIT_BROKEN: {
    status: 500,
    what: 'The audit is not whole',
    solve:
      'Treat it as an incident: the lines before name each chain and entry; compare with a copy of the database and the anchor file.',
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    what: 'Personal data is not given out while reading it cannot be recorded',
    solve: 'Try again later; fields that are not personal are still answered. The operator checks the audit database.',
  },
  AUDIT_UNREADABLE: {
    status: 500,
    what: 'The audit cannot be read',
    solve: 'Give AUDIT_URI and AUDIT_KEY as the gateway has them; beside npm start, --data where several run.',
  },
} as const;

/** Makes an error with one of these codes. */
export const auditFault = faultsOf(auditErrors);
