import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiKeyCommand } from '../../../../gateway/guard/identity/api-key-command.ts';
import { openApiKeys } from '../../../../gateway/guard/identity/api-key-store.ts';
import { callerOf, publicCaller, type Caller } from '../../../../gateway/guard/identity/caller.ts';
import { createIdentifier } from '../../../../gateway/guard/identity/identify.ts';
import { perCaller } from '../../../../gateway/guard/identity/per-caller.ts';
import { issuerOf, roles, signer, source } from './issuer.ts';

const person = (sub: string): Caller =>
  callerOf({ id: `user:${sub}`, kind: 'user', roles: ['analyst'], scopes: [], expiresAt: Infinity }, roles);

function counted() {
  let made = 0;
  const of = perCaller((caller, purpose) => `${caller.id} ${purpose ?? '-'} ${++made}`);
  return { of, made: () => made };
}

describe('a value remembered for a caller', () => {
  it('is computed once for each purpose, and never shared by two callers', () => {
    const { of, made } = counted();
    const [siti, budi, twin] = [person('siti'), person('budi'), person('siti')];
    const asked: [Caller, string | undefined][] = [
      [siti, 'AUDIT'],
      [budi, 'AUDIT'],
      [siti, undefined],
      [publicCaller(roles), undefined],
      [siti, 'AUDIT'],
      [budi, undefined],
      [budi, 'AUDIT'],
      [twin, 'AUDIT'],
    ];
    for (const [caller, purpose] of asked) expect(of(caller, purpose)).toMatch(`${caller.id} ${purpose ?? '-'} `);
    expect(of(siti, 'AUDIT')).toBe(of(siti, 'AUDIT'));
    // Equal callers are not the same object: each has a value of its own.
    expect(of(twin, 'AUDIT')).not.toBe(of(siti, 'AUDIT'));
    expect(made()).toBe(6);
  });

  it('ends with the verification: a token that is verified again has another object', async () => {
    const key = await signer('one');
    const identifier = createIdentifier({ roles, issuers: [issuerOf({ source: source(key).read })] });
    const { of } = counted();
    const headers = { authorization: `Bearer ${await key.sign({ roles: ['analyst'] })}` };
    const first = of(await identifier.identify(headers), undefined);
    expect(of(await identifier.identify(headers), undefined)).toBe(first);
    identifier.forget();
    expect(of(await identifier.identify(headers), undefined)).not.toBe(first);
  });

  it('ends with the file of API keys: a revoked key has no caller any more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'per-caller-'));
    const lines: string[] = [];
    const command = (...words: string[]) => apiKeyCommand(words, { KEYS_FOLDER: folder }, (line) => lines.push(line));
    await command('create', '--owner', 'a', '--role', 'dashboard');
    const key = lines[0]!;
    const store = await openApiKeys(join(folder, 'api-keys.json'), roles, () => {});
    try {
      const { of } = counted();
      const first = of(store.callerOf(key), undefined);
      expect(of(store.callerOf(key), undefined)).toBe(first);
      await store.reload();
      expect(of(store.callerOf(key), undefined)).not.toBe(first);
      await command('revoke', key.split('_')[1]!);
      await store.reload();
      expect(() => store.callerOf(key)).toThrow(/not valid/);
    } finally {
      store.close();
      await rm(folder, { recursive: true });
    }
  });
});
