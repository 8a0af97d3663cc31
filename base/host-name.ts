/**
 * Host names of the header `Host` and of URLs, in one form so that they can be compared. A program that answers on this machine must know its
 * own names: the page of another site can rebind its name to 127.0.0.1 and then has "the same origin". But it cannot send a name that
 * is not its own.
 */

/** A name, an IPv4 or a bracketed IPv6 address, and perhaps a port; nothing that a URL would read as user, path or query. */
const SHAPE = /^(\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(?::\d{0,5})?$/i;

/**
 * @param host `LocalHost:4000`, `127.1`, `[0:0::1]:4000`, `graph.example.`
 * @returns `localhost`, `127.0.0.1`, `[::1]`, `graph.example`: lower case, without port and final dot; undefined when it names no host
 */
export function hostNameOf(host: string): string | undefined {
  const name = SHAPE.exec(host)?.[1];
  const read = name === undefined ? undefined : URL.parse(`http://${name}`)?.hostname;
  return read === undefined ? undefined : plainAddress(read.replace(/\.$/, ''));
}

/** @param address as a socket reports it: `::1`, `::ffff:10.0.0.7`, `fe80::1%eth0` */
export function hostNameOfAddress(address: string): string | undefined {
  const bare = address.replace(/%.*$/, '');
  return hostNameOf(bare.includes(':') ? `[${bare}]` : bare);
}

/** True for a name by which a machine reaches itself. @param name as `hostNameOf` returns it */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** An IPv4 address written as an IPv6 one is that IPv4 address. */
function plainAddress(name: string): string {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(name) ?? [];
  if (high === undefined || low === undefined) return name;
  const [a, b] = [parseInt(high, 16), parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
