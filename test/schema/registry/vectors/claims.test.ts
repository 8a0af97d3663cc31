/** schema/registry/vectors/claims.json, by our own verifier and by the steps of docs/claims.md with nothing but HMAC-SHA256. */
import { createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claimsVerifier, readClaimsKeys } from '../../../../base/claims.ts';
import { claimsSigner } from '../../../../gateway/guard/claims/sign-claims.ts';

interface Vector {
  readonly name: string;
  /** A list: sent as several headers. */
  readonly header: string | readonly string[];
  readonly body: string;
  readonly claims?: Record<string, unknown>;
  readonly error?: string;
}

const { secret, subgraph, key, previous, now, vectors } = JSON.parse(
  readFileSync(new URL('../../../../schema/registry/vectors/claims.json', import.meta.url), 'utf8'),
) as {
  secret: string;
  subgraph: string;
  key: string;
  previous: string;
  now: number;
  vectors: readonly Vector[];
};

/** The page's five steps. */
function byThePage(): (header: Vector['header'], body: string) => unknown {
  const seen = new Set<string>();
  return (header, body) => {
    if (header === '') return 'CLAIMS_MISSING';
    if (typeof header !== 'string' || header.length > 16_384) return 'CLAIMS_BAD';
    const parts = /^(v2\.([\w-]+)\.(\d+)\.(\d+)\.([\w-]+))\.([\w-]+)$/.exec(header);
    if (parts === null) return 'CLAIMS_BAD';
    const [, signed, who, iat, exp, jti, mac] = parts;
    const macs = [key, previous].map((each) =>
      createHmac('sha256', Buffer.from(each, 'base64url')).update(`${signed}\n${body}`).digest('base64url'),
    );
    if (!macs.includes(mac!)) return 'CLAIMS_BAD';
    const claims = {
      ...(JSON.parse(Buffer.from(who!, 'base64url').toString()) as { subgraph: string }),
      iat: Number(iat),
      exp: Number(exp),
      jti: jti!,
    };
    if (claims.subgraph !== subgraph) return 'CLAIMS_BAD';
    if (claims.iat > now + 5_000 || claims.exp <= now - 5_000 || claims.exp - claims.iat > 15_000)
      return 'CLAIMS_EXPIRED';
    if (seen.has(claims.jti)) return 'CLAIMS_REPLAYED';
    seen.add(claims.jti);
    return claims;
  };
}

function byOurs(): (header: Vector['header'], body: string) => unknown {
  const verify = claimsVerifier({ subgraph, keys: readClaimsKeys(`${key},${previous}`), now: () => now });
  return (header, body) => {
    try {
      return verify(header, body);
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
}

describe.each([
  ['our verifier', byOurs],
  ['the steps of the page', byThePage],
])('claims, verified by %s', (_by, make) => {
  const verify = make();
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, { header, body, claims, error }) => {
    expect(verify(header, body)).toEqual(claims ?? error);
  });
});

it('the key is made as the page says, and the gateway signs what verifies', () => {
  expect(Buffer.from(hkdfSync('sha256', secret, 'sigap-graph', `claims:${subgraph}`, 32)).toString('base64url')).toBe(
    key,
  );
  const header = claimsSigner({ secret, now: () => now })({ sub: 'public', roles: [], scopes: [] }, subgraph, '{}');
  expect(byThePage()(header, '{}')).toMatchObject({ sub: 'public', subgraph });
});
