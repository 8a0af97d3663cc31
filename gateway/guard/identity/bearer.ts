/** Verifies a bearer token and reads what its issuer states about the holder. A refusal names the check that failed. */
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { CodedError } from '../../../base/errors.ts';
import type { Credential } from './caller.ts';
import { identityFault } from './errors.ts';
import type { KeySet } from './key-set.ts';

/** Signature algorithms that options may allow. All are asymmetric: with `HS*` every reader of the public keys could sign. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
type Algorithm = (typeof ALGORITHMS)[number];

/** An issuer of bearer tokens that this gateway trusts, and how its tokens are read. */
export interface Issuer {
  /** The `iss` its tokens carry. */
  readonly issuer: string;
  /** The `aud` that tokens for this gateway carry. */
  readonly audience: string;
  readonly keys: KeySet;
  readonly algorithms: readonly Algorithm[];
  /** How far the clocks of issuer and gateway may differ, seconds. */
  readonly clockSkew: number;
  /** Where the roles stand in the token: a claim, or a path such as `realm_access.roles`. */
  readonly rolesClaim: string;
  /** Where the agency's code stands in the token, as `rolesClaim`. */
  readonly agencyClaim: string;
  /** Scopes that the token's own `scope` claim may grant. */
  readonly scopesFromToken: readonly string[];
}

/** Characters. A longer token is refused before anything is decoded. */
const MAX_LENGTH = 8_192;
const MAX_SUBJECT = 200;
const AGENCY = /^[A-Z][A-Z0-9_]{1,39}$/;

/**
 * The `iss` claim of a token, not verified: use it only to choose the issuer whose keys verify the token.
 * @throws CodedError BAD_TOKEN where it is too long or no JSON Web Token
 */
export function claimedIssuer(token: string): string | undefined {
  if (token.length > MAX_LENGTH)
    throw identityFault('BAD_TOKEN', `expected at most ${MAX_LENGTH} characters, got ${token.length}`);
  try {
    return decodeJwt(token).iss;
  } catch {
    throw identityFault('BAD_TOKEN', 'expected a JSON Web Token');
  }
}

/**
 * Verifies a token's signature and claims.
 * @param now ms since 1970; for tests
 * @returns what the token states about its holder
 * @throws CodedError BAD_TOKEN, TOKEN_EXPIRED, TOKEN_NOT_FOR_US, IDENTITY_UNAVAILABLE
 */
export async function verifyBearer(token: string, issuer: Issuer, now: () => number = Date.now): Promise<Credential> {
  try {
    const { payload } = await jwtVerify(token, async (header, jws) => issuer.keys.keyFor(header, jws), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: [...issuer.algorithms],
      clockTolerance: issuer.clockSkew,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now()),
    });
    refuseFuture(payload, now() / 1000 + issuer.clockSkew);
    return credentialOf(payload, issuer);
  } catch (thrown) {
    throw codedFrom(thrown);
  }
}

/** `jose` checks `nbf` only. A token issued in the future comes from a wrong clock, or is meant for later. */
function refuseFuture({ iat }: JWTPayload, latest: number): void {
  if (iat !== undefined && iat > latest)
    throw identityFault(
      'BAD_TOKEN',
      'its claim iat lies in the future; compare the clocks of the issuer and of this machine',
    );
}

function credentialOf(payload: JWTPayload, issuer: Issuer): Credential {
  const subject = payload.sub;
  if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT) {
    throw identityFault('BAD_TOKEN', `expected a subject of 1 to ${MAX_SUBJECT} characters`);
  }
  return {
    id: `user:${subject}`,
    kind: 'user',
    roles: wordsOf(at(payload, issuer.rolesClaim)),
    scopes: wordsOf(payload.scope).filter((scope) => issuer.scopesFromToken.includes(scope)),
    agency: agencyOf(at(payload, issuer.agencyClaim)),
    expiresAt: (payload.exp! + issuer.clockSkew) * 1000,
  };
}

/** Follows a path through own members only, so `constructor.name` finds nothing. */
function at(payload: JWTPayload, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, member) => (isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined),
      payload,
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Issuers write lists as arrays or, as OAuth does for scopes, as one string with spaces. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}

function agencyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && AGENCY.test(value)) return value;
  throw identityFault('BAD_TOKEN', 'expected the code of one agency in upper case');
}

function codedFrom(thrown: unknown): CodedError {
  if (thrown instanceof CodedError) return thrown;
  if (thrown instanceof errors.JWTExpired) return identityFault('TOKEN_EXPIRED');
  if (thrown instanceof errors.JWTClaimValidationFailed) return fromClaim(thrown);
  if (thrown instanceof errors.JOSEAlgNotAllowed)
    return identityFault('BAD_TOKEN', 'its algorithm is not on the list of this gateway');
  if (thrown instanceof errors.JWSSignatureVerificationFailed)
    return identityFault('BAD_TOKEN', 'its signature does not fit');
  if (thrown instanceof errors.JOSEError)
    return identityFault('BAD_TOKEN', 'expected a signed JSON Web Token', { cause: thrown });
  return identityFault('BAD_TOKEN', 'it could not be verified', { cause: thrown });
}

function fromClaim(failure: errors.JWTClaimValidationFailed): CodedError {
  if (failure.claim === 'iss' || failure.claim === 'aud')
    return identityFault('TOKEN_NOT_FOR_US', `its claim ${failure.claim} does not fit`);
  return identityFault('BAD_TOKEN', `its claim ${failure.claim} is missing or does not fit`);
}
