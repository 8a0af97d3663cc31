import { fetchFault } from './errors.ts';

/** Where a subgraph listens. */
export interface SubgraphAddress {
  /** Scheme, host and port; of a Unix socket it is only what the Host header says. */
  readonly origin: string;
  /** What is requested there, with its query. */
  readonly path: string;
  /** Absent: TCP. */
  readonly socketPath?: string;
}

/**
 * Reads a subgraph's address: an http or https URL, or `unix:///run/workers.sock?path=/graphql` for a Unix socket, whose path of HTTP
 * is `/` where the address names none.
 * @throws CodedError SUBGRAPH_ADDRESS, without the address, which may hold a password
 */
export function subgraphAddress(subgraph: string, address: string): SubgraphAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '')
    throw fetchFault('SUBGRAPH_ADDRESS', subgraph);
  if (/^https?:$/.test(url.protocol)) return { origin: url.origin, path: url.pathname + url.search };
  const path = url.searchParams.get('path') ?? '/';
  const isSocket = url.protocol === 'unix:' && url.host === '' && url.pathname.length > 1;
  if (!isSocket || !path.startsWith('/')) throw fetchFault('SUBGRAPH_ADDRESS', subgraph);
  return { origin: 'http://localhost', path, socketPath: decodeURIComponent(url.pathname) };
}
