import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../../gateway/guard/identity/identify.ts';
import { AUDIENCE, issuerOf, ISSUER, roles, signer, source } from './issuer.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = () => Math.floor(Date.now() / 1000);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function setUp(now?: () => number) {
  const key = await signer('one');
  const keys = source(key);
  const identifier = createIdentifier({ roles, issuers: [issuerOf({ source: keys.read })], now });
  const codeOf = async (headers: Record<string, string>) => {
    try {
      return (await identifier.identify(headers)).id;
    } catch (thrown) {
      return (thrown as { code?: string }).code;
    }
  };
  return { key, keys, identifier, codeOf };
}

describe('a caller without a credential', () => {
  it('is public, at once and always the same object', async () => {
    const { identifier } = await setUp();
    const caller = identifier.identify({});
    expect(caller).toBe(identifier.publicCaller);
    expect(identifier.publicCaller).toMatchObject({
      id: 'public',
      kind: 'public',
      roles: ['public'],
      expiresAt: Infinity,
    });
  });
});

describe('a bearer token', () => {
  it('gives its holder the scopes of their roles and of public', async () => {
    const { key, identifier } = await setUp();
    const caller = await identifier.identify(bearer(await key.sign({ roles: ['analyst', 'no-such-role'] })));
    expect(caller.id).toBe('user:siti');
    expect(caller.roles).toEqual(['analyst', 'public']);
    expect([...caller.scopes]).toContain('finance:read');
    expect([...caller.scopes]).toContain('schema:introspect');
    expect(caller.budget.costPerRequest).toBe(50_000);
  });

  it('is identified at once when it has been verified before', async () => {
    const { key, identifier } = await setUp();
    const headers = bearer(await key.sign());
    const first = await identifier.identify(headers);
    expect(identifier.identify(headers)).toBe(first);
  });

  it('is refused the moment it expires, also when it was verified before', async () => {
    let now = Date.now();
    const { key, identifier, codeOf } = await setUp(() => now);
    const headers = bearer(await key.sign({ exp: seconds() + 60 }));
    await identifier.identify(headers);
    now += 89_000;
    expect(await codeOf(headers)).toBe('user:siti');
    now += 3_000;
    expect(await codeOf(headers)).toBe('TOKEN_EXPIRED');
  });

  it('may be as old or as young as the clock skew allows, and no more', async () => {
    const { key, codeOf } = await setUp();
    expect(await codeOf(bearer(await key.sign({ exp: seconds() - 20 })))).toBe('user:siti');
    expect(await codeOf(bearer(await key.sign({ exp: seconds() - 40 })))).toBe('TOKEN_EXPIRED');
    expect(await codeOf(bearer(await key.sign({ nbf: seconds() + 20 })))).toBe('user:siti');
    expect(await codeOf(bearer(await key.sign({ nbf: seconds() + 40 })))).toBe('BAD_TOKEN');
    expect(await codeOf(bearer(await key.sign({ iat: seconds() + 20 })))).toBe('user:siti');
    expect(await codeOf(bearer(await key.sign({ iat: seconds() + 40 })))).toBe('BAD_TOKEN');
  });

  it('of another audience or issuer is refused with a code of its own', async () => {
    const { key, codeOf } = await setUp();
    expect(await codeOf(bearer(await key.sign({ aud: 'somebody-else' })))).toBe('TOKEN_NOT_FOR_US');
    expect(await codeOf(bearer(await key.sign({ iss: 'https://evil.example' })))).toBe('TOKEN_NOT_FOR_US');
    expect(await codeOf(bearer(await key.sign({ iss: undefined })))).toBe('TOKEN_NOT_FOR_US');
  });

  it('signed with alg none is refused', async () => {
    const { codeOf } = await setUp();
    const claims = base64({ iss: ISSUER, aud: AUDIENCE, sub: 'siti', exp: seconds() + 60, roles: ['operator'] });
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await codeOf(bearer(`${base64({ alg, kid: 'one' })}.${claims}.`))).toBe('BAD_TOKEN');
      expect(await codeOf(bearer(`${base64({ alg, kid: 'one' })}.${claims}.AAAA`))).toBe('BAD_TOKEN');
    }
  });

  it('signed with the public key as a shared secret is refused', async () => {
    const { key, codeOf } = await setUp();
    const { SignJWT } = await import('jose');
    const forged = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'siti', exp: seconds() + 60 })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(Buffer.from(JSON.stringify(key.publicKey).padEnd(64)));
    expect(await codeOf(bearer(forged))).toBe('BAD_TOKEN');
  });

  it('that was changed, cut, signed by another key or contains its own key is refused', async () => {
    const { key, codeOf } = await setUp();
    const token = await key.sign({ roles: ['analyst'] });
    const [header, , signature] = token.split('.');
    const other = base64({ iss: ISSUER, aud: AUDIENCE, sub: 'siti', exp: seconds() + 60, roles: ['operator'] });
    expect(await codeOf(bearer(`${header}.${other}.${signature}`))).toBe('BAD_TOKEN');
    expect(await codeOf(bearer(token.slice(0, -8)))).toBe('BAD_TOKEN');
    const stranger = await signer('one');
    expect(await codeOf(bearer(await stranger.sign()))).toBe('BAD_TOKEN');
    const unknown = await signer('two');
    expect(await codeOf(bearer(await unknown.sign({}, { jwk: unknown.publicKey })))).toBe('BAD_TOKEN');
  });

  it('without expiry or subject is refused', async () => {
    const { key, codeOf } = await setUp();
    expect(await codeOf(bearer(await key.sign({ exp: undefined })))).toBe('BAD_TOKEN');
    expect(await codeOf(bearer(await key.sign({ sub: undefined })))).toBe('BAD_TOKEN');
    expect(await codeOf(bearer(await key.sign({ sub: 'x'.repeat(201) })))).toBe('BAD_TOKEN');
  });

  it('beside another credential, twice in one header, or malformed is refused and never treated as public', async () => {
    const { key, codeOf } = await setUp();
    const token = await key.sign();
    expect(await codeOf({ ...bearer(token), 'x-api-key': 'sgk_1' })).toBe('CREDENTIALS_TWICE');
    expect(await codeOf({ authorization: `Bearer ${token}, Bearer ${token}` })).toBe('BAD_TOKEN');
    for (const value of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      token,
      'Bearer a b',
      `Bearer ${'a'.repeat(9_000)}`,
      'Bearer \u0000',
    ]) {
      expect(await codeOf({ authorization: value })).toBe('BAD_TOKEN');
    }
  });

  it('with a role of one agency must name the agency', async () => {
    const { key, codeOf, identifier } = await setUp();
    expect(await codeOf(bearer(await key.sign({ roles: ['verifier'] })))).toBe('BAD_TOKEN');
    expect(await codeOf(bearer(await key.sign({ roles: ['verifier'], agency: 'a b' })))).toBe('BAD_TOKEN');
    const caller = await identifier.identify(bearer(await key.sign({ roles: ['verifier'], agency: 'DINSOS' })));
    expect(caller.agency).toBe('DINSOS');
  });

  it('grants no scope of its own unless the roles file lists it', async () => {
    const key = await signer('one');
    const keys = source(key);
    const token = bearer(await key.sign({ scope: 'audit:read unmask:NIK' }));
    const strict = createIdentifier({ roles, issuers: [issuerOf({ source: keys.read })] });
    expect((await strict.identify(token)).scopes.has('audit:read')).toBe(false);
    const open = createIdentifier({
      roles,
      issuers: [issuerOf({ source: keys.read }, { scopesFromToken: ['audit:read'] })],
    });
    const caller = await open.identify(token);
    expect(caller.scopes.has('audit:read')).toBe(true);
    expect(caller.scopes.has('unmask:NIK')).toBe(false);
  });

  it('may hold its roles deeper in the token, in own members only', async () => {
    const key = await signer('one');
    const keys = source(key);
    const identifier = createIdentifier({
      roles,
      issuers: [issuerOf({ source: keys.read }, { rolesClaim: 'realm_access.roles' })],
    });
    expect((await identifier.identify(bearer(await key.sign({ realm_access: { roles: ['auditor'] } })))).roles).toEqual(
      ['auditor', 'public'],
    );
    const strange = createIdentifier({
      roles,
      issuers: [issuerOf({ source: keys.read }, { rolesClaim: 'constructor.name' })],
    });
    expect((await strange.identify(bearer(await key.sign()))).roles).toEqual(['public']);
    expect(
      (await identifier.identify(bearer(await key.sign({ realm_access: { roles: ['__proto__', 'constructor'] } }))))
        .roles,
    ).toEqual(['public']);
  });
});

describe('keys of rights and rows', () => {
  it('are the same for the same rights and differ with role, scope and agency; those of rows with the account too', async () => {
    const { key, identifier } = await setUp();
    const who = async (claims: Record<string, unknown>) => identifier.identify(bearer(await key.sign(claims)));
    const one = await who({ sub: 'a', roles: ['verifier', 'auditor'], agency: 'DINSOS' });
    const same = await who({ sub: 'b', roles: ['auditor', 'verifier', 'auditor'], agency: 'DINSOS' });
    const elsewhere = await who({ sub: 'c', roles: ['verifier', 'auditor'], agency: 'DISHUB' });
    expect(same.rightsKey).toBe(one.rightsKey);
    expect(same.rowsKey).not.toBe(one.rowsKey);
    const again = await who({ sub: 'a', roles: ['auditor', 'verifier'], agency: 'DINSOS' });
    expect(again.rowsKey).toBe(one.rowsKey);
    expect(elsewhere.rightsKey).toBe(one.rightsKey);
    expect(elsewhere.rowsKey).not.toBe(one.rowsKey);
    expect((await who({ roles: ['auditor'] })).rightsKey).not.toBe(one.rightsKey);
    expect((await who({})).rightsKey).not.toBe(identifier.publicCaller.rightsKey);
  });
});
