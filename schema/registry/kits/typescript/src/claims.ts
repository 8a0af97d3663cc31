/**
 * Who asks, signed by the gateway for this subgraph and this body, once (docs/claims.md of sigap-graph). vectors/claims.json holds it to the format.
 *
 * `x-sigap-claims: v2.<caller, JSON as base64url>.<iat>.<exp>.<jti>.<HMAC-SHA256, base64url>`
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CodedError } from './coded-error.js';

export interface Caller {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** Absent: perturbed. */
  readonly cells?: 'exact' | 'perturbed';
  readonly agency?: string;
  readonly purpose?: string;
  /** The month, `YYYY-MM`, at whose end people are counted unless `cells` is `exact`. */
  readonly month?: string;
}

export interface Claims extends Caller {
  readonly subgraph: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

const SKEW = 5_000;
const LIFETIME = 15_000;
const LONGEST = 16_384;
const REMEMBERED = 500_000;
const SHAPE = /^(v2\.([\w-]+)\.(\d+)\.(\d+)\.([\w-]+))\.([\w-]+)$/;

/** @param text CLAIMS_KEYS: one key, or two with a comma between while they are changed */
export function readClaimsKeys(text: string): Buffer[] {
  return text.split(',').map((part) => {
    const key = Buffer.from(part.trim(), 'base64url');
    if (key.length !== 32) throw new Error('CLAIMS_KEYS: expected keys of 32 bytes in base64url, comma between');
    return key;
  });
}

/** @returns the check of one request; it throws CLAIMS_MISSING, CLAIMS_BAD, CLAIMS_EXPIRED, CLAIMS_REPLAYED, CLAIMS_BUSY */
export function claimsVerifier(subgraph: string, keys: readonly Buffer[], now: () => number = Date.now) {
  const isNew = onceWithin(LIFETIME + 2 * SKEW);
  return (headers: readonly string[], body: Buffer): Claims => {
    const [header = ''] = headers;
    if (header === '') throw refused('CLAIMS_MISSING', 'This subgraph answers its gateway only');
    const parts = headers.length > 1 || header.length > LONGEST ? null : SHAPE.exec(header);
    if (parts === null) throw refused('CLAIMS_BAD', 'The signed claims have another shape');
    const [signed, caller, iat, exp, jti, mac] = parts.slice(1) as [string, string, string, string, string, string];
    if (!keys.some((key) => isSame(mac, macOf(key, signed, body))))
      throw refused('CLAIMS_BAD', 'The signature does not fit this body and this subgraph');
    const claims: Claims = {
      ...(JSON.parse(Buffer.from(caller, 'base64url').toString('utf8')) as Caller & { subgraph: string }),
      iat: Number(iat),
      exp: Number(exp),
      jti,
    };
    if (claims.subgraph !== subgraph) throw refused('CLAIMS_BAD', 'The claims are for another subgraph');
    const time = now();
    if (claims.iat > time + SKEW || claims.exp <= time - SKEW || claims.exp - claims.iat > LIFETIME)
      throw refused('CLAIMS_EXPIRED', 'The signed claims are too old or from the future');
    isNew(jti, time);
    return claims;
  };
}

const refused = (code: string, message: string): CodedError => new CodedError(code, 401, message);

const macOf = (key: Buffer, signed: string, body: Buffer): string =>
  createHmac('sha256', key).update(`${signed}\n`).update(body).digest('base64url');

/** Texts are compared and not bytes: several texts of base64url have the same bytes. */
function isSame(mac: string, expected: string): boolean {
  const [actual, due] = [Buffer.from(mac), Buffer.from(expected)];
  return actual.length === due.length && timingSafeEqual(actual, due);
}

/** Remembers ids for one window at least and two at most, in two sets that change places. */
function onceWithin(window: number): (id: string, now: number) => void {
  let young = new Set<string>();
  let old = new Set<string>();
  let swappedAt = -Infinity;
  return (id, now) => {
    if (now - swappedAt >= window) {
      old = now - swappedAt >= 2 * window ? new Set() : young;
      young = new Set();
      swappedAt = now;
    }
    if (young.has(id) || old.has(id)) throw refused('CLAIMS_REPLAYED', 'The signed claims have been used before');
    if (young.size + old.size >= REMEMBERED) throw new CodedError('CLAIMS_BUSY', 503, 'Too many requests at once');
    young.add(id);
  };
}
