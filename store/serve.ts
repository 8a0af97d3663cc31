/** Starts the store in this thread: opens the file, listens, answers drivers. */
import { createServer, type Socket } from 'node:net';
import { storeFault } from './errors.ts';
import type { Log } from '../base/log.ts';
import { openDataFolder } from '../base/private-files.ts';
import { loadMingo } from './aggregate/mingo.ts';
import { expire } from './expiry.ts';
import { StorageEngine } from './storage/engine.ts';
import { Cursors } from './commands/cursors.ts';
import { Sessions } from './commands/sessions.ts';
import type { Shared } from './commands/request.ts';
import { listenForDrivers, type Listening } from './listener.ts';
import { lockFolder } from './storage/folder-lock.ts';
import { serveConnection } from './wire/connection.ts';

export interface StoreOptions {
  /** Where the data is; made when it is not there. */
  readonly folder: string;
  /** TCP port; 0 for a free one. Without it drivers connect to a Unix socket, but on Windows. */
  readonly port?: number | undefined;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string | undefined;
  /** Loopback only: the store has no users and no passwords. */
  readonly host?: '127.0.0.1' | '::1';
  readonly log?: Log;
  /** How often TTL, cursors and sessions are looked through, in milliseconds; MongoDB does it each minute. */
  readonly sweepEvery?: number;
  /** The largest file that is checked before the first connection, in bytes; a larger one is checked beside the work. */
  readonly checkedAtOnce?: number;
  /** How long an unread cursor lives, in milliseconds. */
  readonly cursorTimeout?: number;
}

export interface RunningStore {
  /** For `mongoose.connect` and `new MongoClient`. */
  readonly uri: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  stop(): Promise<void>;
}

/** After the start: time enough for the first answers, in milliseconds. */
const MOMENT = 500;

/** @throws DamagedFile, CodedError PORT_TAKEN, PORT_REFUSED, SOCKET_REFUSED, STORE_IN_USE, DATA_FOLDER, NOT_PRIVATE, StoreError InvalidOptions */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const host = options.host ?? '127.0.0.1';
  if (!['127.0.0.1', '::1'].includes(host))
    throw storeFault('InvalidOptions', `the store listens on loopback only, got host ${String(host)}`);
  openDataFolder(options.folder);
  const unlock = lockFolder(options.folder);
  const engine = opened(options, unlock);
  void engine.checked.then((finding) => {
    if (finding !== undefined)
      options.log?.fatal({ finding }, 'the file is damaged; everything is refused until a backup is restored');
  });
  const sockets = new Set<Socket>();
  let listening: Listening;
  const shared: Shared = {
    engine,
    cursors: new Cursors(options.cursorTimeout),
    sessions: new Sessions(engine),
    startedAt: Date.now(),
    port: () => listening.port,
    connections: 0,
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, shared, options.log);
  });
  try {
    listening = await listenForDrivers(server, {
      folder: options.folder,
      port: options.port,
      portOption: options.portOption,
      host,
    });
  } catch (thrown) {
    engine.close();
    unlock();
    throw thrown;
  }
  setTimeout(loadMingo, MOMENT).unref();
  const sweeping = setInterval(() => void sweep(shared, options.log), options.sweepEvery ?? 60_000);
  sweeping.unref();
  const stop = async (): Promise<void> => {
    clearInterval(sweeping);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    listening.forget();
    shared.sessions.abortAll();
    await new Promise((resolve) => setImmediate(resolve));
    engine.close();
    unlock();
  };
  return { uri: listening.uri, port: listening.port, stop };
}

function opened({ folder, checkedAtOnce }: StoreOptions, unlock: () => void): StorageEngine {
  try {
    return StorageEngine.open(folder, checkedAtOnce);
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

async function sweep(shared: Shared, log: Log | undefined): Promise<void> {
  shared.cursors.sweep();
  shared.sessions.sweep();
  await expire(shared.engine).catch((thrown: unknown) => log?.error({ err: thrown }, 'expiry failed'));
}
