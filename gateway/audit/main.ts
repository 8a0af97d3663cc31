/** `npm run audit:verify`, `npm run audit:resign`, `npm run audit:breach -- --client X`, `npm run audit:access -- --person psr_…`. They print JSON, one object a line. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CodedError, reasonOf } from '../../base/errors.ts';
import { ignoreClosedPipe } from '../../base/ignore-closed-pipe.ts';
import { dataOption, keysFolderOf } from '../../base/data-folder.ts';
import { persistedSecret } from '../../base/persisted-secret.ts';
import { readSettings, type SettingTable } from '../../base/settings.ts';
import { storeAddress } from '../../base/store-address.ts';
import { anchorFile, readAnchors, type Anchors } from './anchor-file.ts';
import { personAccessLog, seenByClient } from './audit-queries.ts';
import { mongoAuditStore, type AuditStore } from './audit-store.ts';
import { brokenLinks, leavesFiltersOut, type ChainEntry, type ChainHead } from './chain.ts';
import { auditFault } from './errors.ts';
import { resign } from './resign.ts';
import { auditSettings } from './settings.ts';

const moment = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'expected a moment, ISO 8601')
  .transform((text) => new Date(text).toISOString())
  .optional();
const settings = {
  ...auditSettings,
  keysFolder: {
    env: 'KEYS_FOLDER',
    flag: '--keys-folder <path>',
    schema: z.string().min(1).optional(),
    unit: 'path',
    what: 'Where npm start keeps AUDIT_KEY and AUDIT_ANCHOR, in the folder that says where its store listens; without it the folder keys of the data folder',
  },
  data: dataOption,
  client: {
    env: 'AUDIT_CLIENT',
    flag: '--client <id>',
    schema: z.string().optional(),
    unit: 'client',
    what: 'Of which client',
  },
  person: {
    env: 'AUDIT_PERSON',
    flag: '--person <token>',
    schema: z.string().optional(),
    unit: 'token',
    what: 'Of which person',
  },
  from: { env: 'AUDIT_FROM', flag: '--from <moment>', schema: moment, unit: 'ISO 8601', what: 'From this moment on' },
  to: { env: 'AUDIT_TO', flag: '--to <moment>', schema: moment, unit: 'ISO 8601', what: 'Before this moment' },
} as const satisfies SettingTable;

/**
 * Compares every chain with its head and its anchors.
 * @param each called with every entry, whole or not
 * @returns every fault, first chain first
 */
export async function verify(
  store: AuditStore,
  key: string,
  anchors: readonly ChainHead[] = [],
  each: (entry: ChainEntry) => void = () => {},
): Promise<readonly object[]> {
  const anchored = Map.groupBy(anchors, ({ chain }) => chain);
  const broken: object[] = [];
  for (const chain of new Set([...(await store.chains()), ...anchored.keys()])) {
    const head = await store.head(chain);
    const heads = [...(head === undefined ? [] : [head]), ...(anchored.get(chain) ?? [])];
    broken.push(...(await brokenLinks(chain, seen(store.entries(chain), each), heads, key)));
  }
  return broken;
}

async function* seen(
  entries: AsyncIterable<ChainEntry>,
  each: (entry: ChainEntry) => void,
): AsyncGenerator<ChainEntry> {
  for await (const entry of entries) {
    each(entry);
    yield entry;
  }
}

/**
 * Prints a line for each fault, one for what the oldest entries cannot prove, and one for each line of the anchor file without a head.
 * @throws CodedError AUDIT_BROKEN, AUDIT_ANCHOR_TORN
 */
async function reportWhole(
  store: AuditStore,
  key: string,
  { heads, torn }: Anchors,
  print: (line: unknown) => void,
): Promise<void> {
  let unproven = 0;
  const broken = await verify(store, key, heads, (entry) => {
    if (leavesFiltersOut(entry)) unproven++;
  });
  broken.forEach(print);
  if (unproven > 0)
    print({ unproven: 'record.filters', entries: unproven, why: 'written by a version whose hash did not cover them' });
  for (const line of torn) print({ anchorLine: line, kind: 'no head' });
  if (broken.length > 0) throw auditFault('AUDIT_BROKEN', `${broken.length} breaks`);
  if (torn.length > 0)
    throw auditFault(
      'AUDIT_ANCHOR_TORN',
      `expected a signed head on each line, got none on line ${torn.join(', ')}; all else is whole`,
    );
  print({ whole: true, chains: (await store.chains()).length });
}

/** The key that npm start keeps. @throws CodedError AUDIT_UNREADABLE when there is none; one made here would make every chain look broken */
function keptKey(folder: string): string {
  const path = join(folder, 'audit-key');
  if (!existsSync(path))
    throw auditFault('AUDIT_UNREADABLE', `expected AUDIT_KEY, or the key npm start keeps in ${path}, got neither`);
  return persistedSecret(path);
}

/** Where the store of npm start listens, so that its audit can be read without options. @throws CodedError AUDIT_UNREADABLE */
function keptUri(keysFolder: string): string {
  const uri = storeAddress(dirname(keysFolder));
  if (uri === undefined)
    throw auditFault(
      'AUDIT_UNREADABLE',
      `expected AUDIT_URI, or npm start running on ${dirname(keysFolder)}, got neither`,
    );
  return uri;
}

function anchorsIn(path: string | undefined): Anchors {
  return path === undefined ? { heads: [], torn: [] } : readAnchors(readFileSync(path, 'utf8'));
}

interface Where {
  readonly auditAnchor?: string;
  readonly auditKey?: string;
  readonly keysFolder: string;
}

/** Where heads are kept outside of the database: in the file of AUDIT_ANCHOR; without AUDIT_KEY, so for the audit of npm start, in the file it keeps. */
function anchorPath({ auditAnchor, auditKey, keysFolder }: Where): string | undefined {
  const kept = join(keysFolder, 'audit-anchor');
  return auditAnchor ?? (auditKey === undefined && existsSync(kept) ? kept : undefined);
}

/** Only what is whole is signed anew: a new signature says that the old one was right. @throws CodedError AUDIT_BROKEN, AUDIT_ANCHOR_TORN */
async function resignWhole(store: AuditStore, where: Where, print: (line: unknown) => void): Promise<void> {
  const key = where.auditKey ?? keptKey(where.keysFolder);
  const path = anchorPath(where);
  const anchors = anchorsIn(path);
  await reportWhole(store, key, anchors, print);
  const anchor = path === undefined ? async () => {} : anchorFile(path);
  print({ signedAnew: await resign({ store, key, anchors: anchors.heads, anchor }) });
}

async function main([command = '', ...argv]: readonly string[]): Promise<void> {
  const given = readSettings(`audit:${command}`, settings, argv);
  if (given === undefined) return;
  const options = { ...given, keysFolder: keysFolderOf(given) };
  const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const store = await mongoAuditStore(options.auditUri ?? keptUri(options.keysFolder)).catch((cause: unknown) => {
    throw auditFault('AUDIT_UNREADABLE', 'the database of AUDIT_URI does not answer', { cause });
  });
  try {
    if (command === 'verify')
      await reportWhole(store, options.auditKey ?? keptKey(options.keysFolder), anchorsIn(anchorPath(options)), print);
    else if (command === 'resign') await resignWhole(store, options, print);
    else if (command === 'breach' && options.client !== undefined)
      (await seenByClient(store, options.client, options.from, options.to)).forEach(print);
    else if (command === 'access' && options.person !== undefined)
      (await personAccessLog(store, options.person, options.from, options.to)).forEach(print);
    else throw new Error('expected verify, resign, breach --client <id> or access --person <token>');
  } finally {
    await store.close();
  }
}

if (import.meta.main) {
  ignoreClosedPipe();
  await main(process.argv.slice(2)).catch((thrown: unknown) => {
    process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : reasonOf(thrown)}\n`);
    process.exitCode = 1;
  });
}
