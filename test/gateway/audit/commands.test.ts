import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { persistedSecret } from '../../../base/persisted-secret.ts';
import { createAuditLog } from '../../../gateway/audit/audit-log.ts';
import { mongoAuditStore } from '../../../gateway/audit/audit-store.ts';
import { startStore } from '../../../store/serve.ts';
import { record } from './memory-store.ts';

let folder: string;
let database: Awaited<ReturnType<typeof startStore>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-commands-'));
  database = await startStore({ folder: join(folder, 'store'), port: 0 });
  const store = await mongoAuditStore(database.uri);
  const log = createAuditLog({
    store,
    key: persistedSecret(join(folder, 'keys/audit-key')),
    batch: 10,
    delay: 0,
    grace: 0,
    backlog: 1_000,
    report: () => {},
    anchor: (head) => appendFileSync(join(folder, 'keys/audit-anchor'), `${JSON.stringify(head)}\n`),
  });
  for (let n = 1; n <= 3; n++) void log.record(record(n, { persons: [`psr_${n}`, 'psr_all'] }));
  await log.close();
});
afterAll(async () => {
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly lines: Record<string, unknown>[];
  readonly said: string;
}

function run(words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const env = { ...process.env, AUDIT_URI: database.uri, KEYS_FOLDER: join(folder, 'keys'), ...environment };
  return new Promise((done) => {
    execFile(process.execPath, ['gateway/audit/main.ts', ...words], { env }, (thrown, out, said) =>
      done({
        code: thrown === null ? 0 : Number(thrown.code),
        lines: out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>),
        said,
      }),
    );
  });
}

describe('the audit on the command line', () => {
  it('is found whole, by the key that npm start keeps', async () => {
    expect(await run(['verify'])).toMatchObject({ code: 0, lines: [{ whole: true, chains: 1 }] });
  });

  it('lists who saw a person, and not whom else they saw', async () => {
    const { code, lines } = await run(['access', '--person', 'psr_2']);
    expect([code, lines.length]).toEqual([0, 1]);
    expect(JSON.stringify(lines)).not.toContain('psr_');
  });

  it('tells whom a client saw', async () => {
    const { lines } = await run(['breach', '--client', record(1).client]);
    expect(lines.map(({ person, times }) => [person, times]).sort()).toEqual([
      ['psr_1', 1],
      ['psr_2', 1],
      ['psr_3', 1],
      ['psr_all', 3],
    ]);
  });

  it('misses a chain that was deleted whole, by the anchors that npm start keeps', async () => {
    // A chain that only the anchors know of: its entries and its head are gone from the database.
    const other = await startStore({ folder: join(folder, 'emptied'), port: 0 });
    try {
      const ran = await run(['verify'], { AUDIT_URI: other.uri });
      expect([ran.code, ran.said]).toEqual([1, expect.stringContaining('AUDIT_BROKEN')]);
      expect(ran.lines.length).toBeGreaterThan(0);
      // Anchors of npm start say nothing about an audit with another key.
      expect(await run(['verify'], { AUDIT_URI: other.uri, AUDIT_KEY: 'x'.repeat(40) })).toMatchObject({
        code: 0,
        lines: [{ whole: true, chains: 0 }],
      });
    } finally {
      await other.stop();
    }
  });

  it('names the line of the anchor file that is only half there, and what to do, having compared all else', async () => {
    const torn = join(folder, 'torn-anchor');
    writeFileSync(torn, `${readFileSync(join(folder, 'keys/audit-anchor'), 'utf8')}{"chain":"8f3c`);
    const { code, lines, said } = await run(['verify'], { AUDIT_ANCHOR: torn });
    expect([code, lines]).toEqual([1, [{ anchorLine: 2, kind: 'no head' }]]);
    expect(said).toMatch(/^AUDIT_ANCHOR_TORN: .* line 2; all else is whole/);
    expect(said).not.toMatch(/SyntaxError|JSON|at /);
  });

  it('finds filters that were taken out of a record in the database, and reports that it cannot for records of the first form', async () => {
    const other = await startStore({ folder: join(folder, 'tampered'), port: 0 });
    const client = await new MongoClient(other.uri).connect();
    try {
      const store = await mongoAuditStore(other.uri);
      const key = 'y'.repeat(40);
      const log = createAuditLog({ store, key, batch: 10, delay: 0, grace: 0, backlog: 10, report: () => {} });
      void log.record(record(1, { filters: ['Worker.nik'] }));
      await log.close();
      const entries = client.db('sigap_audit').collection('entries');
      expect(await run(['verify'], { AUDIT_URI: other.uri, AUDIT_KEY: key })).toMatchObject({
        code: 0,
        lines: [{ whole: true, chains: 1 }],
      });
      await entries.updateOne({}, { $unset: { 'record.filters': 1 } });
      const { code, lines } = await run(['verify'], { AUDIT_URI: other.uri, AUDIT_KEY: key });
      expect([code, lines.map(({ kind, sequence }) => [kind, sequence])]).toEqual([1, [['altered', 1]]]);
      await entries.updateOne({}, { $unset: { version: 1 } });
      expect((await run(['verify'], { AUDIT_URI: other.uri, AUDIT_KEY: key })).lines).toContainEqual(
        expect.objectContaining({ unproven: 'record.filters', entries: 1 }),
      );
    } finally {
      await client.close();
      await other.stop();
    }
  });

  it('reports what is wrong when the key is another one or missing, or the database does not answer', async () => {
    expect(await run(['verify'], { AUDIT_KEY: 'x'.repeat(40) })).toMatchObject({
      code: 1,
      said: expect.stringContaining('AUDIT_BROKEN'),
    });
    expect(await run(['verify'], { KEYS_FOLDER: join(folder, 'none') })).toMatchObject({
      code: 1,
      lines: [],
      said: expect.stringContaining('AUDIT_UNREADABLE'),
    });
    expect(await run(['access', '--person', 'psr_1', '--from', 'yesterday'])).toMatchObject({
      code: 1,
      lines: [],
      said: expect.stringContaining('BAD_OPTION'),
    });
    expect((await run(['access'])).said).toContain('--person <token>');
  });

  it('is verified across a change of the key: what is whole is signed anew, and then the new key suffices', async () => {
    const path = join(folder, 'keys/audit-key');
    const before = persistedSecret(path);
    const newest = 'n'.repeat(64);
    expect((await run(['verify'], { AUDIT_KEY: newest })).said).toContain('AUDIT_BROKEN');
    writeFileSync(path, `${newest},${before}\n`);
    expect(await run(['verify'])).toMatchObject({ code: 0 });
    const lines = readFileSync(join(folder, 'keys/audit-anchor'), 'utf8').trim().split('\n').length;
    const { code, lines: said } = await run(['resign']);
    expect([code, said.at(-1)]).toEqual([0, { signedAnew: { heads: 1, anchors: lines } }]);
    expect((await run(['resign'])).lines.at(-1)).toEqual({ signedAnew: { heads: 0, anchors: 0 } });
    writeFileSync(path, `${newest}\n`);
    expect(await run(['verify'])).toMatchObject({ code: 0, lines: [{ whole: true, chains: 1 }] });
    // A head that no key has signed is still found, also beside one that is signed.
    const anchors = join(folder, 'keys/audit-anchor');
    const kept = readFileSync(anchors, 'utf8');
    const forged = { ...(JSON.parse(kept.trim().split('\n').at(-1)!) as object), hash: '0'.repeat(64) };
    appendFileSync(anchors, `${JSON.stringify(forged)}\n`);
    expect(await run(['verify'])).toMatchObject({ code: 1, lines: [{ kind: 'forged head' }] });
    expect((await run(['resign'])).said).toContain('AUDIT_BROKEN');
    writeFileSync(anchors, kept);
  });
});
