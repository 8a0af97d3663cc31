import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyBearer } from '../../../../gateway/guard/identity/bearer.ts';
import { keySourceOf } from '../../../../gateway/guard/identity/key-source.ts';
import { issuerOf, signer, source } from './issuer.ts';

const HOUR = 3_600_000;

async function setUp() {
  const [one, two] = [await signer('one'), await signer('two')];
  const keys = source(one);
  const clock = { now: 1_000_000 };
  const issuer = issuerOf({ source: keys.read, fresh: HOUR, stale: 24 * HOUR, cooldown: 30_000, now: () => clock.now });
  const tryOut = async (token: string) =>
    verifyBearer(token, issuer).then(
      () => 'ok',
      (thrown: { code: string }) => thrown.code,
    );
  return { one, two, keys: keys.state, clock, tryOut };
}

describe('the key set', () => {
  it('is read once for many tokens at a time', async () => {
    const { one, keys, tryOut } = await setUp();
    const token = await one.sign();
    expect(await Promise.all(Array.from({ length: 20 }, () => tryOut(token)))).toEqual(Array(20).fill('ok'));
    expect(keys.readings).toBe(1);
  });

  it('finds a key that was rotated in at its first use', async () => {
    const { one, two, keys, tryOut } = await setUp();
    await tryOut(await one.sign());
    keys.keys = [two];
    expect(await tryOut(await two.sign())).toBe('ok');
    expect(await tryOut(await one.sign())).toBe('BAD_TOKEN');
  });

  it('is read once per cooldown however many key ids are made up', async () => {
    const { one, keys, clock, tryOut } = await setUp();
    await tryOut(await one.sign());
    for (let i = 0; i < 50; i += 1) expect(await tryOut(await one.sign({}, { kid: `made-up-${i}` }))).toBe('BAD_TOKEN');
    expect(keys.readings).toBe(2);
    clock.now += 30_000;
    await tryOut(await one.sign({}, { kid: 'made-up' }));
    expect(keys.readings).toBe(3);
  });

  it('is used on while the provider is down, up to its bound, and recovers', async () => {
    const { one, keys, clock, tryOut } = await setUp();
    const token = await one.sign();
    expect(await tryOut(token)).toBe('ok');
    keys.down = true;
    clock.now += 23 * HOUR;
    expect(await tryOut(token)).toBe('ok');
    clock.now += 2 * HOUR;
    expect(await tryOut(token)).toBe('IDENTITY_UNAVAILABLE');
    keys.down = false;
    clock.now += 30_000;
    expect(await tryOut(token)).toBe('ok');
  });

  it('tries a provider that is down once per cooldown', async () => {
    const { one, keys, tryOut } = await setUp();
    keys.down = true;
    const token = await one.sign();
    for (let i = 0; i < 10; i += 1) expect(await tryOut(token)).toBe('IDENTITY_UNAVAILABLE');
    expect(keys.readings).toBe(1);
  });

  it('reports that a new key cannot be known while the provider is down', async () => {
    const { one, two, keys, tryOut } = await setUp();
    await tryOut(await one.sign());
    keys.down = true;
    expect(await tryOut(await two.sign())).toBe('IDENTITY_UNAVAILABLE');
    expect(await tryOut(await one.sign())).toBe('ok');
  });

  it('never takes long for a fresh set: an old one answers while the new one is read', async () => {
    const { one, two, keys, clock, tryOut } = await setUp();
    await tryOut(await one.sign());
    keys.keys = [one, two];
    clock.now += 2 * HOUR;
    expect(await tryOut(await one.sign())).toBe('ok');
    expect(keys.readings).toBe(2);
  });
});

describe('a source of keys', () => {
  it('is https, or http on this machine, or a file', async () => {
    for (const where of ['http://id.example/jwks', 'http://localhost.evil.example/jwks']) {
      expect(() => keySourceOf(where)).toThrow(expect.objectContaining({ code: 'BAD_KEY_SET' }));
    }
    await expect(keySourceOf('/no/such/file')()).rejects.toMatchObject({ code: 'BAD_KEY_SET' });
  });

  it('drops private halves and refuses shared keys', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'));
    const path = join(folder, 'jwks.json');
    await writeFile(path, JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'secret' }] }));
    expect(JSON.stringify(await keySourceOf(path)())).not.toContain('secret');
    await writeFile(path, JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }));
    await expect(keySourceOf(path)()).rejects.toMatchObject({ code: 'BAD_KEY_SET' });
    await rm(folder, { recursive: true });
  });

  it('is refused when it does not end, and never follows a redirect', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/moved') return void response.writeHead(302, { location: '/endless' }).end();
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.writeHead(200).on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(keySourceOf(`${url}/endless`)()).rejects.toThrow(/more than 262144 bytes/);
    await expect(keySourceOf(`${url}/moved`)()).rejects.toMatchObject({ code: 'BAD_KEY_SET' });
    server.closeAllConnections();
    server.close();
  });
});
