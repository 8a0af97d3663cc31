/** Starts the store in this thread: opens the file, listens on loopback, answers drivers. */
import { createServer, type Socket } from 'node:net';
import { fault } from './errors.ts';
import { listen } from '../base/listen.ts';
import type { Log } from '../base/log.ts';
import { loadMingo } from './aggregate/mingo.ts';
import { expire } from './expiry.ts';
import { Engine } from './storage/engine.ts';
import { Cursors } from './commands/cursors.ts';
import { Sessions } from './commands/sessions.ts';
import { SET_NAME } from './commands/server.ts';
import type { Shared } from './commands/request.ts';
import { serveConnection } from './wire/connection.ts';

export interface StoreOptions {
  /** Where the data is; made when it is not there. */
  readonly folder: string;
  /** TCP port; 0 for a free one. */
  readonly port: number;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string;
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
  readonly port: number;
  stop(): Promise<void>;
}

/** After the start: time enough for the first answers, in milliseconds. */
const MOMENT = 500;

/** @throws DamagedFile, CodedError PORT_TAKEN, PORT_REFUSED, StoreError InvalidOptions */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const host = options.host ?? '127.0.0.1';
  if (!['127.0.0.1', '::1'].includes(host)) throw fault('InvalidOptions', `the store listens on loopback only, got host ${String(host)}`);
  const engine = Engine.open(options.folder, options.checkedAtOnce);
  void engine.checked.then((finding) => { if (finding !== undefined) options.log?.fatal({ finding }, 'the file is damaged; everything is refused until a backup is restored'); });
  const sockets = new Set<Socket>();
  let port = 0;
  const shared: Shared = { engine, cursors: new Cursors(options.cursorTimeout), sessions: new Sessions(engine), startedAt: Date.now(), port: () => port, connections: 0 };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, shared, options.log);
  });
  try {
    port = await listen(server, options.port, host, options.portOption ?? '--port or STORE_PORT');
  } catch (thrown) {
    engine.close();
    throw thrown;
  }
  setTimeout(loadMingo, MOMENT).unref();
  const sweeping = setInterval(() => void sweep(shared, options.log), options.sweepEvery ?? 60_000);
  sweeping.unref();
  const stop = async (): Promise<void> => {
    clearInterval(sweeping);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    shared.sessions.abortAll();
    await new Promise((resolve) => setImmediate(resolve));
    engine.close();
  };
  return { uri: `mongodb://${host === '::1' ? '[::1]' : host}:${port}/?replicaSet=${SET_NAME}&directConnection=true`, port, stop };
}

async function sweep(shared: Shared, log: Log | undefined): Promise<void> {
  shared.cursors.sweep();
  shared.sessions.sweep();
  await expire(shared.engine).catch((thrown: unknown) => log?.error({ err: thrown }, 'expiry failed'));
}
