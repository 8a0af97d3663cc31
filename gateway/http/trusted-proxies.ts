/**
 * The client's address behind proxies. Headers are believed as far as trusted proxies wrote them: they are read from the right, and the first
 * address that no trusted proxy has is the client's. What stands further left is whatever the client has sent.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { ipAddressOf } from './ip-address.ts';
import { forwardedClients, namedClient } from './forwarded-clients.ts';
import { httpFault } from './errors.ts';

/** Which proxies are believed: how many stand in front, or their addresses and networks; none of either trusts nobody. */
export interface TrustedProxies {
  readonly hops: number;
  /** `10.0.0.7`, `10.0.0.0/8`, `2001:db8::/32`. */
  readonly networks: readonly string[];
}

/** Nobody is believed: the client is who is connected. */
export const NO_PROXIES: TrustedProxies = { hops: 0, networks: [] };

/** What is asked about a request or a socket. */
export interface ClientAddresses {
  /** @returns the client's address, or that of the last proxy where it hides them @throws CodedError FORWARDED_REFUSED */
  readonly clientOf: (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;
  /** Whether many clients may come from this address of a socket. */
  readonly isProxy: (address: string) => boolean;
}

/** The most proxies in a row that are read. */
const MOST_HOPS = 32;

/** @returns who asks, by the proxies that are believed */
export function clientAddresses({ hops, networks }: TrustedProxies): ClientAddresses {
  if (hops === 0 && networks.length === 0)
    return { clientOf: ({ socket }) => socket.remoteAddress ?? '', isProxy: () => false };
  const isListed = inNetworks(networks);
  const isTrusted = (address: string, hop: number): boolean => (hops > 0 ? hop < hops : isListed(address));
  return {
    clientOf: ({ headers, socket }) => {
      const nearest = ipAddressOf(socket.remoteAddress ?? '') ?? '';
      if (!isTrusted(nearest, 0)) return nearest;
      const { forwarded, 'x-forwarded-for': list } = headers;
      const byList = list === undefined ? undefined : furthest(nearest, listedClients(list), isTrusted);
      const byForwarded =
        forwarded === undefined ? undefined : furthest(nearest, standardClients(forwarded), isTrusted);
      if (byList !== undefined && byForwarded !== undefined && byList !== byForwarded)
        throw httpFault('FORWARDED_REFUSED', 'expected Forwarded and X-Forwarded-For to name one client, got two');
      return byForwarded ?? byList ?? nearest;
    },
    isProxy: (address) => isTrusted(ipAddressOf(address) ?? '', 0),
  };
}

/** @param nearest address of the socket @param named by each proxy, the nearest proxy's word last */
function furthest(
  nearest: string,
  named: readonly (string | undefined)[],
  isTrusted: (address: string, hop: number) => boolean,
): string {
  let client = nearest;
  for (let hop = 0; hop < MOST_HOPS && isTrusted(client, hop); hop++) {
    const next = namedClient(named[named.length - 1 - hop] ?? '');
    // A proxy that hides its client, or the end: all that is known is the proxy.
    if (next === undefined) return client;
    client = next;
  }
  return client;
}

/** An empty word counts for nothing (RFC 9110, section 5.6.1). */
function listedClients(header: string | string[]): string[] {
  return String(header)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function standardClients(header: string): readonly (string | undefined)[] {
  const clients = forwardedClients(header);
  // An open quote of the client's would hide what the proxy has written behind it.
  if (clients === undefined)
    throw httpFault('FORWARDED_REFUSED', 'expected Forwarded as RFC 7239 has it, got something else');
  return clients;
}

function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const { address, prefix } = networkParts(network)!;
    list.addSubnet(address, prefix, address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return (address) => address !== '' && list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** @returns an address or network such as `10.0.0.0/8`, an IPv4 one within IPv6 as IPv4; `undefined` when it is neither */
export function networkParts(text: string): { readonly address: string; readonly prefix: number } | undefined {
  const [, written, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = written === undefined ? undefined : ipAddressOf(written);
  if (address === undefined) return undefined;
  const width = address.includes(':') ? 128 : 32;
  const given = bits === undefined ? width : Number(bits);
  const prefix = bits !== undefined && width === 32 && written!.includes(':') ? given - 96 : given;
  return prefix >= 0 && prefix <= width ? { address, prefix } : undefined;
}
