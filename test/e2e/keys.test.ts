import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseDefaultCredentials } from '../../base/default-credentials.ts';
import { auditSettings } from '../../gateway/audit/settings.ts';
import { claimsKey } from '../../gateway/guard/claims/sign-claims.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  file = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keys(...words: string[]): { status: number | null; said: string } {
  const ran = spawnSync(process.execPath, ['--import', './base/runtime.mjs', 'keys.ts', ...words], {
    encoding: 'utf8',
  });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}
const secrets = (): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );

describe('npm run keys', () => {
  it('makes a file of secrets that production takes, each another, readable by its owner alone', () => {
    expect(keys('init', '--file', file).status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { NODE_ENV, HOSTS, ...made } = secrets();
    expect([NODE_ENV, HOSTS]).toEqual(['production', 'gateway']);
    expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
    for (const [name, value] of Object.entries(made)) {
      const table = { any: { ...subgraphSettings.identityKey, env: name } };
      expect(() => refuseDefaultCredentials(table, { any: value }, 'production')).not.toThrow();
    }
    for (const name of ['workers', 'agencies', 'groups', 'funding', 'audit'])
      expect(made[`${name.toUpperCase()}_CLAIMS_KEYS`]).toBe(
        claimsKey(made['CLAIMS_SECRET']!, name).export().toString('base64url'),
      );
  });

  it('writes over no file, and loses no key when a change is begun twice', () => {
    keys('init', '--file', file);
    const before = secrets();
    expect(keys('init', '--file', file)).toMatchObject({
      status: 1,
      said: expect.stringContaining('KEYS_FILE') as string,
    });
    expect(secrets()).toEqual(before);
    expect(keys('finish', 'encryption', '--file', file).said).toContain('is not being changed');
    expect(secrets()).toEqual(before);
    keys('rotate', 'encryption', '--file', file);
    const changing = secrets();
    expect(keys('rotate', 'encryption', '--file', file).status).toBe(1);
    expect(secrets()).toEqual(changing);
  });

  it('changes the encryption key: the new one with the one before behind it, then the new one alone', () => {
    keys('init', '--file', file);
    const before = secrets()['ENCRYPTION_KEY']!;
    expect(keys('rotate', 'encryption', '--file', file).status).toBe(0);
    const [newest, previous] = secrets()['ENCRYPTION_KEY']!.split(',');
    expect(previous).toBe(before);
    expect(newest).toMatch(/^[0-9a-f]{64}$/);
    expect(subgraphSettings.encryptionKey.schema.safeParse(secrets()['ENCRYPTION_KEY']).success).toBe(true);
    expect(keys('finish', 'encryption', '--file', file).status).toBe(0);
    expect(secrets()['ENCRYPTION_KEY']).toBe(newest);
  });

  it('changes the key of the audit in the same way, also that of a data folder', () => {
    keys('init', '--file', file);
    const before = secrets()['AUDIT_KEY']!;
    expect(keys('rotate', 'audit', '--file', file).said).toContain('audit:resign');
    const [newest, previous] = secrets()['AUDIT_KEY']!.split(',');
    expect([previous, newest?.length]).toEqual([before, 64]);
    expect(auditSettings.auditKey.schema.safeParse(secrets()['AUDIT_KEY']).success).toBe(true);
    keys('finish', 'audit', '--file', file);
    expect(secrets()['AUDIT_KEY']).toBe(newest);
    const path = join(folder, 'data', 'keys', 'audit-key');
    mkdirSync(join(folder, 'data', 'keys'), { recursive: true });
    writeFileSync(path, `${before}\n`);
    expect(keys('rotate', 'audit', '--data', join(folder, 'data')).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^[0-9a-f]{64},${before}\n$`));
  });

  it('changes the key of identity in the same way', () => {
    keys('init', '--file', file);
    const before = secrets()['IDENTITY_KEY']!;
    keys('rotate', 'identity', '--file', file);
    expect(secrets()['IDENTITY_KEY']).toMatch(new RegExp(`^[0-9a-f]{64},${before}$`));
    expect(subgraphSettings.identityKey.schema.safeParse(secrets()['IDENTITY_KEY']).success).toBe(true);
    keys('finish', 'identity', '--file', file);
    expect(secrets()['IDENTITY_KEY']).not.toContain(before);
  });

  it('changes the record keys of all agencies together', () => {
    keys('init', '--file', file);
    const before = secrets();
    const names = Object.keys(before).filter((name) => name.endsWith('_RECORD_KEY'));
    expect(names).toHaveLength(5);
    keys('rotate', 'records', '--file', file);
    for (const name of names) {
      expect(secrets()[name]).toMatch(new RegExp(`^[0-9a-f]{64},${before[name]}$`));
      expect(subgraphSettings.recordKey.schema.safeParse(secrets()[name]).success).toBe(true);
    }
    const newest = names.map((name) => secrets()[name]!.split(',')[0]);
    keys('finish', 'records', '--file', file);
    expect(names.map((name) => secrets()[name])).toEqual(newest);
  });

  it('keeps the file as it was beside it, so that a change that was finished too early can be taken back', () => {
    keys('init', '--file', file);
    keys('rotate', 'encryption', '--file', file);
    const both = secrets()['ENCRYPTION_KEY'];
    expect(keys('finish', 'encryption', '--file', file).said).toContain(`${file}.before`);
    expect(statSync(`${file}.before`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${file}.before`, 'utf8')).toContain(`ENCRYPTION_KEY=${both}\n`);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('changes nothing while another change is under way, and writes through no link that was put there', () => {
    keys('init', '--file', file);
    const before = readFileSync(file, 'utf8');
    const target = join(folder, 'elsewhere');
    symlinkSync(target, `${file}.new`);
    expect(keys('rotate', 'encryption', '--file', file)).toMatchObject({ status: 1 });
    expect([readFileSync(file, 'utf8'), existsSync(target)]).toEqual([before, false]);
  });

  it.each([
    ['a name that is given twice', (text: string) => `${text}\nENCRYPTION_KEY=${'0'.repeat(64)}\n`],
    ['a name behind export', (text: string) => text.replace('ENCRYPTION_KEY=', 'export ENCRYPTION_KEY=')],
    ['a value in quotes', (text: string) => text.replace(/ENCRYPTION_KEY=(.*)/, 'ENCRYPTION_KEY="$1"')],
    ['a comment behind the value', (text: string) => text.replace(/ENCRYPTION_KEY=(.*)/, 'ENCRYPTION_KEY=$1 # ours')],
  ])('refuses %s, which others read in another way', (_what, spoil) => {
    keys('init', '--file', file);
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const before = readFileSync(file, 'utf8');
    expect(keys('rotate', 'encryption', '--file', file).said).toContain('KEYS_FILE');
    expect([readFileSync(file, 'utf8'), existsSync(`${file}.new`)]).toEqual([before, false]);
  });

  it('follows a link to the file, and leaves the link', () => {
    keys('init', '--file', file);
    const link = join(folder, 'link');
    symlinkSync(file, link);
    const before = secrets()['ENCRYPTION_KEY']!;
    expect(keys('rotate', 'encryption', '--file', link).status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(secrets()['ENCRYPTION_KEY']).toContain(`,${before}`);
  });

  it('changes what the gateway signs with: every subgraph takes both keys until it is finished', () => {
    keys('init', '--file', file);
    const before = secrets();
    keys('rotate', 'claims', '--file', file);
    const changing = secrets();
    expect(changing['CLAIMS_SECRET']).not.toBe(before['CLAIMS_SECRET']);
    for (const name of ['WORKERS', 'AUDIT']) {
      const key = claimsKey(changing['CLAIMS_SECRET']!, name.toLowerCase()).export().toString('base64url');
      expect(changing[`${name}_CLAIMS_KEYS`]).toBe(`${key},${before[`${name}_CLAIMS_KEYS`]}`);
    }
    keys('finish', 'claims', '--file', file);
    expect(secrets()['WORKERS_CLAIMS_KEYS']).toBe(changing['WORKERS_CLAIMS_KEYS']!.split(',')[0]);
    expect(secrets()['CLAIMS_SECRET']).toBe(changing['CLAIMS_SECRET']);
  });

  it('changes the encryption key of a data folder', () => {
    mkdirSync(join(folder, 'keys'));
    const path = join(folder, 'keys', 'encryption-key');
    writeFileSync(path, `${'ab'.repeat(32)}\n`);
    expect(keys('rotate', 'encryption', '--data', folder).said).toContain('--log-level info');
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^[0-9a-f]{64},${'ab'.repeat(32)}\n$`));
    keys('finish', 'encryption', '--data', folder);
    expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('says what it can do, and refuses what it cannot', () => {
    expect(keys().said).toContain('rotate encryption');
    expect(keys('rotate', 'passwords', '--file', file).said).toContain(
      'expected what to rotate: encryption or identity or records or audit or claims',
    );
    expect(keys('rotate', 'claims', '--data', folder).said).toContain('KEYS_FILE');
    expect(keys('rotate', 'encryption', '--file', file).said).toContain('npm run keys -- init');
  });
});
