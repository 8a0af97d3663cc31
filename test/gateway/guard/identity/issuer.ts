/** A token issuer in memory, for tests: keys that can be rotated, taken away, or used by somebody else. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import type { Issuer } from '../../../../gateway/guard/identity/bearer.ts';
import { createKeySet, type KeySetOptions } from '../../../../gateway/guard/identity/key-set.ts';
import { parseRoles } from '../../../../gateway/guard/identity/roles.ts';
import rolesFile from '../../../../gateway/guard/identity/roles.json' with { type: 'json' };

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'sigap-graph';
export const roles = parseRoles(rolesFile);

export interface Signer {
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
  sign(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export async function signer(kid: string, algorithm = 'ES256'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    privateKey,
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: algorithm },
    sign: (claims = {}, header = {}) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'siti', exp: Math.floor(Date.now() / 1000) + 600, ...claims })
        .setProtectedHeader({ alg: algorithm, kid, ...header })
        .sign(privateKey),
  };
}

/** A source whose keys and health a test changes, and which counts its readings. */
export function source(...keys: Signer[]) {
  const state = { keys, down: false, readings: 0 };
  const read = async () => {
    state.readings += 1;
    if (state.down) throw new Error('connect ECONNREFUSED');
    return { keys: state.keys.map((key) => key.publicKey) };
  };
  return { state, read };
}

export function issuerOf(options: KeySetOptions, more: Partial<Issuer> = {}): Issuer {
  return {
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createKeySet(options),
    algorithms: ['ES256', 'RS256'],
    clockSkew: 30,
    rolesClaim: 'roles',
    agencyClaim: 'agency',
    scopesFromToken: [],
    ...more,
  };
}
