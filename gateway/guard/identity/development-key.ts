/**
 * Tokens for trying roles. A gateway in development makes a key of its own, and only gateways in development accept its tokens.
 * Where no such gateway has run there is no key, so `npm run token` cannot sign.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { privateFile } from '../../../base/private-files.ts';
import { identityFault } from './errors.ts';
import { publicHalf } from './key-source.ts';

/** The `iss` of development tokens. */
export const DEVELOPMENT_ISSUER = 'urn:sigap-graph:development';
const FILE = 'development-key.json';
const ALGORITHM = 'ES256';

/** The signing key of a gateway in development. */
export interface DevelopmentKey {
  /** The public half, for verifying. */
  readonly publicKey: JWK;
  /** Signs a token. @param seconds how long it is valid. @returns a bearer token */
  sign(holder: DevelopmentHolder, audience: string, seconds: number): Promise<string>;
}

interface DevelopmentHolder {
  readonly role: string;
  readonly agency?: string;
  readonly subject?: string;
}

/** Opens the key in a folder, and makes one where there is none: for a gateway that starts in development. */
export async function openDevelopmentKey(folder: string): Promise<DevelopmentKey> {
  const path = join(folder, FILE);
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found !== undefined) {
    privateFile(path);
    return keyFrom(JSON.parse(found) as JWK);
  }
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const secret = { ...(await exportJWK(privateKey)), alg: ALGORITHM, kid: `development-${Date.now()}` };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(secret), { mode: 0o600 });
  return keyFrom(secret);
}

/** Opens the key in a folder for signing on the command line. @throws CodedError NOT_IN_DEVELOPMENT where there is none */
export async function findDevelopmentKey(folder: string): Promise<DevelopmentKey> {
  const path = join(folder, FILE);
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found === undefined)
    throw identityFault(
      'NOT_IN_DEVELOPMENT',
      `expected ${path}, which a gateway in development makes, got no file; --keys-folder names the folder where it keeps its keys`,
    );
  return keyFrom(JSON.parse(found) as JWK);
}

async function keyFrom(secret: JWK): Promise<DevelopmentKey> {
  const key = await importJWK(secret, ALGORITHM);
  return {
    publicKey: publicHalf({ ...secret }),
    sign: ({ role, agency, subject = `try-${role}` }, audience, seconds) =>
      new SignJWT({ roles: [role], agency })
        .setProtectedHeader({ alg: ALGORITHM, kid: secret.kid, typ: 'at+jwt' })
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(`${seconds} seconds`)
        .sign(key),
  };
}
