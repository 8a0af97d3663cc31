/** By what a client is counted: their identity, or the address a public caller comes from. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';

/** An IPv4 address as a socket that hears both names it. */
const MAPPED = '::ffff:';

/**
 * An IPv6 network of 64 bits is one client: a home has that many addresses, and counting them one by one would count nobody.
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
 * What is kept in a shared store must name neither a person nor an address, so there it is a MAC. Gateways that count together in
 * Redis must name a client alike: theirs comes from the address of Redis, password included, which whoever reads only the store
 * does not have. A gateway that counts alone keeps no more than its sockets say anyway.
 */
export function clientKeys(redisUrl: string | undefined): ClientKey {
  const clientOf = clientNames();
  if (redisUrl === undefined) return clientOf;
  const secret = createSecretKey(redisUrl, 'utf8');
  return (caller, address) => sealed(secret, clientOf(caller, address));
}

/** Addresses remembered with their networks; when there are more, all begin anew. */
const MOST = 10_000;

/** A name is asked for several times a request, and one that is kept is found faster in a map than one made anew. */
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
