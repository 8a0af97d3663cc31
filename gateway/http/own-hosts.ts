/**
 * The gateway's own host names. A page of another site can rebind its name to this machine's address (DNS rebinding), but its requests carry
 * that name in `Host`, so they are refused before anything else is read.
 *
 * Beside the names of `HOSTS`, loopback names and the address that the connection was made to are always accepted. By address Kubernetes
 * probes a pod, and a load balancer its targets. A browser sends an address only for a page of that address, so no other page can use it.
 */
import type { IncomingMessage } from 'node:http';
import { quote } from '../../base/errors.ts';
import { hostNameOf, hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';

/** @throws CodedError HOST_REFUSED; BAD_REQUEST for two hosts, of which Node reads the first and a proxy in front perhaps the other */
export type ValidateHost = (request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url' | 'socket'>) => void;

/** A gateway bound to one of these listens on all addresses of its machine; no client sends them as a host. */
const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);
/** The most spellings of its names that are cached. */
const SPELLINGS = 200;
const HOST: ReadonlySet<string> = new Set(['host']);

/**
 * @param hosts names of the option HOSTS
 * @param bound the address or name that the gateway listens on
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
    // Only HTTP/1.0 may leave it out, which no browser speaks; Node refuses other requests without it.
    if (host !== undefined && !isOwn(host, socket.localAddress)) throw refused(host);
    if (url.startsWith('/') || url === '*') return;
    const named = URL.parse(url)?.host ?? url;
    if (!isOwn(named, socket.localAddress)) throw refused(named);
  };
}

/** The message does not show the names of HOSTS to those it keeps out. */
function refused(host: string): Error {
  return httpFault(
    'HOST_REFUSED',
    `expected localhost, a loopback address, the address that was connected to or a name of HOSTS, got ${quote(host)}`,
  );
}
