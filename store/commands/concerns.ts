/** Read and write concerns: what one server can promise is promised, all else is refused as MongoDB refuses it. */
import { Timestamp } from 'bson';
import { storeFault, notOffered, storeErrors, type StoreErrorName } from '../errors.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { checkPart } from './check-part.ts';
import { wrongType, type Request } from './request.ts';

/** Writing commands of documents, which read by `local` alone outside of a transaction. */
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify', 'findandmodify']);
/** Commands that take a write concern. */
const WITH_WRITE_CONCERN: ReadonlySet<string> = new Set([
  ...WRITES,
  ...['abortTransaction', 'aggregate', 'commitTransaction', 'create', 'createIndexes', 'deleteIndexes'],
  ...['drop', 'dropDatabase', 'dropIndexes'],
]);
/** Commands that MongoDB runs at a snapshot outside of a transaction too. */
const AT_SNAPSHOT: ReadonlySet<string> = new Set(['find', 'aggregate', 'distinct']);
const LEVELS: readonly string[] = ['local', 'available', 'majority', 'linearizable', 'snapshot'];
const READ_CONCERN_FIELDS: readonly string[] = ['level', 'afterClusterTime', 'atClusterTime', 'provenance'];
const WRITE_CONCERN_FIELDS: ReadonlySet<string> = new Set([
  ...['w', 'j', 'wtimeout', 'fsync', 'provenance', 'getLastError'],
]);
/** The most members a replica set may have. */
const MOST_MEMBERS = 50;

/** @throws StoreError FailedToParse, TypeMismatch, InvalidOptions, Location40415, CommandNotSupported */
export function checkConcerns(request: Request): void {
  const { command } = request;
  if (command.has('readConcern')) checkRead(request, command.get('readConcern')!);
  if (command.has('writeConcern')) checkWrite(request, command.get('writeConcern')!);
}

function checkRead({ name, command, transaction }: Request, concern: Value): void {
  if (!isDocument(concern)) throw storeFault('FailedToParse', 'readConcern field should be an object');
  for (const field of concern.keys())
    if (!READ_CONCERN_FIELDS.includes(field))
      throw storeFault('InvalidOptions', `Unrecognized option in readConcern: ${field}`);
  for (const field of ['afterClusterTime', 'atClusterTime'])
    if (concern.has(field) && !(concern.get(field) instanceof Timestamp))
      throw wrongType(`readConcern.${field}`, concern.get(field)!, "type 'timestamp'");
  const level = concern.has('level') ? concern.get('level')! : 'local';
  if (typeof level !== 'string') throw wrongType('readConcern.level', level, "type 'string'");
  if (!LEVELS.includes(level))
    throw storeFault('FailedToParse', `readConcern.level must be either ${LEVELS.map((one) => `'${one}'`).join(', ')}`);
  if (concern.has('atClusterTime') && level !== 'snapshot')
    throw storeFault('InvalidOptions', "atClusterTime field can be set only if level is equal to 'snapshot'");
  if (concern.has('atClusterTime')) throw notOffered('a read at a stated cluster time');
  if (transaction !== undefined) checkReadInTransaction(command, level);
  else if (level === 'snapshot' && AT_SNAPSHOT.has(name))
    throw notOffered('the read concern snapshot outside of a transaction');
  else if (level === 'snapshot' ? name !== 'getMore' : WRITES.has(name) && level !== 'local')
    throw storeFault('InvalidOptions', `Command ${name} does not support the read concern ${level}`);
}

function checkReadInTransaction(command: Document, level: string): void {
  if (command.get('startTransaction') !== true)
    throw storeFault('InvalidOptions', 'Only the first command in a transaction may specify a readConcern');
  if (['available', 'linearizable'].includes(level))
    throw storeFault('InvalidOptions', `The read concern ${level} is not allowed in a transaction`);
}

function checkWrite({ name, transaction }: Request, concern: Value): void {
  if (!isDocument(concern)) throw wrongType('writeConcern', concern, "type 'object'");
  if (transaction !== undefined)
    throw storeFault('InvalidOptions', 'writeConcern is not allowed within a multi-statement transaction');
  if (!WITH_WRITE_CONCERN.has(name)) throw storeFault('InvalidOptions', 'Command does not support writeConcern');
  checkPart('WriteConcernOptions', concern, WRITE_CONCERN_FIELDS);
  const [w, j] = [concern.get('w'), concern.get('j')];
  if (j !== undefined && j !== null && typeof j !== 'boolean' && !isNumeric(j))
    throw wrongType('WriteConcernOptions.j', j, 'a boolean or a number');
  if (isNumeric(w) && (toNumber(w) < 0 || toNumber(w) > MOST_MEMBERS))
    throw storeFault(
      'FailedToParse',
      `w has to be a non-negative number and not greater than ${MOST_MEMBERS}; found: ${toNumber(w)}`,
    );
  if (typeof w === 'boolean') throw storeFault('FailedToParse', 'w has to be a number, string, or object; found: bool');
  if (isDocument(w))
    throw w.size === 0
      ? storeFault('FailedToParse', 'tagged write concern requires tags')
      : notOffered('a tagged write concern');
}

/** What a reply says of a write concern that one server cannot meet; as with MongoDB the write is done all the same. */
export function unmetWriteConcern({ command }: Request): Readonly<Record<string, unknown>> {
  const concern = command.get('writeConcern');
  if (!isDocument(concern) || !concern.has('w')) return {};
  const w = concern.get('w');
  if (isNumeric(w)) return toNumber(w) < 2 ? {} : unmet('UnsatisfiableWriteConcern', 'Not enough data-bearing nodes');
  return w === 'majority'
    ? {}
    : unmet('UnknownReplWriteConcern', 'No write concern mode of this name found in replica set configuration');
}

function unmet(codeName: StoreErrorName, errmsg: string): Readonly<Record<string, unknown>> {
  return { writeConcernError: { code: storeErrors[codeName].code, codeName, errmsg } };
}
