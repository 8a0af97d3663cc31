/** The audit of a gateway from its options. */
import type { SettingsOf } from '../../base/settings.ts';
import { anchorFile } from './anchor-file.ts';
import { createAuditLog, type AuditLog } from './audit-log.ts';
import { auditFault } from './errors.ts';
import type { auditSettings } from './settings.ts';

/**
 * @returns undefined without AUDIT_URI: nothing is recorded
 * @throws CodedError AUDIT_UNAVAILABLE when there is a database without a key, it does not answer, or the anchors cannot be written
 */
export async function openAudit(
  settings: SettingsOf<typeof auditSettings>,
  report: (problem: string) => void,
): Promise<AuditLog | undefined> {
  const { auditUri, auditKey, auditAnchor } = settings;
  if (auditUri === undefined) return undefined;
  if (auditKey === undefined) throw auditFault('AUDIT_UNAVAILABLE', 'AUDIT_URI is set, expected AUDIT_KEY beside it');
  const anchor = auditAnchor === undefined ? undefined : anchorFile(auditAnchor);
  // MongoDB's driver takes some 20 MB of memory, which a gateway without an audit need not load.
  const { mongoAuditStore } = await import('./audit-store.ts');
  const store = await mongoAuditStore(auditUri).catch((cause: unknown) => {
    throw auditFault('AUDIT_UNAVAILABLE', 'the database of AUDIT_URI does not answer', { cause });
  });
  return createAuditLog({
    store,
    key: auditKey,
    wait: settings.auditWait,
    batch: settings.auditBatch,
    delay: settings.auditDelay,
    grace: settings.auditGrace,
    backlog: settings.auditBacklog,
    anchor,
    report,
  });
}
