/**
 * The gateway knows its own names. A page of another site that rebinds its name to this machine's address asks with that name in
 * `Host`, and so is told apart from the gateway's own page before anything else is looked at. Beside the names of `HOSTS` these are
 * always its own: the loopback names, and the very address that the connection came to, which is how Kubernetes probes a pod and a
 * load balancer its targets. A browser says an address only where that address is the page's own, so no page can borrow it.
 */
import type { IncomingMessage } from 'node:http';
import { quote } from '../../base/errors.ts';
import { hostNameOf, hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';

/** @throws CodedError HOST_REFUSED; BAD_REQUEST for two hosts, of which Node takes the first and a proxy in front perhaps the other */
export type ValidateHost = (request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url' | 'socket'>) => void;

/** Bound to these a gateway listens on all addresses of its machine; as a destination they are none. */
const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);
/** Spellings of the same few names that are remembered at most. */
const SPELLINGS = 200;
const HOST: ReadonlySet<string> = new Set(['host']);

/**
 * @param hosts names as the option HOSTS gives them
 * @param bound the address or name that is listened on
 */
export function ownHosts(hosts: readonly string[], bound: string): ValidateHost {
  const names = new Set(hosts);
  const own = hostNameOfAddress(bound);
  if (own !== undefined && !EVERY_ADDRESS.has(own)) names.add(own);
  const known = new Set<string>();
  const isOwn = (host: string, address: string | undefined): boolean => {
    if (known.has(host)) return true;
    const name = hostNameOf(host);
    if (name === undefined) return false;
    if (!names.has(name) && !isLoopbackName(name)) return address !== undefined && hostNameOfAddress(address) === name;
    if (known.size < SPELLINGS) known.add(host);
    return true;
  };
  return ({ headers: { host }, rawHeaders, url = '/', socket }) => {
    refuseDoubled(rawHeaders, HOST);
    // Only HTTP/1.0 may leave it out, which no browser speaks; Node has refused the others.
    if (host !== undefined && !isOwn(host, socket.localAddress)) throw refused(host);
    if (url.startsWith('/') || url === '*') return;
    const named = URL.parse(url)?.host ?? url;
    if (!isOwn(named, socket.localAddress)) throw refused(named);
  };
}

/** What HOSTS holds is not told to whom it keeps out. */
function refused(came: string): Error {
  return httpFault(
    'HOST_REFUSED',
    `expected localhost, a loopback address, the address that was connected to or a name of HOSTS, got ${quote(came)}`,
  );
}
