/**
 * Signed claims: what a gateway says to a subgraph about the caller of one request. They are short-lived, good for one subgraph, one
 * body and one use, so a copied header opens nothing. HMAC-SHA256 with a key that gateway and subgraph share: the subgraph could
 * forge claims to itself only, and signing costs a tenth of the cheapest signature by key pair.
 *
 * `x-sigap-claims: v2.<who asks and which subgraph, JSON as base64url>.<iat>.<exp>.<jti>.<MAC, base64url>`
 *
 * The MAC is over the header's bytes before its last dot, a newline and the body's bytes. Claims hold no newline, so the two cannot be
 * read as another two. One MAC over both is cheaper than one over claims that hold the body's hash, and a subgraph believes nothing,
 * and decodes nothing, before it has compared the MAC.
 */
import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { faultsOf } from './errors.ts';

/** In lower case, as Node gives names of headers. */
export const CLAIMS_HEADER = 'x-sigap-claims';

/** The scope to see counts over people as they are. */
export const EXACT_SCOPE = 'cell:exact';

/** Who asks, as far as rows depend on it. In one process it is handed over as it is, without a signature. */
export interface ClaimsSubject {
  /** The caller's id: `public`, `user:…`, `key:…`. */
  readonly sub: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** How counts over people are to be answered; absent: perturbed. */
  readonly cells?: 'exact' | 'perturbed';
  /** Code of the agency they act for. */
  readonly agency?: string;
  /** Why they ask: one of the listed purposes. */
  readonly purpose?: string;
  /** The month, `YYYY-MM`, whose frozen counts they get unless they may see exact ones: one for all subgraphs of a request. */
  readonly month?: string;
}

/** What one signature covers beside the body: who asks, of which subgraph, until when. */
export interface Claims extends ClaimsSubject {
  readonly subgraph: string;
  /** ms since 1970 */
  readonly iat: number;
  /** ms since 1970 */
  readonly exp: number;
  /** Never used twice. */
  readonly jti: string;
}

/** Why a subgraph does not believe a request; each with status and cure. */
export const claimsErrors = {
  CLAIMS_BAD: {
    status: 401,
    what: 'The signed claims do not fit this request',
    solve:
      "Ask through the gateway. If you did, the operator compares the subgraph's CLAIMS_KEYS with npm run claims-key.",
  },
  CLAIMS_BUSY: {
    status: 503,
    what: 'More requests than this subgraph remembers came at once',
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
    solve: 'Ask the gateway; it signs what it asks of a subgraph.',
  },
  CLAIMS_REPLAYED: {
    status: 401,
    what: 'The signed claims have been used before',
    solve: 'Ask again through the gateway, which signs each request anew.',
  },
} as const;
const fault = faultsOf(claimsErrors);

/** The block of SHA-256 and what it gives, in bytes. */
const BLOCK = 64;
const DIGEST = 32;
/** Claims and body up to this many bytes are hashed in one place, kept for each key. */
const ROOM = 65_536;
/** The most bytes a character of a JavaScript string becomes. */
const WIDEST = 3;

/**
 * Puts claims and MAC together. HMAC by its definition (RFC 2104), of two one-shot hashes: this stands on the way of every request
 * to a subgraph, where an object of `createHmac` costs half as much again, and leaves the collector something native to clean up.
 * @param key of at most 64 bytes
 * @returns the header's value for claims, of which it is given what stands between version and MAC, and a body
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

/** The key filled up to a block and mixed with `pad`, and behind it room for what is hashed. */
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
 * @param text the key as `npm run claims-key` prints it and, while keys are changed, the one before behind a comma
 * @throws Error that does not show the text
 */
export function readClaimsKeys(text: string): readonly KeyObject[] {
  return text.split(',').map((part) => {
    const bytes = Buffer.from(part.trim(), 'base64url');
    if (bytes.length !== KEY_BYTES)
      throw new Error(`expected keys of ${KEY_BYTES} bytes as npm run claims-key prints them`);
    return createSecretKey(bytes);
  });
}

/** Times in ms. */
export interface ClaimsVerifierOptions {
  readonly subgraph: string;
  /** The key and, while it is being changed, the one before. */
  readonly keys: readonly KeyObject[];
  /** ms claims may live at most, whatever they say. */
  readonly lifetime?: number;
  /** ms that the clocks of gateway and subgraph may differ */
  readonly clockSkew?: number;
  /** Claims remembered at most, against replay. */
  readonly capacity?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/**
 * @param header as it came; a list when it came twice
 * @param body the bytes that were received, before they are parsed
 * @throws CodedError CLAIMS_MISSING, CLAIMS_BAD, CLAIMS_EXPIRED, CLAIMS_REPLAYED, CLAIMS_BUSY
 */
export type VerifyClaims = (header: string | readonly string[] | undefined, body: string | Uint8Array) => Claims;

/** The subgraph's door: nothing passes that the gateway has not signed for this subgraph, this body, now, and once. */
export function claimsVerifier(options: ClaimsVerifierOptions): VerifyClaims {
  const { subgraph, keys, lifetime = 15_000, clockSkew = 5_000, capacity = 500_000, now = Date.now } = options;
  const seen = onceWithin(lifetime + 2 * clockSkew, capacity);
  return (header, body) => {
    if (header === undefined || header === '') throw fault('CLAIMS_MISSING');
    if (typeof header !== 'string') throw fault('CLAIMS_BAD', 'expected the header once');
    const claims = unseal(header, body, keys);
    if (claims.subgraph !== subgraph) throw fault('CLAIMS_BAD', 'they are for another subgraph');
    const time = now();
    const early = claims.iat > time + clockSkew;
    if (early || claims.exp <= time - clockSkew || claims.exp - claims.iat > lifetime) throw fault('CLAIMS_EXPIRED');
    // Last, so that only claims that hold are remembered: nobody else can fill the memory.
    refuseReplay(seen(claims.jti, time));
    return claims;
  };
}

function refuseReplay(answer: 'new' | 'seen' | 'full'): void {
  if (answer === 'seen') throw fault('CLAIMS_REPLAYED');
  if (answer === 'full') throw fault('CLAIMS_BUSY');
}

const LONGEST = 16_384;

/** `v2.<who>.<iat>.<exp>.<jti>.<MAC>`; what fits it holds no newline. */
const SHAPE = /^(v2\.([\w-]+)\.(\d+)\.(\d+)\.([\w-]+))\.([\w-]+)$/;

function unseal(header: string, body: string | Uint8Array, keys: readonly KeyObject[]): Claims {
  const parts = header.length > LONGEST ? null : SHAPE.exec(header);
  if (parts === null) throw fault('CLAIMS_BAD', 'they have another shape');
  const [, signed, who, iat, exp, jti, mac] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (!keys.some((key) => macFits(mac, macOf(key, signed, body))))
    throw fault('CLAIMS_BAD', 'their signature does not fit this body and this subgraph');
  // The gateway wrote this: what carries a true MAC is taken at its word.
  const subject = JSON.parse(Buffer.from(who, 'base64url').toString('utf8')) as ClaimsSubject &
    Pick<Claims, 'subgraph'>;
  return { ...subject, iat: Number(iat), exp: Number(exp), jti };
}

/** Compared as it is written: each MAC is written in one way only. */
function macFits(mac: string, expected: string): boolean {
  const [came, due] = [Buffer.from(mac), Buffer.from(expected)];
  return came.length === due.length && timingSafeEqual(came, due);
}

/**
 * Remembers ids for at least `window` ms and at most twice that: two sets that change places, so that forgetting costs nothing.
 * Full means refused, not forgotten: a forgotten id could be used again.
 */
function onceWithin(window: number, capacity: number): (id: string, now: number) => 'new' | 'seen' | 'full' {
  let young = new Set<string>();
  let old = new Set<string>();
  let turned = -Infinity;
  return (id, now) => {
    if (now - turned >= window) {
      old = now - turned >= 2 * window ? new Set() : young;
      young = new Set();
      turned = now;
    }
    if (young.has(id) || old.has(id)) return 'seen';
    if (young.size + old.size >= capacity) return 'full';
    young.add(id);
    return 'new';
  };
}
