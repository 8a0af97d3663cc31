/**
 * Finds the caller of a request by its headers. Without a credential they are `public`. An invalid credential is refused and never
 * treated as `public`: otherwise the caller would silently get other answers than they expect.
 */
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ApiKeyStore } from './api-key-store.ts';
import { claimedIssuer, verifyBearer, type Issuer } from './bearer.ts';
import { callerOf, publicCaller, type Caller } from './caller.ts';
import { identityFault } from './errors.ts';
import type { Roles } from './roles.ts';

/** What identifies callers: roles, trusted issuers, API keys. */
export interface IdentifierOptions {
  readonly roles: Roles;
  /** Whose tokens are accepted; a token's `iss` chooses the issuer. */
  readonly issuers: readonly Issuer[];
  /** Absent where no API keys are accepted. */
  readonly apiKeys?: Pick<ApiKeyStore, 'callerOf'>;
  /** Verified tokens remembered at most; 10,000 by default. */
  readonly remembered?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** Identifies the callers of requests. */
export interface Identifier {
  /**
   * Every request passes here: it answers at once, without a promise, for public callers, API keys and remembered tokens.
   * @param headers names in lower case, each once
   * @throws CodedError BAD_TOKEN, TOKEN_EXPIRED, TOKEN_NOT_FOR_US, BAD_API_KEY, CREDENTIALS_TWICE, IDENTITY_UNAVAILABLE
   */
  identify(headers: Readonly<Record<string, string | undefined>>): Caller | Promise<Caller>;
  /** Forgets verified tokens, so that each is verified again: call it when an issuer's keys have changed. */
  forget(): void;
  /** The caller without a credential. */
  readonly publicCaller: Caller;
}

/** A token is verified again after this time at the latest, so that a key taken out of the set becomes invalid. */
const REMEMBERED_MS = 60_000;

/** Makes an identifier with an empty memory of verified tokens. */
export function createIdentifier(options: IdentifierOptions): Identifier {
  const { roles, apiKeys, now = Date.now } = options;
  const nobody = publicCaller(roles);
  const issuers = new Map(options.issuers.map((issuer) => [issuer.issuer, issuer]));
  // Keyed by the token's hash, so that a memory dump holds no valid token.
  const verified = new LRUCache<string, Caller>({ max: options.remembered ?? 10_000, ttl: REMEMBERED_MS });

  const verify = async (token: string, key: string): Promise<Caller> => {
    const caller = callerOf(await verifyBearer(token, issuerOf(token, issuers), now), roles);
    verified.set(key, caller);
    return caller;
  };
  const byToken = (token: string): Caller | Promise<Caller> => {
    const key = hash('sha256', token, 'base64url');
    const known = verified.get(key);
    if (known === undefined) return verify(token, key);
    if (known.expiresAt > now()) return known;
    throw identityFault('TOKEN_EXPIRED');
  };
  const byApiKey = (key: string): Caller => {
    if (apiKeys === undefined) throw identityFault('BAD_API_KEY', 'this gateway takes none');
    return apiKeys.callerOf(key);
  };

  return {
    publicCaller: nobody,
    forget: () => verified.clear(),
    identify: (headers) => {
      const authorization = headers.authorization;
      const apiKey = headers['x-api-key'];
      if (authorization !== undefined && apiKey !== undefined) throw identityFault('CREDENTIALS_TWICE');
      if (apiKey !== undefined) return byApiKey(apiKey);
      return authorization === undefined ? nobody : byToken(tokenOf(authorization));
    },
  };
}

/** RFC 6750: one token of a known alphabet. Two headers joined by a comma do not match. */
function tokenOf(authorization: string): string {
  const parts = /^Bearer +([\w\-.~+/]+=*)$/i.exec(authorization);
  if (parts === null) throw identityFault('BAD_TOKEN', 'expected authorization: Bearer <token>, one token');
  return parts[1]!;
}

function issuerOf(token: string, issuers: ReadonlyMap<string, Issuer>): Issuer {
  const issuer = issuers.get(claimedIssuer(token) ?? '');
  if (issuer === undefined) throw identityFault('TOKEN_NOT_FOR_US', 'its issuer is not one this gateway trusts');
  return issuer;
}
