/** The key under which a client's use is counted: their identity, or a public caller's address. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';

/** Prefix of an IPv4 address on a socket that accepts IPv4 and IPv6. */
const MAPPED = '::ffff:';

/**
 * The network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address. A home has a whole such network, so
 * single IPv6 addresses would limit nobody.
 * @param address as the socket names it
 */
export function networkOf(address: string): string {
  if (address.startsWith(MAPPED) && address.includes('.')) return address.slice(MAPPED.length);
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const full =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return full
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}

/** @returns the key under which a client's use is counted */
export type ClientKey = (caller: Pick<Caller, 'id' | 'kind'>, address: string) => string;

/**
 * A shared store must name neither a person nor an address, so the key is a MAC there. Gateways that count together in Redis must
 * compute the same key: its secret is the URL of Redis with the password, which a reader of the store does not have. A gateway that
 * counts alone uses the name itself.
 */
export function clientKeys(redisUrl: string | undefined): ClientKey {
  const clientOf = clientNames();
  if (redisUrl === undefined) return clientOf;
  const secret = createSecretKey(redisUrl, 'utf8');
  return (caller, address) => sealed(secret, clientOf(caller, address));
}

/** Addresses whose networks are remembered; when there are more, all are forgotten. */
const MOST = 10_000;

/** A name is needed several times per request: looking it up in a map is faster than computing it again. */
function clientNames(): ClientKey {
  const known = new Map<string, string>();
  return ({ id, kind }, address) => {
    if (kind !== 'public') return id;
    let name = known.get(address);
    if (name !== undefined) return name;
    if (known.size >= MOST) known.clear();
    known.set(address, (name = `address:${networkOf(address)}`));
    return name;
  };
}

function sealed(secret: KeyObject, client: string): string {
  return createHmac('sha256', secret).update(client).digest('base64url').slice(0, 22);
}
