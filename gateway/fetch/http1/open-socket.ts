/** Opens sockets to one server: TCP, a Unix socket, or TLS. */
import { lookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectSecurely, createSecureContext, type SecureContext } from 'node:tls';
import type { TlsFiles, TlsMaterial } from '../../../base/tls-files.ts';

/** @param read receives what arrives; the bytes are valid until it returns @param opened called when bytes may be written */
export type OpenSocket = (read: (bytes: Buffer) => void, opened: () => void) => Socket;

/** Bytes read at once, as Node does. */
const READ_SIZE = 65_536;
/** How long a connection is silent before the system asks whether the other side is still there, in ms. */
const SILENCE = 60_000;

/** What else a socket is opened with. */
interface SocketOptions {
  /** Of a Unix socket, in place of host and port. */
  readonly socketPath?: string;
  /** Authorities and a client certificate for TLS, Node's own authorities when left out. */
  readonly tls?: Pick<TlsFiles, 'current'>;
  /** Told of each connection when the server's certificate ends, ms since 1970. */
  readonly onCertificate?: (end: number) => void;
}

/**
 * All plain sockets read into one memory, since what is read is used at once: through a stream, each read costs 64 kB of memory, events
 * and a queue.
 * @param origin scheme, host and port
 */
export function socketOpener(
  origin: string,
  { socketPath, tls, onCertificate = () => {} }: SocketOptions = {},
): OpenSocket {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') return secureOpener(host, Number(port || 443), { tls, onCertificate });
  const memory = Buffer.allocUnsafeSlow(READ_SIZE);
  const place =
    socketPath === undefined ? { host, port: Number(port || 80), lookup: sharedLookup() } : { path: socketPath };
  return (read, opened) => {
    const onread = { buffer: memory, callback: (bytes: number): boolean => (read(memory.subarray(0, bytes)), true) };
    return connect({ ...place, ...KEPT, onread }, opened);
  };
}

/** TLS sockets do not read into a memory of ours. A later connection resumes the session of an earlier one. */
function secureOpener(
  host: string,
  port: number,
  { tls, onCertificate }: Pick<SocketOptions, 'tls'> & Required<Pick<SocketOptions, 'onCertificate'>>,
): OpenSocket {
  let session: Buffer | undefined;
  let material: TlsMaterial | undefined;
  let secureContext: SecureContext | undefined;
  const place = { host, port, lookup: sharedLookup(), servername: isIP(host) === 0 ? host : '' };
  return (read, opened) => {
    if (tls?.current !== material) {
      material = tls?.current;
      secureContext = createSecureContext(material);
      // A session of before would go on with the certificates of before.
      session = undefined;
    }
    const options = { ...place, ...KEPT, secureContext, session, ALPNProtocols: ['http/1.1'] };
    const socket = connectSecurely(options, () => {
      // A session that goes on shows no certificate.
      const { valid_to: end } = socket.getPeerCertificate() as { readonly valid_to?: string };
      if (end !== undefined) onCertificate(Date.parse(end));
      opened();
    });
    return socket.on('session', (next) => (session = next)).on('data', read);
  };
}

/**
 * Connections that open at once share one lookup of the host's address: Node looks up two hosts at a time, so many lookups of a name that
 * its server does not answer would keep all other hosts from being found.
 */
function sharedLookup(): LookupFunction {
  let waiting: Parameters<LookupFunction>[2][] | undefined;
  return (host, options, found) => {
    if (waiting !== undefined) return void waiting.push(found);
    const all = (waiting = [found]);
    lookup(host, options, (...result) => {
      waiting = undefined;
      for (const one of all) one(...result);
    });
  };
}

const KEPT = { noDelay: true, keepAlive: true, keepAliveInitialDelay: SILENCE };
