import { isIP, SocketAddress } from 'node:net';

/**
 * One spelling of an IP address: IPv6 in lower case and as short as it can be, IPv4 within IPv6 (`::ffff:10.0.0.1`) as IPv4, without a zone.
 * @returns `undefined` when the text is none
 */
export function ipAddressOf(text: string): string | undefined {
  const bare = text.replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 0) return undefined;
  if (version === 4) return bare;
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
}
