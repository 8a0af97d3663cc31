/** Every command of the store, by name. What is not here is refused with 59 (CommandNotFound), or 115 where MongoDB has it. */
import * as admin from './admin.ts';
import { aggregate } from './aggregate.ts';
import { bulkWrite } from './bulk-write.ts';
import { explain } from './explain.ts';
import * as reads from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import * as server from './server.ts';
import * as stats from './stats.ts';
import { insert, remove, update } from './write.ts';
import type { Handler, Request } from './request.ts';

const nothing: Handler = () => ({});

/** Not possible inside a transaction. */
function outside(handler: Handler): Handler {
  return (request: Request) => {
    request.refuseInTransaction();
    return handler(request);
  };
}

/** The handler of each command that the store has. */
export const COMMANDS: Readonly<Record<string, Handler>> = {
  hello: server.hello,
  isMaster: server.hello,
  ismaster: server.hello,
  ping: nothing,
  buildInfo: server.buildInfo,
  buildinfo: server.buildInfo,
  serverStatus: outside(server.serverStatus),
  getParameter: server.getParameter,
  setParameter: server.setParameter,
  getCmdLineOpts: () => ({ argv: ['store'], parsed: {} }),
  getLog: () => ({ totalLinesWritten: 0, log: [] }),
  connectionStatus: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  hostInfo: () => ({ system: {}, os: {}, extra: {} }),
  whatsmyuri: () => ({ you: '127.0.0.1' }),
  listCommands: () => ({ commands: Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, { help: '' }])) }),
  replSetGetStatus: () => ({
    set: server.SET_NAME,
    myState: 1,
    members: [{ _id: 0, state: 1, stateStr: 'PRIMARY', self: true }],
  }),
  atlasVersion: () => ({ version: 'none' }),
  startSession: nothing,
  endSessions: server.endSessions,
  refreshSessions: nothing,
  killSessions: server.endSessions,
  commitTransaction: server.commitTransaction,
  abortTransaction: server.abortTransaction,
  find: reads.find,
  getMore: reads.getMore,
  killCursors: reads.killCursors,
  count: outside(reads.count),
  distinct: reads.distinct,
  aggregate,
  explain: outside(explain),
  insert,
  update,
  delete: remove,
  bulkWrite,
  findAndModify,
  findandmodify: findAndModify,
  create: outside(admin.create),
  drop: outside(admin.drop),
  dropDatabase: outside(admin.dropDatabase),
  renameCollection: outside(admin.renameCollection),
  collMod: outside(admin.collMod),
  listCollections: outside(admin.listCollections),
  listDatabases: outside(stats.listDatabases),
  listIndexes: outside(admin.listIndexes),
  createIndexes: outside(admin.createIndexes),
  dropIndexes: outside(admin.dropIndexes),
  deleteIndexes: outside(admin.dropIndexes),
  collStats: outside(stats.collStats),
  dbStats: outside(stats.dbStats),
  validate: outside((request) => ({
    ns: request.namespace,
    valid: true,
    nrecords: request.view.countRows(request.needCollection()),
  })),
};

/** Commands MongoDB has and this store refuses with 115. */
export const REFUSED_COMMANDS: readonly string[] = [
  'mapReduce',
  'eval',
  'shardCollection',
  'enableSharding',
  'addShard',
  'moveChunk',
  'createUser',
  'createRole',
  'saslStart',
  'authenticate',
  'convertToCapped',
  'cloneCollectionAsCapped',
  'createSearchIndexes',
  'fsync',
  'compact',
  'reIndex',
  'planCacheClear',
  'setFeatureCompatibilityVersion',
  'geoSearch',
];
