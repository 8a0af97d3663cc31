/** Where the issuer's public keys come from: a URL, a file, or a discovery document. Bounded, and never private or shared keys. */
import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { identityFault } from './errors.ts';

/** Reads the whole key set anew. @throws CodedError BAD_KEY_SET */
export type KeySource = () => Promise<JSONWebKeySet>;

/** A key set of 100 keys is far below this; an endless body is cut here. */
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;
const TIMEOUT_MS = 5_000;

/** Symmetric keys (`oct`) are refused: whoever may read such a set could sign with it. */
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP', 'AKP']) })).max(MAX_KEYS) });

/** @param where a path, or a URL: https, or http on loopback */
export function keySourceOf(where: string): KeySource {
  if (!/^https?:/.test(where)) return async () => judge(where, await read(where));
  const url = safeUrl(where);
  return async () => judge(where, await load(url));
}

/** Finds the key set by the issuer's OpenID discovery document, each time anew, as it may move. */
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

/** Keys read over plain http could be anybody's. */
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
    return await textWithin(response);
  } catch (thrown) {
    throw identityFault('BAD_KEY_SET', `${url.href}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

async function textWithin(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw identityFault('BAD_KEY_SET', `${where}: expected JSON`);
  }
}

function judge(where: string, text: string): JSONWebKeySet {
  const parsed = keySet.safeParse(parse(where, text));
  if (parsed.success)
    return { keys: parsed.data.keys.filter((key) => key.use !== 'enc').map(publicHalf) as JSONWebKeySet['keys'] };
  throw identityFault('BAD_KEY_SET', `${where}: expected {"keys": [...]} with at most ${MAX_KEYS} public keys`);
}

/** Members that only a private key has. */
const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv', 'key_ops']);

/** A private key in a key set is somebody's accident; its public half is all we need. */
export function publicHalf(key: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(key).filter(([member]) => !PRIVATE.has(member)));
}
