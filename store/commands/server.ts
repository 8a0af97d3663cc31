/** Commands about the server itself: hello, buildInfo, parameters, sessions, transactions. */
import { Binary, Timestamp } from 'bson';
import { MAX_DOCUMENT } from '../value/decode.ts';
import { storeFault } from '../errors.ts';
import { isDocument, isNumeric, toNumber } from '../value/types.ts';
import { noTransaction } from './sessions.ts';
import type { Request } from './request.ts';

/** The name of the replica set that the store claims to be. */
export const SET_NAME = 'store';
/** The largest message, in bytes: MongoDB's limit. */
export const MAX_MESSAGE = 48_000_000;
/** The version of MongoDB whose commands are understood: the one that the contract tests last passed on. */
export const VERSION = '6.0.5';
/** That of this version's protocol. From 25 on drivers offer the server's bulkWrite. */
const WIRE_VERSION = 17;
type Fields = Record<string, unknown>;

/** The command hello: a replica set of one, because drivers offer transactions and retryable writes only on a replica set. */
export function hello(request: Request): Fields {
  const address = `127.0.0.1:${request.shared.port}`;
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    secondary: false,
    setName: SET_NAME,
    setVersion: 1,
    hosts: [address],
    me: address,
    primary: address,
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    lastWrite: {
      opTime: { ts: new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }), t: 1 },
      lastWriteDate: new Date(),
    },
  };
}

/** The command buildInfo: the MongoDB whose commands are understood. */
export function buildInfo(): Fields {
  return {
    version: VERSION,
    versionArray: [6, 0, 5, 0],
    gitVersion: 'embedded',
    modules: ['embedded'],
    storageEngines: ['sqlite'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT,
  };
}

/** The command serverStatus: uptime in seconds, memory in MB, connections and cursors. */
export function serverStatus({ shared }: Request): Fields {
  return {
    host: '127.0.0.1',
    version: VERSION,
    process: 'sigap-graph store',
    pid: process.pid,
    uptime: (Date.now() - shared.startedAt) / 1000,
    localTime: new Date(),
    connections: { current: shared.connections, available: 1000 },
    mem: { resident: Math.round(process.memoryUsage.rss() / 2 ** 20), bits: 64 },
    storageEngine: { name: 'sqlite', persistent: true },
    metrics: { cursor: { open: { total: shared.cursors.size } }, heldForClients: shared.held.total },
  };
}

/** The command commitTransaction. @throws StoreError NoSuchTransaction, WriteConflict, InvalidOptions */
export async function commitTransaction(request: Request): Promise<Fields> {
  const { session } = request;
  if (session === undefined) throw storeFault('InvalidOptions', 'commitTransaction must be run within a transaction');
  request.shared.sessions.commit(session);
  if (request.journal) await request.engine.onDisk();
  return {};
}

/** The command abortTransaction. @throws StoreError NoSuchTransaction, TransactionCommitted */
export function abortTransaction(request: Request): Fields {
  const { session } = request;
  if (session === undefined || session.state === 'none')
    throw noTransaction(
      isNumeric(request.command.get('txnNumber')) ? toNumber(request.command.get('txnNumber') as number) : -1,
    );
  if (session.state === 'committed') throw storeFault('TransactionCommitted', 'Transaction has been committed');
  request.shared.sessions.abort(session);
  return {};
}

/** The command endSessions: aborts their transactions and closes their cursors. */
export function endSessions(request: Request): Fields {
  for (const lsid of request.array('endSessions') ?? []) {
    const id = isDocument(lsid) ? lsid.get('id') : undefined;
    if (!(id instanceof Binary)) continue;
    const name = Buffer.from(id.value()).toString('hex');
    request.shared.cursors.killOfSession(name);
    request.shared.sessions.end(name);
  }
  return {};
}
