/**
 * Where drivers reach the store: a Unix socket in its folder, whose permissions keep other users of the machine out. A TCP port of
 * loopback, open to all of them, is used only where an option sets one, and on Windows.
 */
import { chmodSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { listen } from '../base/listen.ts';
import { writeStoreAddress, storeAddress } from '../base/store-address.ts';
import { SET_NAME } from './commands/server.ts';
import { forgetSocket, socketIn, socketPlace } from './socket-place.ts';
import { startFault } from './start-errors.ts';

/** Where to listen. */
export interface ListenPlace {
  readonly folder: string;
  /** TCP port, 0 for a free one; left out for a socket. */
  readonly port?: number | undefined;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string | undefined;
  readonly host: '127.0.0.1' | '::1';
}

/** Where a store listens. */
export interface Listening {
  readonly uri: string;
  /** 0 for a socket. */
  readonly port: number;
  /** Removes the socket and the written address; call it when the server has closed. */
  forget(): void;
}

/** Windows has no sockets that MongoDB's driver takes. */
const WITHOUT_SOCKETS = process.platform === 'win32';

/** Listens, and writes the address beside the data. @throws CodedError PORT_TAKEN, PORT_REFUSED, SOCKET_REFUSED, SOCKET_UNUSABLE */
export async function listenForDrivers(server: Server, place: ListenPlace): Promise<Listening> {
  await forgetEarlier(place.folder);
  const { at, port, socket } =
    place.port === undefined && !WITHOUT_SOCKETS ? await onSocket(server, place.folder) : await onPort(server, place);
  const uri = `mongodb://${at}/?replicaSet=${SET_NAME}&directConnection=true`;
  writeStoreAddress(place.folder, uri);
  const forget = (): void => {
    writeStoreAddress(place.folder, undefined);
    if (socket !== undefined) forgetSocket(socket);
  };
  return { uri, port, forget };
}

type Bound = { readonly at: string; readonly port: number; readonly socket?: string };

async function onSocket(server: Server, folder: string): Promise<Bound> {
  const socket = socketPlace(folder);
  await listenAt(server, socket);
  chmodSync(socket, 0o600);
  return { at: encodeURIComponent(socket), port: 0, socket };
}

function listenAt(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (thrown: NodeJS.ErrnoException): void =>
      reject(startFault('SOCKET_UNUSABLE', `${path}, ${thrown.code}`));
    server.once('error', refuse);
    server.listen(path, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

async function onPort(
  server: Server,
  { port = 0, portOption = '--port or STORE_PORT', host }: ListenPlace,
): Promise<Bound> {
  const bound = await listen(server, port, host, portOption);
  return { at: `${host === '::1' ? '[::1]' : host}:${bound}`, port: bound };
}

/** Removes the socket that a crash has left. In a copy of a folder the address is that of the store of the other one, which may run. */
async function forgetEarlier(folder: string): Promise<void> {
  const socket = socketIn(storeAddress(folder) ?? '');
  if (socket !== undefined && !(await isListening(socket))) forgetSocket(socket);
}

function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const tell = (is: boolean): void => {
      connection.destroy();
      resolve(is);
    };
    connection.once('connect', () => tell(true)).once('error', () => tell(false));
  });
}
