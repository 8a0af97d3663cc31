/** Binding a port, with the one failure a user meets said in a line he can act on. */
import type { AddressInfo, Server } from 'node:net';
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
