/** By what a client is counted: his identity, or the address a public caller comes from. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';

/**
 * An IPv6 network of 64 bits is one client: a home has that many addresses, and counting them one by one would count nobody.
 * @param address as the socket names it
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const full = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return full.slice(0, 4).map((group) => parseInt(group, 16).toString(16)).join(':');
}

/**
 * @param secret what is kept in a shared store under this key must not name a person or an address
 * @returns the key under which a client's use is counted
 */
export function clientKey(caller: Pick<Caller, 'id' | 'kind'>, address: string, secret: string): string {
  const client = caller.kind === 'public' ? `address:${networkOf(address)}` : caller.id;
  return createHmac('sha256', secret).update(client).digest('base64url').slice(0, 22);
}

/**
 * The secret for `clientKey`. Gateways that count together in Redis must name a client alike, so theirs comes from the address
 * of Redis, password included, which whoever reads only the store does not have; a gateway that counts alone makes one up.
 */
export function clientSecret(redisUrl: string | undefined): string {
  return redisUrl === undefined ? randomBytes(32).toString('hex') : createHmac('sha256', redisUrl).update('client keys').digest('hex');
}
