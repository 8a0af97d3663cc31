/**
 * Signed claims: what a gateway tells a subgraph about the caller of one request. They are short-lived, and valid for one subgraph, one body
 * and one use, so that a copied header is worthless. They are signed by HMAC-SHA256 with a key that gateway and subgraph share: a subgraph
 * could forge claims to itself only, and signing costs a tenth of the cheapest signature by key pair.
 *
 * `x-sigap-claims: v2.<caller and subgraph, JSON as base64url>.<iat>.<exp>.<jti>.<MAC, base64url>`
 *
 * The MAC covers the header's bytes before its last dot, a newline and the body's bytes. Claims contain no newline, so the boundary between
 * claims and body is unambiguous. One MAC over both is cheaper than one over claims that contain the body's hash. A subgraph decodes nothing
 * before it has compared the MAC.
 */
import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { faultsOf } from './errors.ts';

/** The header that carries the claims, in lower case as Node names headers. */
export const CLAIMS_HEADER = 'x-sigap-claims';

/** The scope to see counts over people unperturbed. */
export const EXACT_SCOPE = 'cell:exact';

/** The caller, as far as rows depend on them. Within one process it is passed by reference, without a signature. */
export interface ClaimsSubject {
  /** The caller's id: `public`, `user:…`, `key:…`. */
  readonly sub: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** How counts over people are answered; absent: perturbed. */
  readonly cells?: 'exact' | 'perturbed';
  /** Code of the agency they act for. */
  readonly agency?: string;
  /** Their purpose: one of the listed ones. */
  readonly purpose?: string;
  /** The month, `YYYY-MM`, of the monthly snapshot they get unless they may see exact counts: the same for all subgraphs of a request. */
  readonly month?: string;
}

/** What one signature covers beside the body: the caller, the subgraph, the time of validity. */
export interface Claims extends ClaimsSubject {
  /** Name of the subgraph they are for. */
  readonly subgraph: string;
  /** Issued, ms since 1970. */
  readonly iat: number;
  /** Expire, ms since 1970. */
  readonly exp: number;
  /** An id that is never used twice. */
  readonly jti: string;
}

/** Why a subgraph does not accept a request's claims. */
export const claimsErrors = {
  CLAIMS_BAD: {
    status: 401,
    what: 'The signed claims do not fit this request',
    solve:
      "Ask through the gateway. If you did, the operator compares the subgraph's CLAIMS_KEYS with npm run claims-key.",
  },
  CLAIMS_BUSY: {
    status: 503,
    what: 'More requests than this subgraph remembers arrived at once',
    solve: 'Try again in a few seconds; the operator raises CLAIMS_CAPACITY or runs another subgraph process.',
  },
  CLAIMS_EXPIRED: {
    status: 401,
    what: 'The signed claims are too old or from the future',
    solve: 'Ask again through the gateway; if it stays, compare the clocks of the gateway and of the subgraph.',
  },
  CLAIMS_MISSING: {
    status: 401,
    what: 'This subgraph answers its gateway only',
    solve: 'Send the request to the gateway; it signs what it sends to a subgraph.',
  },
  CLAIMS_REPLAYED: {
    status: 401,
    what: 'The signed claims have been used before',
    solve: 'Ask again through the gateway, which signs each request anew.',
  },
} as const;
const fault = faultsOf(claimsErrors);

/** The block and the digest of SHA-256, bytes. */
const BLOCK = 64;
const DIGEST = 32;
/** Claims and body up to this many bytes together are hashed in one buffer, kept for each key. */
const ROOM = 65_536;
/** The most bytes of UTF-8 that one unit of a JavaScript string becomes. */
const WIDEST = 3;

/**
 * Makes the function that adds the MAC to claims. It computes HMAC by its definition (RFC 2104) from two one-shot hashes: every fetch of a
 * subgraph pays for it, and an object of `createHmac` costs half as much again and a native object to collect.
 * @param key of at most 64 bytes
 * @returns the header's value; it takes the part of the claims between version and MAC, and the body
 */
export function claimsSealer(key: KeyObject): (claims: string, body: string) => string {
  const outer = keyedBlock(key, 0x5c, DIGEST);
  const inner = keyedBlock(key, 0x36, ROOM);
  return (claims, body) => {
    const signed = `v2.${claims}`;
    if (signed.length + 1 + WIDEST * body.length > ROOM) return `${signed}.${macOf(key, signed, body)}`;
    const at = BLOCK + inner.write(`${signed}\n`, BLOCK);
    const end = at + inner.write(body, at);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'latin1');
    return `${signed}.${hash('sha256', outer, 'base64url')}`;
  };
}

/** @returns HMAC-SHA256, base64url */
function macOf(key: KeyObject, signed: string, body: string | Uint8Array): string {
  return createHmac('sha256', key).update(`${signed}\n`).update(body).digest('base64url');
}

/** The key padded to a block and XORed with `pad`, followed by room for the bytes that are hashed. */
function keyedBlock(key: KeyObject, pad: number, room: number): Buffer {
  const bytes = key.export();
  if (bytes.length > BLOCK) throw new RangeError(`expected a key of at most ${BLOCK} bytes, got ${bytes.length}`);
  const block = Buffer.alloc(BLOCK + room);
  bytes.copy(block);
  for (let i = 0; i < BLOCK; i += 1) block[i]! ^= pad;
  return block;
}

const KEY_BYTES = 32;

/**
 * Reads a subgraph's option CLAIMS_KEYS.
 * @param text the key as `npm run claims-key` prints it; while keys are rotated, a comma and the previous key behind it
 * @throws Error without the text
 */
export function readClaimsKeys(text: string): readonly KeyObject[] {
  return text.split(',').map((part) => {
    const bytes = Buffer.from(part.trim(), 'base64url');
    if (bytes.length !== KEY_BYTES)
      throw new Error(`expected keys of ${KEY_BYTES} bytes as npm run claims-key prints them`);
    return createSecretKey(bytes);
  });
}

/** What claims are verified with. */
export interface ClaimsVerifierOptions {
  /** The subgraph that verifies. */
  readonly subgraph: string;
  /** The key and, while keys are rotated, the previous one. */
  readonly keys: readonly KeyObject[];
  /** The longest lifetime of claims, ms, whatever they state; 15,000 when left out. */
  readonly lifetime?: number;
  /** The largest difference between the clocks of gateway and subgraph, ms; 5,000 when left out. */
  readonly clockSkew?: number;
  /** The most claims that are remembered against replay; 500,000 when left out. */
  readonly capacity?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/**
 * Checks the claims of one request.
 * @param header as received; a list when it was received twice
 * @param body the bytes received, before they are parsed
 * @throws CodedError CLAIMS_MISSING, CLAIMS_BAD, CLAIMS_EXPIRED, CLAIMS_REPLAYED, CLAIMS_BUSY
 */
export type VerifyClaims = (header: string | readonly string[] | undefined, body: string | Uint8Array) => Claims;

/** Makes a subgraph's check: it accepts only what the gateway has signed for this subgraph and body, within its lifetime, once. */
export function claimsVerifier(options: ClaimsVerifierOptions): VerifyClaims {
  const { subgraph, keys, lifetime = 15_000, clockSkew = 5_000, capacity = 500_000, now = Date.now } = options;
  const remember = onceWithin(lifetime + 2 * clockSkew, capacity);
  return (header, body) => {
    if (header === undefined || header === '') throw fault('CLAIMS_MISSING');
    if (typeof header !== 'string') throw fault('CLAIMS_BAD', 'expected the header once');
    const claims = unseal(header, body, keys);
    if (claims.subgraph !== subgraph) throw fault('CLAIMS_BAD', 'they are for another subgraph');
    const time = now();
    const early = claims.iat > time + clockSkew;
    if (early || claims.exp <= time - clockSkew || claims.exp - claims.iat > lifetime) throw fault('CLAIMS_EXPIRED');
    // Last, so that only valid claims are remembered: nobody else can fill the memory.
    refuseReplay(remember(claims.jti, time));
    return claims;
  };
}

function refuseReplay(use: 'new' | 'seen' | 'full'): void {
  if (use === 'seen') throw fault('CLAIMS_REPLAYED');
  if (use === 'full') throw fault('CLAIMS_BUSY');
}

/** The longest header that is read, characters. */
const LONGEST = 16_384;

/** `v2.<caller>.<iat>.<exp>.<jti>.<MAC>`; a text of this form contains no newline. */
const SHAPE = /^(v2\.([\w-]+)\.(\d+)\.(\d+)\.([\w-]+))\.([\w-]+)$/;

function unseal(header: string, body: string | Uint8Array, keys: readonly KeyObject[]): Claims {
  const parts = header.length > LONGEST ? null : SHAPE.exec(header);
  if (parts === null) throw fault('CLAIMS_BAD', 'they have another shape');
  const [, signed, caller, iat, exp, jti, mac] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (!keys.some((key) => isSameMac(mac, macOf(key, signed, body))))
    throw fault('CLAIMS_BAD', 'their signature does not fit this body and this subgraph');
  // A valid MAC proves that the gateway wrote this, so its form is not checked again.
  const subject = JSON.parse(Buffer.from(caller, 'base64url').toString('utf8')) as ClaimsSubject &
    Pick<Claims, 'subgraph'>;
  return { ...subject, iat: Number(iat), exp: Number(exp), jti };
}

/** Compares the texts: each MAC has one text only. */
function isSameMac(mac: string, expected: string): boolean {
  const [actual, due] = [Buffer.from(mac), Buffer.from(expected)];
  return actual.length === due.length && timingSafeEqual(actual, due);
}

/**
 * Remembers ids for at least `window` ms and at most twice that, in two sets that change places, so that forgetting costs nothing.
 * When it is full, new ids are refused: if old ones were forgotten, they could be used again.
 */
function onceWithin(window: number, capacity: number): (id: string, now: number) => 'new' | 'seen' | 'full' {
  let young = new Set<string>();
  let old = new Set<string>();
  let swappedAt = -Infinity;
  return (id, now) => {
    if (now - swappedAt >= window) {
      old = now - swappedAt >= 2 * window ? new Set() : young;
      young = new Set();
      swappedAt = now;
    }
    if (young.has(id) || old.has(id)) return 'seen';
    if (young.size + old.size >= capacity) return 'full';
    young.add(id);
    return 'new';
  };
}
