/** What the engine works with. */
import type { RecountQueue } from '../counts/recount-queue.ts';
import { asOf, type DatabaseConnection } from '../data/database.ts';
import { personTokens } from '../data/person-token.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { importFault } from './errors.ts';
import { importModels, type ImportJob, type ImportModels } from './import-job.ts';
import type { ImportKind, ImportScope } from './import-kind.ts';
import { importingAgency, type ImportCaller } from './import-rights.ts';
import { LateMarks } from './late-marks.ts';
import { readReferences } from './references.ts';

/** What the engine works with. */
export interface ImportParts {
  readonly connection: DatabaseConnection;
  readonly models: ImportModels;
  readonly seal: FieldEncryption;
  readonly queue: RecountQueue;
  /** Marks of passes that are under way. */
  readonly marks: LateMarks;
  readonly kinds: readonly ImportKind[];
  /** @returns a person's token */
  readonly tokenOf: (nik: string) => string;
  /** @returns the day that rows are judged at, `YYYY-MM-DD` */
  readonly today: () => Promise<string>;
  /** ms since 1970 */
  readonly now: () => number;
}

/** What the engine is put together from. */
export interface ImportPartsOptions extends Pick<ImportParts, 'connection' | 'seal' | 'queue' | 'kinds'> {
  readonly identityKey: string;
  /** ms since 1970 */
  readonly now: () => number;
}

/** @returns what the engine works with in one subgraph */
export function importParts({ identityKey, now, ...parts }: ImportPartsOptions): ImportParts {
  const { connection } = parts;
  return {
    ...parts,
    now,
    models: importModels(connection),
    marks: new LateMarks(parts.queue),
    tokenOf: personTokens(identityKey),
    today: () => asOf(connection, now),
  };
}

/** @throws CodedError IMPORT_COLUMNS where the subgraph has no such kind */
export function importKindOf({ kinds }: ImportParts, name: string): ImportKind {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined)
    throw importFault('IMPORT_COLUMNS', `expected one of ${kinds.map((one) => one.name).join(', ')}`);
  return kind;
}

/** @returns the job of the caller's agency @throws CodedError IMPORT_FORBIDDEN, IMPORT_NOT_FOUND */
export async function ownJob(parts: ImportParts, caller: ImportCaller, id: string): Promise<ImportJob> {
  const agency = importingAgency(caller);
  const job = await parts.models.ImportJob.findOne({ _id: id, agency } as never).lean<ImportJob>();
  if (job === null) throw importFault('IMPORT_NOT_FOUND');
  requireScopeOf(importKindOf(parts, job.kind), caller, agency);
  return job;
}

/** @throws CodedError IMPORT_FORBIDDEN for a caller without the scope that the kind needs beside that of imports */
export function requireScopeOf(kind: ImportKind, { scopes }: ImportCaller, agency: string): void {
  const needed = kind.needs?.(agency);
  if (needed !== undefined && !scopes.includes(needed))
    throw importFault('IMPORT_FORBIDDEN', `expected the scope ${needed} for ${kind.name}`);
}

/** For whom and with what the rows of a job are judged. */
export async function importScopeOf(
  parts: ImportParts,
  { _id, agency }: ImportJob,
  { sub }: ImportCaller,
): Promise<ImportScope> {
  const { connection, today, tokenOf, now } = parts;
  const at = new Date(now()).toISOString();
  return { agency, job: _id, by: sub, at, references: await readReferences(connection), today: await today(), tokenOf };
}

/** Whether a job is under way: after a process has died, what it wrote may not be marked to be counted again. */
export const isImporting = async ({ models }: ImportParts): Promise<boolean> =>
  (await models.ImportJob.exists({ state: { $in: ['APPLYING', 'UNDOING'] } } as never)) !== null;
