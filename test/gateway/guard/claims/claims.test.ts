import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { claimsSealer, claimsVerifier, type ClaimsSubject } from '../../../../base/claims.ts';
import { claimsKeyCommand } from '../../../../gateway/guard/claims/claims-key-command.ts';
import { claimsKey, claimsSigner, claimsSubjects } from '../../../../gateway/guard/claims/sign-claims.ts';
import { publicCaller } from '../../../../gateway/guard/identity/caller.ts';
import { roles } from '../identity/issuer.ts';

const secret = 'a secret of the gateway, long enough';
const body = '{"query":"{__typename}"}';
const subject: ClaimsSubject = {
  sub: 'user:siti',
  roles: ['public', 'verifier'],
  scopes: ['person:read'],
  agency: 'DINSOS',
  purpose: 'VERIFICATION',
};

function setUp(more: { capacity?: number } = {}) {
  const clock = { gateway: 1_000_000, subgraph: 1_000_000 };
  const sign = claimsSigner({ secret, now: () => clock.gateway });
  const verify = claimsVerifier({
    subgraph: 'workers',
    keys: [claimsKey(secret, 'workers')],
    now: () => clock.subgraph,
    ...more,
  });
  const codeOf = (header: string | string[] | undefined, bytes: string | Uint8Array = body) => {
    try {
      return verify(header, bytes).sub;
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  return { clock, sign, verify, codeOf };
}

describe('signed claims', () => {
  it('state the caller, the body and the expiry to the subgraph', () => {
    const { sign, verify } = setUp();
    expect(verify(sign(subject, 'workers', body), Buffer.from(body))).toMatchObject({
      ...subject,
      subgraph: 'workers',
      iat: 1_000_000,
      exp: 1_010_000,
    });
  });

  it('are required: a call without them is refused', () => {
    const { sign, codeOf } = setUp();
    expect(codeOf(undefined)).toBe('CLAIMS_MISSING');
    expect(codeOf('')).toBe('CLAIMS_MISSING');
    expect(codeOf([sign(subject, 'workers', body), sign(subject, 'workers', body)])).toBe('CLAIMS_BAD');
  });

  it('are valid once', () => {
    const { sign, codeOf } = setUp();
    const header = sign(subject, 'workers', body);
    expect(codeOf(header)).toBe('user:siti');
    expect(codeOf(header)).toBe('CLAIMS_REPLAYED');
    expect(codeOf(sign(subject, 'workers', body))).toBe('user:siti');
  });

  it('are valid once during their whole lifetime, whenever they are replayed', () => {
    for (let later = 0; later <= 16_000; later += 250) {
      const { clock, sign, codeOf } = setUp();
      codeOf(sign(subject, 'workers', body));
      clock.subgraph += 12_000;
      clock.gateway += 12_000;
      const header = sign(subject, 'workers', body);
      expect(codeOf(header)).toBe('user:siti');
      clock.subgraph += later;
      codeOf(sign(subject, 'workers', body));
      expect(codeOf(header)).toBe(later < 15_000 ? 'CLAIMS_REPLAYED' : 'CLAIMS_EXPIRED');
    }
  });

  it('are valid for one subgraph and one body', () => {
    const { sign, codeOf } = setUp();
    expect(codeOf(sign(subject, 'groups', body))).toBe('CLAIMS_BAD');
    expect(codeOf(sign(subject, 'workers', body), `${body} `)).toBe('CLAIMS_BAD');
    const other = claimsSigner({ secret: 'another secret of another gateway', now: () => 1_000_000 });
    expect(codeOf(other(subject, 'workers', body))).toBe('CLAIMS_BAD');
  });

  it('are refused when a letter of them is changed', () => {
    const { sign, codeOf } = setUp();
    const header = sign(subject, 'workers', body);
    for (let i = 0; i < header.length; i += 1) {
      const changed = `${header.slice(0, i)}${header[i] === 'A' ? 'B' : 'A'}${header.slice(i + 1)}`;
      expect(codeOf(changed)).toBe('CLAIMS_BAD');
    }
    for (const strange of [
      'v2',
      'v2.',
      'v2.....',
      '.....',
      `v1.${header.slice(3)}`,
      header.slice(0, header.lastIndexOf('.')),
      `${header}=`,
      `${header}.`,
      ` ${header}`,
      `${header}\n`,
      'v2.'.padEnd(20_000, 'a'),
    ]) {
      expect(codeOf(strange)).toBe('CLAIMS_BAD');
    }
  });

  it('expire, with the skew of two clocks and not more', () => {
    const { clock, sign, codeOf } = setUp();
    const late = [sign(subject, 'workers', body), sign(subject, 'workers', body)];
    clock.subgraph += 14_999;
    expect(codeOf(late[0]!)).toBe('user:siti');
    clock.subgraph += 1;
    expect(codeOf(late[1]!)).toBe('CLAIMS_EXPIRED');
    clock.gateway = clock.subgraph + 5_001;
    expect(codeOf(sign(subject, 'workers', body))).toBe('CLAIMS_EXPIRED');
    clock.gateway -= 1;
    expect(codeOf(sign(subject, 'workers', body))).toBe('user:siti');
  });

  it('cannot have a longer lifetime than the subgraph accepts', () => {
    const { codeOf } = setUp();
    const eternal = claimsSigner({ secret, lifetime: 86_400_000, now: () => 1_000_000 });
    expect(codeOf(eternal(subject, 'workers', body))).toBe('CLAIMS_EXPIRED');
  });

  it('are refused rather than forgotten when too many arrive at once, and only valid ones count', () => {
    const { clock, sign, codeOf } = setUp({ capacity: 3 });
    const headers = Array.from({ length: 4 }, () => sign(subject, 'workers', body));
    for (let i = 0; i < 10; i += 1) codeOf(`v2.e30.1000000.1010000.${i}.${'A'.repeat(43)}`);
    expect(headers.map((header) => codeOf(header))).toEqual(['user:siti', 'user:siti', 'user:siti', 'CLAIMS_BUSY']);
    expect(codeOf(headers[0])).toBe('CLAIMS_REPLAYED');
    clock.gateway += 60_000;
    clock.subgraph += 60_000;
    expect(codeOf(sign(subject, 'workers', body))).toBe('user:siti');
  });

  it('may be signed by the previous key, while keys are changed', () => {
    const verify = claimsVerifier({
      subgraph: 'workers',
      keys: [claimsKey('the new secret of this gateway!!', 'workers'), claimsKey(secret, 'workers')],
    });
    expect(verify(claimsSigner({ secret })(subject, 'workers', body), body).sub).toBe('user:siti');
  });

  it('keep lone surrogates and quotes in names from breaking out', () => {
    const { sign, verify } = setUp();
    const odd = { ...subject, sub: 'user:","scopes":["audit:read"],"x":"' };
    expect(verify(sign(odd, 'workers', body), body)).toMatchObject(odd);
  });
});

describe('the seal', () => {
  const texts = [0, 1, 2, 3, 61, 62, 63, 64, 65, 1_500, 21_000, 5, 22_000, 70_000, 4].flatMap((length) => [
    'x'.repeat(length),
    'é€'.repeat(length),
    `${'x'.repeat(length)}\ud800`,
  ]);

  it('is HMAC-SHA256 over everything before it, a newline and the body, for bodies of every length in any order', () => {
    for (const bytes of [16, 32, 63, 64]) {
      const key = createSecretKey(randomBytes(bytes));
      const seal = claimsSealer(key);
      for (const [i, text] of texts.entries()) {
        const claims = `e30.1.2.${'j'.repeat(i)}`;
        expect(seal(claims, text)).toBe(
          `v2.${claims}.${createHmac('sha256', key).update(`v2.${claims}\n`).update(Buffer.from(text)).digest('base64url')}`,
        );
      }
    }
    expect(() => claimsSealer(createSecretKey(randomBytes(65)))).toThrow(/at most 64 bytes/);
  });

  it('is not valid when something is moved between claims and body', () => {
    const key = claimsKey(secret, 'workers');
    const verify = claimsVerifier({ subgraph: 'workers', keys: [key], now: () => 1_000_000 });
    const who = Buffer.from(JSON.stringify({ ...subject, subgraph: 'workers' })).toString('base64url');
    const mac = claimsSealer(key)(`${who}.1000000.1010000.one`, `.two\n${body}`).split('.').at(-1)!;
    for (const [claims, rest] of [
      [`${who}.1000000.1010000.one\n.two`, body],
      [`${who}.1000000.1010000.one`, `two\n${body}`],
      [`${who}.1000000.1010000.one.two`, body],
    ] as const) {
      expect(() => verify(`v2.${claims}.${mac}`, rest)).toThrow(expect.objectContaining({ code: 'CLAIMS_BAD' }));
    }
    expect(verify(`v2.${who}.1000000.1010000.one.${mac}`, `.two\n${body}`).jti).toBe('one');
  });

  it('of one subgraph or subject does not depend on others signed in between', () => {
    const { sign } = setUp();
    const other: ClaimsSubject = { sub: 'user:budi', roles: ['public'], scopes: [] };
    const verifiers = {
      workers: setUp().verify,
      groups: claimsVerifier({ subgraph: 'groups', keys: [claimsKey(secret, 'groups')], now: () => 1_000_000 }),
    };
    for (const [who, where] of [
      [subject, 'workers'],
      [other, 'workers'],
      [subject, 'groups'],
      [other, 'groups'],
      [subject, 'workers'],
    ] as const) {
      const { iat, exp, jti, ...said } = verifiers[where](sign(who, where, body), body);
      expect(said).toEqual({ ...who, subgraph: where });
      expect([iat, exp, typeof jti]).toEqual([1_000_000, 1_010_000, 'string']);
    }
  });
});

describe('the key of a subgraph', () => {
  it('is its own and is printed for its owner alone', () => {
    const key = claimsKeyCommand(['--subgraph', 'workers'], { CLAIMS_SECRET: secret })!;
    expect(key).not.toBe(claimsKeyCommand(['--subgraph', 'groups'], { CLAIMS_SECRET: secret }));
    const verify = claimsVerifier({ subgraph: 'workers', keys: [createSecretKey(Buffer.from(key, 'base64url'))] });
    expect(verify(claimsSigner({ secret })(subject, 'workers', body), body).agency).toBe('DINSOS');
    expect(() => claimsKeyCommand(['--subgraph', 'workers'], { CLAIMS_SECRET: 'short' })).toThrow(
      /a value that is not shown/,
    );
  });

  it('is that of an npm start where its data folder is named, and says so where that has none', () => {
    const data = mkdtempSync(join(tmpdir(), 'claims-'));
    // A start that runs beside the tests is noted in the temporary folder.
    vi.stubEnv('TMPDIR', data);
    const asked = (): string | undefined => claimsKeyCommand(['--subgraph', 'health', '--data', data], {});
    expect(asked).toThrow(/expected .*claims-secret, got ENOENT/);
    mkdirSync(join(data, 'keys'));
    writeFileSync(join(data, 'keys/claims-secret'), '\n');
    expect(asked).toThrow(/got an empty file/);
    writeFileSync(join(data, 'keys/claims-secret'), `${secret}\n`);
    expect(asked()).toBe(claimsKeyCommand(['--subgraph', 'health'], { CLAIMS_SECRET: secret }));
    rmSync(data, { recursive: true });
    expect(() => claimsKeyCommand(['--subgraph', 'health'], {})).toThrow(
      'expected CLAIMS_SECRET, --data or an npm start',
    );
    vi.unstubAllEnvs();
  });

  it('signs nothing that another key verifies', () => {
    const verify = claimsVerifier({ subgraph: 'groups', keys: [claimsKey(secret, 'groups')] });
    const who = Buffer.from(JSON.stringify({ ...subject, subgraph: 'groups' })).toString('base64url');
    const forged = claimsSealer(claimsKey(secret, 'workers'))(`${who}.${Date.now()}.${Date.now() + 1}.x`, body);
    expect(() => verify(forged, body)).toThrow(expect.objectContaining({ code: 'CLAIMS_BAD' }));
  });
});

describe("the claims' subject of a caller", () => {
  it('is one object for a caller and a purpose', () => {
    const caller = publicCaller(roles);
    const claimsSubjectOf = claimsSubjects();
    expect(claimsSubjectOf(caller, 'AUDIT')).toBe(claimsSubjectOf(caller, 'AUDIT'));
    expect(claimsSubjectOf(caller, 'AUDIT')).not.toBe(claimsSubjectOf(caller));
    expect(claimsSubjectOf(caller)).toMatchObject({ sub: 'public', roles: ['public'], scopes: ['schema:introspect'] });
  });
});
