/**
 * Damages the files of killed stores: `npm run store:damage -- 100`. Each loss of a write that was acknowledged with `j: true` must be named
 * by the next start, which must start all the same where nothing is missing. Also used by loss.test.ts.
 */
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startStore } from '../../store/serve.ts';
import { acceptLoss } from '../../store/storage/accept-loss.ts';
import { StorageEngine } from '../../store/storage/engine.ts';
import { decode } from '../../store/value/decode.ts';
import { killStore, startKilled, untilAcknowledged, writeUntilKilled } from './killed-store.ts';

/** How many damages each killed store is used for. */
const USES = 6;

type Damage = (folder: string) => void;
const log = (folder: string): string => join(folder, 'store.db-wal');
const file = (folder: string): string => join(folder, 'store.db');
const mark = (folder: string): string => join(folder, 'store.mark');
const size = (path: string): number => fs.statSync(path).size;
const anywhere = (path: string): number => Math.floor(Math.random() * size(path));

function put(path: string, bytes: Buffer, at: number): void {
  const open = fs.openSync(path, 'r+');
  fs.writeSync(open, bytes, 0, bytes.length, at);
  fs.closeSync(open);
}
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(Math.random() * 256)));

/** What is done to the files, by its name. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'nothing happens': () => undefined,
  'the log is cut anywhere': (folder) => fs.truncateSync(log(folder), anywhere(log(folder))),
  'garbage stands anywhere in the log': (folder) => put(log(folder), noise(64), anywhere(log(folder))),
  'the log is cut in half': (folder) => fs.truncateSync(log(folder), size(log(folder)) / 2),
  'one bit of the log has flipped': (folder) => {
    const at = anywhere(log(folder));
    const byte = fs.readFileSync(log(folder)).subarray(at, at + 1);
    put(log(folder), Buffer.of(byte[0]! ^ 1), at);
  },
  'the log is deleted': (folder) => fs.rmSync(log(folder)),
  "the log's header is zeroed": (folder) => put(log(folder), Buffer.alloc(32), 0),
  'the log is empty': (folder) => fs.truncateSync(log(folder), 0),
  'a page of the log is zeroed': (folder) => put(log(folder), Buffer.alloc(8192), anywhere(log(folder))),
  'store.db is empty': (folder) => fs.truncateSync(file(folder), 0),
  'store.db is gone': (folder) => fs.rmSync(file(folder)),
  'store.db and the log are gone': (folder) => [file, log].forEach((path) => fs.rmSync(path(folder))),
  "store.db's header is garbage": (folder) => put(file(folder), noise(100), 0),
  'the mark is gone and the log is cut': (folder) => {
    fs.rmSync(mark(folder));
    fs.truncateSync(log(folder), size(log(folder)) / 2);
  },
  'the mark is zeroed': (folder) => put(mark(folder), Buffer.alloc(size(mark(folder))), 0),
  'one place of the mark is garbage': (folder) => put(mark(folder), noise(64), Math.random() < 0.5 ? 0 : 4096),
};

export interface DamageReport {
  readonly damages: number;
  /** Starts that were refused with the name of a file, and starts in which every promised write was there. */
  readonly named: number;
  readonly whole: number;
  /** Starts without a write that was acknowledged with `j: true`. */
  readonly silent: readonly string[];
  /** Starts that were refused though nothing had been taken away. */
  readonly falselyRefused: readonly string[];
  /** Refusals that name no file. */
  readonly nameless: readonly string[];
  /** Losses after whose acceptance the store did not start. */
  readonly stuck: readonly string[];
}

/** @param count how many damages; each kind has its turn */
export async function damageRounds(count: number): Promise<DamageReport> {
  const root = fs.mkdtempSync(join(tmpdir(), 'store-damage-'));
  const lists = {
    silent: [] as string[],
    falselyRefused: [] as string[],
    nameless: [] as string[],
    stuck: [] as string[],
  };
  let [named, whole] = [0, 0];
  try {
    let killed: KilledStore | undefined;
    for (let round = 0; round < count; round += 1) {
      if (killed === undefined || round % USES === 0) killed = await killedStore(join(root, `killed-${round}`));
      const [name, damage] = Object.entries(DAMAGES)[round % Object.keys(DAMAGES).length]!;
      const folder = copyOf(killed.folder, join(root, 'damaged'));
      damage(folder);
      const refusal = await refusalOf(folder);
      if (refusal === undefined) {
        const lost = killed.promised.filter((id) => !idsIn(folder).has(id));
        if (lost.length > 0) lists.silent.push(`${name}: ${lost.length} of ${killed.promised.length}`);
        else whole += 1;
        continue;
      }
      named += 1;
      if (!refusal.includes(join(folder, 'store.'))) lists.nameless.push(`${name}: ${refusal}`);
      if (sameFiles(killed.folder, folder)) lists.falselyRefused.push(`${name}: ${refusal}`);
      // What is no log and no mark is damage, which nobody can accept.
      if (!/^STORE_LOSS/.test(refusal)) continue;
      acceptLoss(folder);
      const again = await refusalOf(folder);
      if (again !== undefined) lists.stuck.push(`${name}: ${again}`);
    }
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
  return { damages: count, named, whole, ...lists };
}

interface KilledStore {
  readonly folder: string;
  /** Documents whose writes with `j: true` were acknowledged. */
  readonly promised: readonly number[];
}

async function killedStore(folder: string): Promise<KilledStore> {
  const { child, uri } = await startKilled(folder);
  const client = await new MongoClient(uri, { retryWrites: false, serverSelectionTimeoutMS: 3000 }).connect();
  const acknowledged = new Map<number, boolean>();
  let next = 0;
  const writing = writeUntilKilled(client, acknowledged, () => next++, Math.random() < 0.5 ? 100 : 60_000);
  await untilAcknowledged(acknowledged, 30 + Math.random() * 300, writing);
  await killStore(child);
  await writing;
  await client.close(true);
  return { folder, promised: [...acknowledged].filter(([, j]) => j).map(([id]) => id) };
}

function copyOf(folder: string, copy: string): string {
  fs.rmSync(copy, { recursive: true, force: true });
  fs.cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  return copy;
}

function sameFiles(one: string, other: string): boolean {
  return ['store.db', 'store.db-wal', 'store.mark'].every((name) => {
    const [a, b] = [one, other].map((folder) => join(folder, name));
    return fs.existsSync(b!) && fs.readFileSync(a!).equals(fs.readFileSync(b!));
  });
}

/** @returns why the store does not start; undefined where it does */
async function refusalOf(folder: string): Promise<string | undefined> {
  try {
    await (await startStore({ folder, port: 0 })).stop();
    return undefined;
  } catch (thrown) {
    const { code, message } = thrown as { code?: string; message: string };
    return `${code ?? 'DAMAGED'}: ${message}`;
  }
}

function idsIn(folder: string): Set<unknown> {
  const engine = StorageEngine.open(folder);
  try {
    const rows = engine.catalog.find('c', 'rows');
    if (rows === undefined) return new Set();
    const all = { after: undefined, reverse: false, limit: Number.MAX_SAFE_INTEGER };
    return new Set(engine.live.rows(rows, all).map(({ bytes }) => decode(bytes).get('_id')));
  } finally {
    engine.close();
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const report = await damageRounds(Number(process.argv[2] ?? 100));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const { silent, falselyRefused, nameless, stuck } = report;
  process.exitCode = [silent, falselyRefused, nameless, stuck].some((list) => list.length > 0) ? 1 : 0;
}
