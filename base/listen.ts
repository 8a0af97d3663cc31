/** Binding a port or a socket, with the one failure a user meets said in a line they can act on. */
import { Server, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { faultsOf } from './errors.ts';

export const listenErrors = {
  PORT_TAKEN: {
    status: 500,
    what: 'The port is in use',
    solve: 'Stop the program that holds the port or choose another one; the message names the option.',
  },
  PORT_REFUSED: {
    status: 500,
    what: 'The port cannot be opened',
    solve: 'Choose a port above 1023 and a host address of this machine.',
  },
  SOCKET_UNUSABLE: {
    status: 500,
    what: 'The Unix socket cannot be opened',
    solve: 'Choose a folder on a file system that has sockets, or a TCP port.',
  },
} as const;
const fault = faultsOf(listenErrors);

/**
 * @param option the option that sets this port, named when the port is taken
 * @returns the port it listens on; a free one when `port` is 0
 * @throws CodedError PORT_TAKEN, PORT_REFUSED
 */
export function listen(server: Server, port: number, host: string, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (thrown: NodeJS.ErrnoException): void => {
      const where = `${host}:${port} (${option})`;
      reject(thrown.code === 'EADDRINUSE' ? fault('PORT_TAKEN', where) : fault('PORT_REFUSED', `${where}, ${thrown.code}`));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Who is flooded with connections closes all the same. */
const MOST_TURNS = 10_000;

/**
 * Refuses new connections from now on; those there are go on. What has reached this machine and waits to be accepted would be reset
 * by closing, so it is closed right behind a look for such.
 */
export async function refuseConnections(server: Server): Promise<void> {
  let came = true;
  const noted = (): void => void (came = true);
  server.on('connection', noted);
  // One connection is taken a turn: what the system has accepted for us has all been taken when a whole turn brings none.
  for (let turn = 0; turn < 2 || (came && turn < MOST_TURNS); turn++) {
    came = false;
    await setImmediate();
  }
  server.off('connection', noted);
  // Not the server's own: that of HTTP also closes connections where a client is about to ask again.
  if (server.listening) Server.prototype.close.call(server);
}

/** A URL a person can open: an address that means "all of them" is none. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** @param path of a Unix socket that is not there yet @throws CodedError SOCKET_UNUSABLE */
export function listenAt(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (thrown: NodeJS.ErrnoException): void => reject(fault('SOCKET_UNUSABLE', `${path}, ${thrown.code}`));
    server.once('error', refuse);
    server.listen(path, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}
