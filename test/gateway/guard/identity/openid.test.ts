import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../../base/settings.ts';
import { openIdentity, type IdentityService } from '../../../../gateway/guard/identity/open-identity.ts';
import { identitySettings } from '../../../../gateway/guard/identity/settings.ts';
import { machineToken, personToken, RESOURCE, startProvider } from './provider.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const key = async (kid: string): Promise<JWK> => ({
  ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)),
  kid,
  alg: 'RS256',
  use: 'sig',
});

describe('with a real OpenID provider', () => {
  let keys: readonly [JWK, JWK];
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let folder: string;
  let identity: IdentityService;

  beforeAll(async () => void (keys = [await key('one'), await key('two')]));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'identity-'));
    provider = await startProvider(keys[0]);
    identity = await open(provider.url);
  });
  afterEach(async () => {
    identity.close();
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  function open(issuer: string, more: Record<string, string> = {}): Promise<IdentityService> {
    const settings = readSettings('test', identitySettings, [], {
      ISSUER: issuer,
      AUDIENCE: RESOURCE,
      KEYS_FOLDER: folder,
      JWKS_COOLDOWN: '0',
      ...more,
    })!;
    return openIdentity(settings, () => {});
  }
  const codeOf = async (token: string, at = identity) => {
    try {
      return (await at.identify(bearer(token))).id;
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };

  it('a person who signs in has the roles and the agency of their account', async () => {
    const caller = await identity.identify(bearer(await personToken(provider.url)));
    expect(caller).toMatchObject({ id: 'user:siti', kind: 'user', roles: ['public', 'verifier'], agency: 'DINSOS' });
    expect(caller.scopes.has('person:read')).toBe(true);
  });

  it('a machine is identified as its own client', async () => {
    expect(await identity.identify(bearer(await machineToken(provider.url)))).toMatchObject({
      id: 'user:batch',
      roles: ['dashboard', 'public'],
    });
  });

  it('a token for another resource is refused', async () => {
    expect(await codeOf(await machineToken(provider.url, 'urn:somebody-else'))).toBe('TOKEN_NOT_FOR_US');
  });

  it('keys are rotated without a restart, and tokens of the old key become invalid', async () => {
    const old = await machineToken(provider.url);
    expect(await codeOf(old)).toBe('user:batch');
    await provider.stop();
    provider = await startProvider(keys[1], provider.port);
    expect(await codeOf(await machineToken(provider.url))).toBe('user:batch');
    expect(await codeOf(old)).toBe('BAD_TOKEN');
  });

  it('while the provider is down its tokens are still accepted, and other callers are served', async () => {
    const token = await machineToken(provider.url);
    const later = await machineToken(provider.url);
    expect(await codeOf(token)).toBe('user:batch');
    await provider.stop();
    expect(await codeOf(later)).toBe('user:batch');
    const restarted = await open(provider.url);
    expect(await codeOf(token, restarted)).toBe('IDENTITY_UNAVAILABLE');
    expect(restarted.identify({})).toBe(restarted.publicCaller);
    restarted.close();
    provider = await startProvider(keys[0], provider.port);
  });

  it('a token whose algorithm is not on the list is refused, although the provider signed it', async () => {
    const strict = await open(provider.url, { ALGORITHMS: 'ES256' });
    expect(await codeOf(await machineToken(provider.url), strict)).toBe('BAD_TOKEN');
    strict.close();
  });

  it('a token whose issuer is not exactly ISSUER is refused', async () => {
    const other = await open(provider.url.replace('127.0.0.1', 'localhost'));
    expect(await codeOf(await machineToken(provider.url), other)).toBe('TOKEN_NOT_FOR_US');
    other.close();
  });
});
