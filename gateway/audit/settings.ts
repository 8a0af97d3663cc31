/** Options of the audit. */
import { z } from 'zod';
import { mongodbUri, onOff, wholeNumber, type SettingTable } from '../../base/settings.ts';

/** Options of the audit. */
export const auditSettings = {
  auditUri: {
    env: 'AUDIT_URI',
    flag: '--audit-uri <uri>',
    schema: mongodbUri(),
    unit: 'MongoDB connection string',
    what: 'Where reads of personal data are recorded; without it they are not',
    secret: true,
  },
  auditKey: {
    env: 'AUDIT_KEY',
    schema: z
      .string()
      .refine((text) => text.split(',').every((key) => key.length >= 32), 'expected at least 32 characters')
      .optional(),
    unit: 'secret text',
    what: 'Signs the heads of the audit, so that its end cannot be cut off unseen; needed with AUDIT_URI. While it is changed, the new one, a comma and the one before.',
    secret: true,
  },
  auditAnchor: {
    env: 'AUDIT_ANCHOR',
    flag: '--audit-anchor <path>',
    schema: z.string().min(1).optional(),
    unit: 'path',
    what: 'File each signed head is appended to, outside of the database: what audit:verify compares with',
  },
  auditWait: {
    env: 'AUDIT_WAIT',
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether an answer with personal data leaves only when its record is durable; off: it leaves at once, and a gateway that is killed loses the records of up to AUDIT_DELAY and of what is being written',
  },
  auditBatch: {
    env: 'AUDIT_BATCH',
    schema: wholeNumber(1, 10_000, 200),
    unit: 'records',
    what: 'How many records are written together at most',
  },
  auditDelay: {
    env: 'AUDIT_DELAY',
    schema: wholeNumber(0, 10_000, 5),
    unit: 'ms',
    what: 'How long a record waits for others at most while none are being written; those that come while some are go together after them',
  },
  auditGrace: {
    env: 'AUDIT_GRACE',
    schema: wholeNumber(0, 3_600_000, 10_000),
    unit: 'ms',
    what: 'How long an answer waits for its record before it is refused (1 s at least); with AUDIT_WAIT=off, how long personal data is still given out while the audit cannot be written',
  },
  auditBacklog: {
    env: 'AUDIT_BACKLOG',
    schema: wholeNumber(1, 1_000_000, 10_000),
    unit: 'records',
    what: 'How many records are kept in memory meanwhile at most; at this many personal data is refused at once',
  },
} as const satisfies SettingTable;
