/** Opens identity as the settings describe it: roles, API keys, the issuer and, in development, a second issuer for trying roles. */
import { join } from 'node:path';
import type { SettingsOf } from '../../../base/settings.ts';
import { openApiKeys } from './api-key-store.ts';
import type { Issuer } from './bearer.ts';
import { DEVELOPMENT_ISSUER, openDevelopmentKey, type DevelopmentKey } from './development-key.ts';
import { createIdentifier, type Identifier } from './identify.ts';
import { createKeySet, type KeySet } from './key-set.ts';
import { discoveredKeys, keySourceOf } from './key-source.ts';
import { readRoles, type Roles } from './roles.ts';
import type { identitySettings } from './settings.ts';

/** The validated options of identity. */
export type IdentitySettings = SettingsOf<typeof identitySettings>;

/** Identity as a running gateway uses it. */
export interface IdentityService extends Identifier {
  /** The roles file. */
  readonly roles: Roles;
  /** Signs the tokens with which the explorer tries roles; only in development. */
  readonly developmentKey?: DevelopmentKey;
  /** Stops watching the file of API keys. */
  close(): void;
}

/**
 * Opens although the identity provider is down: tokens then get 503 until it is back, other callers are served.
 * @param warn called when something fails in the background, without any credential
 * @throws CodedError BAD_ROLES_FILE, BAD_API_KEYS_FILE, BAD_KEY_SET when a URL is not safe to read keys from
 */
export async function openIdentity(
  settings: IdentitySettings,
  warn: (what: string, thrown: unknown) => void,
): Promise<IdentityService> {
  const roles = await readRoles(settings.roles);
  const apiKeys = await openApiKeys(join(settings.keysFolder, 'api-keys.json'), roles, (thrown) =>
    warn('the API keys could not be read again', thrown),
  );
  const developmentKey = settings.development ? await openDevelopmentKey(settings.keysFolder) : undefined;
  const issuers: Issuer[] = [];
  const common = { audience: settings.audience, clockSkew: settings.clockSkew, scopesFromToken: roles.scopesFromToken };
  if (settings.issuer !== undefined) {
    const keys = providerKeys(settings, warn, () => identifier.forget());
    issuers.push({
      ...common,
      issuer: settings.issuer,
      keys,
      algorithms: settings.algorithms,
      rolesClaim: settings.rolesClaim,
      agencyClaim: settings.agencyClaim,
    });
  }
  if (developmentKey !== undefined)
    issuers.push({ ...common, issuer: DEVELOPMENT_ISSUER, ...developmentIssuer(developmentKey) });
  const identifier = createIdentifier({ roles, issuers, apiKeys });
  return { ...identifier, roles, developmentKey, close: () => apiKeys.close() };
}

function providerKeys(
  settings: IdentitySettings,
  warn: (what: string, thrown: unknown) => void,
  onChange: () => void,
): KeySet {
  const keys = createKeySet({
    source: settings.jwks === undefined ? discoveredKeys(settings.issuer!) : keySourceOf(settings.jwks),
    fresh: settings.jwksFresh,
    stale: settings.jwksStale,
    cooldown: settings.jwksCooldown,
    onChange,
    onFailure: (thrown) => warn('the keys of the token issuer could not be read', thrown),
  });
  keys.refresh().catch(() => {});
  return keys;
}

function developmentIssuer(key: DevelopmentKey): Pick<Issuer, 'keys' | 'algorithms' | 'rolesClaim' | 'agencyClaim'> {
  const keys = createKeySet({ source: () => Promise.resolve({ keys: [key.publicKey] }), fresh: Infinity });
  return { keys, algorithms: ['ES256'], rolesClaim: 'roles', agencyClaim: 'agency' };
}
