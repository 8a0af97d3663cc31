import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeyCommand } from '../../../../gateway/guard/identity/api-key-command.ts';
import { openApiKeys, type ApiKeyStore } from '../../../../gateway/guard/identity/api-key-store.ts';
import { roles } from './issuer.ts';

let folder: string;
let store: ApiKeyStore | undefined;
const path = () => join(folder, 'api-keys.json');

beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'api-keys-'))));
afterEach(async () => {
  store?.close();
  store = undefined;
  await rm(folder, { recursive: true });
});

async function command(...words: string[]): Promise<string[]> {
  const lines: string[] = [];
  await apiKeyCommand(words, { KEYS_FOLDER: folder }, (line) => lines.push(line));
  return lines;
}

async function open(now?: () => number): Promise<(key: string) => string> {
  store = await openApiKeys(path(), roles, () => {}, now);
  return (key) => {
    try {
      return store!.callerOf(key).id;
    } catch (thrown) {
      return (thrown as { code: string; message: string }).message;
    }
  };
}

const REFUSED = 'The API key is not valid';

/** A secret may hold an underscore itself. */
const secretOf = (key: string): string => key.replace(/^sgk_[0-9a-f]{12}_/, '');

describe('an API key', () => {
  it('is shown once, kept as a hash in a file of its owner, and makes its holder a caller', async () => {
    const [key] = await command('create', '--owner', 'Tim Dasbor', '--role', 'dashboard', '--scope', 'cost:read');
    const text = await readFile(path(), 'utf8');
    expect(text).not.toContain(secretOf(key!));
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const tryOut = await open();
    expect(tryOut(key!)).toBe(`key:${key!.split('_')[1]}`);
    expect(store!.callerOf(key!)).toMatchObject({ kind: 'key', roles: ['dashboard', 'public'] });
    expect(store!.callerOf(key!)).toBe(store!.callerOf(key!));
  });

  it('that is wrong, unknown, revoked, expired or no key at all is refused with the same text', async () => {
    const [live] = await command('create', '--owner', 'a', '--role', 'dashboard', '--days', '1');
    const [gone] = await command('create', '--owner', 'b', '--role', 'dashboard');
    await command('revoke', gone!.split('_')[1]!);
    let now = Date.now();
    const tryOut = await open(() => now);
    const [id, secret] = [live!.split('_')[1], secretOf(live!)];
    for (const key of [
      gone!,
      `sgk_${id}_${'A'.repeat(43)}`,
      `sgk_000000000000_${secret}`,
      '',
      'sgk_',
      live!.slice(0, -1),
      `${live!} `,
    ]) {
      expect(tryOut(key)).toBe(REFUSED);
    }
    expect(tryOut(live!)).toBe(`key:${id}`);
    now += 25 * 3_600_000;
    expect(tryOut(live!)).toBe(REFUSED);
  });

  it('is listed with owner and state, never with its secret', async () => {
    const [key] = await command('create', '--owner', 'Tim Dasbor', '--role', 'dashboard');
    await command('revoke', key!.split('_')[1]!);
    const lines = await command('list');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/revoked .*Tim Dasbor\tdashboard/);
    expect(lines[0]).not.toContain(secretOf(key!));
  });

  it('is not made for a role, a scope or an agency that is not valid', async () => {
    await expect(command('create', '--owner', 'a', '--role', 'king')).rejects.toThrow(/one of public, dashboard/);
    await expect(command('create', '--owner', 'a', '--scope', 'all')).rejects.toThrow(/expected --scope/);
    await expect(command('create', '--owner', 'a', '--role', 'verifier')).rejects.toThrow(/belongs to one agency/);
    await expect(command('create', '--role', 'dashboard')).rejects.toThrow(/--owner/);
    await expect(command('revoke', 'nobody')).rejects.toThrow(/expected the id of a key/);
  });

  it('made at the same time as others is not lost', async () => {
    const keys = await Promise.all(
      Array.from({ length: 8 }, (_, i) => command('create', '--owner', `o${i}`, '--role', 'dashboard')),
    );
    const tryOut = await open();
    expect(keys.map(([key]) => tryOut(key!)).filter((id) => id.startsWith('key:'))).toHaveLength(8);
  });
});

describe('the API keys in force', () => {
  it('follow the file: a revoked key is refused in the running gateway', async () => {
    const [key] = await command('create', '--owner', 'a', '--role', 'dashboard');
    const tryOut = await open();
    expect(tryOut(key!)).toMatch(/^key:/);
    await command('revoke', key!.split('_')[1]!);
    await expect.poll(() => tryOut(key!), { timeout: 10_000, interval: 50 }).toBe(REFUSED);
  });

  it('are the last good ones when the file becomes invalid, and an invalid file at the start is refused', async () => {
    const [key] = await command('create', '--owner', 'a', '--role', 'dashboard');
    const tryOut = await open();
    await writeFile(path(), '{"keys": [{"id": "x"}]}');
    await expect(store!.reload()).rejects.toMatchObject({ code: 'BAD_API_KEYS_FILE' });
    expect(tryOut(key!)).toMatch(/^key:/);
    await expect(openApiKeys(path(), roles, () => {})).rejects.toThrow(/keys\.0\.id/);
  });
});
