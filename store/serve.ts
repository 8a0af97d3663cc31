/** Starts the store in this thread: opens the file, listens, answers drivers. */
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { storeFault } from './errors.ts';
import type { Log } from '../base/log.ts';
import { openDataFolder } from '../base/private-files.ts';
import { expire } from './expiry.ts';
import { HeldBytes } from './held-bytes.ts';
import { FILE_NAME, StorageEngine } from './storage/engine.ts';
import { fileFault } from './storage/file-fault.ts';
import { Cursors } from './commands/cursors.ts';
import { Sessions } from './commands/sessions.ts';
import type { Shared } from './commands/request.ts';
import { listenForDrivers, type ListenPlace } from './listener.ts';
import { lockFolder } from './storage/folder-lock.ts';
import { serveConnection } from './wire/connection.ts';

/** How a store is started. */
export interface StoreOptions {
  /** Where the data is; made when it is not there. */
  readonly folder: string;
  /** TCP port; 0 for a free one. Without it drivers connect to a Unix socket, but on Windows. */
  readonly port?: number | undefined;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string | undefined;
  /** Loopback only: the store has no users and no passwords. */
  readonly host?: '127.0.0.1' | '::1';
  /** Without it nothing is logged. */
  readonly log?: Log;
  /** How often expired documents, cursors and sessions are removed, in milliseconds; each minute by default, as MongoDB does. */
  readonly sweepEvery?: number;
  /** The largest file that is checked before the first connection, in bytes, 8 MB by default; a larger one is checked while the store serves. */
  readonly checkedAtOnce?: number;
  /** How long an unread cursor lives, in milliseconds; ten minutes by default. */
  readonly cursorTimeout?: number;
  /** The most that is held for all clients together, in bytes; 256 MB by default. */
  readonly heldLimit?: number;
}

/** A store that listens. */
export interface RunningStore {
  /** The connection string for `mongoose.connect` and `new MongoClient`. */
  readonly uri: string;
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;
  /** Closes connections, aborts transactions and closes the file. */
  stop(): Promise<void>;
}

/**
 * Opens the file of a folder and answers drivers, in this thread.
 * @throws DamagedFile, CodedError PORT_TAKEN, PORT_REFUSED, SOCKET_REFUSED, SOCKET_UNUSABLE, STORE_IN_USE, STORE_UNWRITABLE, DATA_FOLDER, NOT_PRIVATE, StoreError InvalidOptions
 */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const host = options.host ?? '127.0.0.1';
  if (!['127.0.0.1', '::1'].includes(host))
    throw storeFault('InvalidOptions', `the store listens on loopback only, got host ${host}`);
  openDataFolder(options.folder);
  const unlock = lockFolder(options.folder);
  const engine = opened(options, unlock);
  void engine.checked.then((finding) => {
    if (finding !== undefined)
      options.log?.fatal({ finding }, 'the file is damaged; everything is refused until a backup is restored');
  });
  try {
    return await serve(engine, { ...options, host }, unlock);
  } catch (thrown) {
    engine.close();
    unlock();
    throw thrown;
  }
}

async function serve(
  engine: StorageEngine,
  options: StoreOptions & Pick<ListenPlace, 'host'>,
  unlock: () => void,
): Promise<RunningStore> {
  const sockets = new Set<Socket>();
  const shared: Shared = {
    engine,
    cursors: new Cursors(options.cursorTimeout),
    held: new HeldBytes(options.heldLimit),
    sessions: new Sessions(engine),
    startedAt: Date.now(),
    port: 0,
    connections: 0,
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, shared, options.log);
  });
  const listening = await listenForDrivers(server, options);
  shared.port = listening.port;
  const sweeping = setInterval(() => void sweep(shared, options.log), options.sweepEvery ?? 60_000);
  sweeping.unref();
  const stop = async (): Promise<void> => {
    clearInterval(sweeping);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    listening.forget();
    shared.sessions.abortAll();
    await new Promise((resolve) => setImmediate(resolve));
    try {
      engine.close();
    } finally {
      unlock();
    }
  };
  return { uri: listening.uri, port: listening.port, stop };
}

function opened({ folder, checkedAtOnce }: StoreOptions, unlock: () => void): StorageEngine {
  try {
    return StorageEngine.open(folder, checkedAtOnce);
  } catch (thrown) {
    unlock();
    throw fileFault(join(folder, FILE_NAME), thrown);
  }
}

async function sweep(shared: Shared, log: Log | undefined): Promise<void> {
  shared.cursors.sweep();
  shared.sessions.sweep();
  await expire(shared.engine).catch((thrown: unknown) => log?.error({ err: thrown }, 'expiry failed'));
}
