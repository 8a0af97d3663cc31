/**
 * From a request's headers to its caller. Without a credential they are `public`; with one that does not hold they are refused,
 * never taken for `public`, since their answers would then silently be others than they asked for.
 */
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ApiKeyStore } from './api-key-store.ts';
import { claimedIssuer, verifyBearer, type Issuer } from './bearer.ts';
import { callerOf, publicCaller, type Caller } from './caller.ts';
import { identityFault } from './errors.ts';
import type { Roles } from './roles.ts';

export interface IdentifierOptions {
  readonly roles: Roles;
  /** Whose tokens are accepted; each by the `iss` it carries. */
  readonly issuers: readonly Issuer[];
  readonly apiKeys?: Pick<ApiKeyStore, 'callerOf'>;
  /** Verified tokens remembered at most. */
  readonly remembered?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

export interface Identifier {
  /**
   * Answers at once for public callers, API keys and tokens seen before, since this stands on the way of every request.
   * @param headers names in lower case, each once
   * @throws CodedError BAD_TOKEN, TOKEN_EXPIRED, TOKEN_NOT_FOR_US, BAD_API_KEY, CREDENTIALS_TWICE, IDENTITY_UNAVAILABLE
   */
  identify(headers: Readonly<Record<string, string | undefined>>): Caller | Promise<Caller>;
  /** Verifies every token anew: called when an issuer's keys have changed. */
  forget(): void;
  readonly publicCaller: Caller;
}

/** A token is verified again after this long at the latest, so that a key taken out of the set stops counting. */
const REMEMBERED_MS = 60_000;

export function createIdentifier(options: IdentifierOptions): Identifier {
  const { roles, apiKeys, now = Date.now } = options;
  const nobody = publicCaller(roles);
  const issuers = new Map(options.issuers.map((issuer) => [issuer.issuer, issuer]));
  // Keyed by the token's hash: a dump of the memory then holds no token of somebody who is still signed in.
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

/** RFC 6750: one token of a known alphabet; two of them joined by a comma do not fit it. */
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
