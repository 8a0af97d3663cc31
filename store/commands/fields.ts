/** The fields of commands and of their statements. Any other is refused as MongoDB refuses it, with 40415: nobody may think that it was honoured. */
import { storeFault, notOffered } from '../errors.ts';
import { unknownField } from './check-part.ts';
import { REFUSED_COLLECTION_OPTIONS } from './admin.ts';
import { REFUSED_FIND_OPTIONS } from './find.ts';
import type { Request } from './request.ts';

/** Those of every command: of sessions, transactions, concerns, the Stable API, and what clients note for logs and clusters. */
const GENERIC = fields(
  '$db lsid txnNumber autocommit startTransaction $clusterTime $readPreference readConcern writeConcern',
  'apiVersion apiStrict apiDeprecationErrors comment maxTimeMS',
);
const FIND_AND_MODIFY = fields(
  'query sort remove update new fields upsert bypassDocumentValidation collation arrayFilters hint let',
);
const DROP_INDEXES = fields('index');

/** By command. Those that are missing take any field, as MongoDB's hello, buildInfo, serverStatus, startSession and killSessions do. */
const COMMAND_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  abortTransaction: fields(''),
  aggregate: fields('pipeline cursor explain allowDiskUse bypassDocumentValidation collation hint let'),
  commitTransaction: fields(''),
  connectionStatus: fields('showPrivileges'),
  count: fields('query limit skip hint collation fields'),
  create: fields('collation', ...REFUSED_COLLECTION_OPTIONS),
  createIndexes: fields('indexes commitQuorum'),
  delete: fields('deletes ordered let'),
  deleteIndexes: DROP_INDEXES,
  distinct: fields('key query collation'),
  drop: fields(''),
  dropDatabase: fields(''),
  dropIndexes: DROP_INDEXES,
  endSessions: fields(''),
  explain: fields('verbosity'),
  find: fields(
    'filter sort projection hint skip limit batchSize singleBatch allowDiskUse min max noCursorTimeout',
    'oplogReplay allowPartialResults collation let',
    ...REFUSED_FIND_OPTIONS,
  ),
  findAndModify: FIND_AND_MODIFY,
  findandmodify: FIND_AND_MODIFY,
  getMore: fields('collection batchSize'),
  insert: fields('documents ordered bypassDocumentValidation'),
  killCursors: fields('cursors'),
  listCollections: fields('filter nameOnly authorizedCollections cursor'),
  listDatabases: fields('filter nameOnly authorizedDatabases'),
  listIndexes: fields('cursor'),
  ping: fields(''),
  refreshSessions: fields(''),
  update: fields('updates ordered bypassDocumentValidation let'),
};

function fields(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}

/** The only version of MongoDB's Stable API. */
const API_VERSION = '1';

/** @throws StoreError Location40415, TypeMismatch, APIVersionError, CommandNotSupported */
export function checkFields(request: Request): void {
  const { name, command } = request;
  const known = COMMAND_FIELDS[name];
  if (known !== undefined)
    for (const field of command.keys())
      if (field !== name && !known.has(field) && !GENERIC.has(field)) throw unknownField(`${name}.${field}`);
  request.flag('bypassDocumentValidation');
  if (command.has('apiVersion') && command.get('apiVersion') !== API_VERSION)
    throw storeFault('APIVersionError', `Cannot accept an API version other than ${API_VERSION}`);
  if (request.flag('apiStrict')) throw notOffered('apiStrict');
}
