/** The audit of one gateway, from its options. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SettingsOf } from '../../../base/settings.ts';
import { createAuditLog, type AuditLog } from './audit-log.ts';
import { auditFault } from './errors.ts';
import type { auditSettings } from './settings.ts';

/** @throws CodedError AUDIT_UNAVAILABLE when there is a database without a key, or it does not answer at start, or the anchors cannot be written */
export async function openAudit(settings: SettingsOf<typeof auditSettings>, report: (problem: string) => void): Promise<AuditLog | undefined> {
  const { auditUri, auditKey, auditAnchor } = settings;
  if (auditUri === undefined) return undefined;
  if (auditKey === undefined) throw auditFault('AUDIT_UNAVAILABLE', 'AUDIT_URI is set, expected AUDIT_KEY beside it');
  if (auditAnchor !== undefined) touch(auditAnchor);
  // MongoDB's driver weighs some 20 MB, which a gateway that records no reads need not carry.
  const { mongoAuditStore } = await import('./audit-store.ts');
  const store = await mongoAuditStore(auditUri).catch((cause: unknown) => {
    throw auditFault('AUDIT_UNAVAILABLE', 'the database of AUDIT_URI does not answer', { cause });
  });
  return createAuditLog({
    store,
    key: auditKey,
    batch: settings.auditBatch,
    delay: settings.auditDelay,
    grace: settings.auditGrace,
    backlog: settings.auditBacklog,
    anchor: auditAnchor === undefined ? undefined : (head) => appendFileSync(auditAnchor, `${JSON.stringify(head)}\n`),
    report,
  });
}

/** A folder that is missing or somebody else's is told at the start, and not by the first person whose data is asked for. */
function touch(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, '');
  } catch (cause) {
    throw auditFault('AUDIT_UNAVAILABLE', 'the file of AUDIT_ANCHOR cannot be written', { cause });
  }
}
