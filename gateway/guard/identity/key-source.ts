/** Reads the issuer's public keys from a URL, a file, or by a discovery document. Sizes are bounded; shared keys are refused. */
import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { boundedBytes } from '../../../base/bounded-bytes.ts';
import { reasonOf } from '../../../base/errors.ts';
import { identityFault } from './errors.ts';

/** Reads the whole key set anew. @throws CodedError BAD_KEY_SET */
export type KeySource = () => Promise<JSONWebKeySet>;

/** A key set of 100 keys is far smaller; a longer body is refused. */
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;
const TIMEOUT_MS = 5_000;

/** Symmetric keys (`oct`) are refused: every reader of such a set could sign with it. */
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP', 'AKP']) })).max(MAX_KEYS) });

/**
 * A key set at a fixed place.
 * @param where a path, or a URL: https, or http on loopback
 * @throws CodedError BAD_KEY_SET for another URL
 */
export function keySourceOf(where: string): KeySource {
  if (!/^https?:/.test(where)) return async () => validate(where, await read(where));
  const url = safeUrl(where);
  return async () => validate(where, await load(url));
}

/**
 * A key set named by the issuer's OpenID discovery document, which is read again each time, as the place may change.
 * @throws CodedError BAD_KEY_SET where the issuer is neither an https URL nor http on loopback
 */
export function discoveredKeys(issuer: string): KeySource {
  const url = safeUrl(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return async () => {
    const found = z
      .object({ issuer: z.literal(issuer), jwks_uri: z.string() })
      .safeParse(parse(url.href, await load(url)));
    if (!found.success) throw identityFault('BAD_KEY_SET', `${url.href}: expected the discovery document of ${issuer}`);
    return keySourceOf(found.data.jwks_uri)();
  };
}

/** Keys read over plain http could be forged. */
function safeUrl(text: string): URL {
  const url = URL.parse(text);
  const loopback = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url;
  throw identityFault('BAD_KEY_SET', `expected an https URL, got ${text.slice(0, 200)}`);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw identityFault('BAD_KEY_SET', reasonOf(thrown));
  }
}

async function load(url: URL): Promise<string> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/json' },
    });
    if (response.status !== 200) throw new Error(`answered ${response.status}`);
    return (await boundedBytes(response, MAX_BYTES)).toString('utf8');
  } catch (thrown) {
    const why = thrown instanceof RangeError ? `more than ${MAX_BYTES} bytes` : reasonOf(thrown);
    throw identityFault('BAD_KEY_SET', `${url.href}: ${why}`, { cause: thrown });
  }
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw identityFault('BAD_KEY_SET', `${where}: expected JSON`);
  }
}

function validate(where: string, text: string): JSONWebKeySet {
  const parsed = keySet.safeParse(parse(where, text));
  if (parsed.success) return { keys: parsed.data.keys.filter((key) => key.use !== 'enc').map(publicHalf) };
  throw identityFault('BAD_KEY_SET', `${where}: expected {"keys": [...]} with at most ${MAX_KEYS} public keys`);
}

/** Members that only a private key has. */
const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv', 'key_ops']);

/** A JSON Web Key without its private members, and without `key_ops`. A private key in a key set is a mistake of its publisher. */
export function publicHalf(key: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(key).filter(([member]) => !PRIVATE.has(member)));
}
