/** Binding a port, with the one failure that a user meets stated in a line they can act on. */
import { Server, type AddressInfo } from 'node:net';
import { faultsOf } from './errors.ts';

/** Why a port or a socket cannot be opened. */
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
 * Listens on a TCP port.
 * @param option the option that sets this port, for the error
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

/** Turns of the main loop after which a server closes though connections still arrive. */
const MOST_TURNS = 10_000;
/** How often closing is run on other servers first. */
const PRACTICE = 10;

/**
 * Refuses new connections from now on; existing ones continue. Closing resets connections that have reached this machine and are not accepted
 * yet, so the server closes directly after a check that there are none. A connection that arrives between check and close is lost, which
 * Node offers no means against. To shorten that time from some hundred microseconds to ten, the code is run first on servers that
 * nobody connects to.
 */
export async function refuseConnections(server: Server): Promise<void> {
  for (let time = 0; time < PRACTICE; time++) await closeWhenQuiet(await unknownServer());
  await closeWhenQuiet(server);
}

function closeWhenQuiet(server: Server): Promise<void> {
  let hasArrived = true;
  let turn = 0;
  const onConnection = (): void => void (hasArrived = true);
  server.on('connection', onConnection);
  return new Promise((resolve) => {
    // Node accepts one connection in each turn: a turn without any shows that none is waiting.
    const check = (): void => {
      if (turn++ < 2 || (hasArrived && turn < MOST_TURNS)) {
        hasArrived = false;
        setImmediate(check);
        return;
      }
      // Not the server's own `close`: that of HTTP servers also closes idle connections, on which a client may be about to send.
      if (server.listening) Server.prototype.close.call(server);
      server.off('connection', onConnection);
      resolve();
    };
    setImmediate(check);
  });
}

/** A server on a free port; where it cannot listen, closing it does nothing. */
function unknownServer(): Promise<Server> {
  const server = new Server();
  return new Promise((resolve) =>
    server.once('error', () => resolve(server)).listen(0, '127.0.0.1', () => resolve(server)),
  );
}

/** The host of a URL that a person can open; `localhost` for an address that means all of the machine's. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
