/** Binding a port, with the one failure that a user meets stated in a line they can act on. */
import { Server, type AddressInfo } from 'node:net';
import { faultsOf } from './errors.ts';

/** Why a port or address cannot be had. */
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
      reject(
        thrown.code === 'EADDRINUSE' ? fault('PORT_TAKEN', where) : fault('PORT_REFUSED', `${where}, ${thrown.code}`),
      );
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
/** So often is closing practised. */
const PRACTICE = 10;

/**
 * Refuses new connections from now on; those there are go on. What has reached this machine and waits to be accepted would be reset
 * by closing, so it is closed right behind a look for such. What comes between look and close is lost, and nothing in Node can help it:
 * so that this is some ten microseconds and not some hundred, the code is run before, on servers that nobody knows.
 */
export async function refuseConnections(server: Server): Promise<void> {
  for (let time = 0; time < PRACTICE; time++) await closeBehindALook(await unknownServer());
  await closeBehindALook(server);
}

function closeBehindALook(server: Server): Promise<void> {
  let came = true;
  let turn = 0;
  const noted = (): void => void (came = true);
  server.on('connection', noted);
  return new Promise((resolve) => {
    // One connection is taken a turn: what the system has accepted for us has all been taken when a whole turn brings none.
    const look = (): void => {
      if (turn++ < 2 || (came && turn < MOST_TURNS)) {
        came = false;
        setImmediate(look);
        return;
      }
      // Not the server's own: that of HTTP also closes connections where a client is about to ask again.
      if (server.listening) Server.prototype.close.call(server);
      server.off('connection', noted);
      resolve();
    };
    setImmediate(look);
  });
}

/** Where it cannot listen, closing it does nothing. */
function unknownServer(): Promise<Server> {
  const server = new Server();
  return new Promise((resolve) =>
    server.once('error', () => resolve(server)).listen(0, '127.0.0.1', () => resolve(server)),
  );
}

/** A URL a person can open: an address that means "all of them" is none. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
