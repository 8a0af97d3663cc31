/** Every command of the store, by name. What is not here is refused with 59 (CommandNotFound), or 115 where MongoDB has it. */
import * as admin from './admin.ts';
import { aggregate } from './aggregate.ts';
import { explain } from './explain.ts';
import * as reads from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import { listDatabases } from './list-databases.ts';
import * as server from './server.ts';
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
  connectionStatus: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
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
  findAndModify,
  findandmodify: findAndModify,
  create: admin.create,
  drop: outside(admin.drop),
  dropDatabase: outside(admin.dropDatabase),
  listCollections: outside(admin.listCollections),
  listDatabases: outside(listDatabases),
  listIndexes: outside(admin.listIndexes),
  createIndexes: outside(admin.createIndexes),
  dropIndexes: outside(admin.dropIndexes),
  deleteIndexes: outside(admin.dropIndexes),
};

/** Commands MongoDB has and this store refuses with 115. */
export const REFUSED_COMMANDS: readonly string[] = [
  ...['addShard', 'authenticate', 'bulkWrite', 'cloneCollectionAsCapped', 'collMod', 'collStats', 'compact'],
  ...['convertToCapped', 'createRole', 'createSearchIndexes', 'createUser', 'currentOp', 'dataSize', 'dbHash'],
  ...['dbStats', 'enableSharding', 'fsync', 'getCmdLineOpts', 'getLog', 'getParameter', 'hostInfo', 'killOp'],
  ...['listCommands', 'mapReduce', 'moveChunk', 'planCacheClear', 'reIndex', 'renameCollection'],
  ...['replSetGetConfig', 'replSetGetStatus', 'saslStart', 'setFeatureCompatibilityVersion', 'setParameter'],
  ...['shardCollection', 'top', 'usersInfo', 'validate', 'whatsmyuri'],
];
