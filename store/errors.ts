/**
 * The table of errors of the store. Codes and names are MongoDB's (its `error_codes.yml` and, for `Location…`, the number
 * of the assertion), because drivers act on them: they retry, label and map by number. docs/store.md lists this table.
 */

/** One row: MongoDB's number, what happened, and how to solve it. */
export interface StoreErrorRow {
  readonly code: number;
  readonly what: string;
  readonly solve: string;
}

const row = (code: number, what: string, solve: string): StoreErrorRow => ({ code, what, solve });
const noArray = (code: number, operators: string): StoreErrorRow =>
  row(
    code,
    `An operand of ${operators} is not an array`,
    'Make it an array, by $ifNull or $cond where it may be missing.',
  );

/** All errors of commands, by MongoDB's name. */
export const storeErrors = {
  InternalError: row(
    1,
    'The store failed',
    'If the message states that the file is damaged, restore a backup; else report it with the log of the store around this time.',
  ),
  BadValue: row(2, 'A value does not fit', 'Correct the argument that the message names.'),
  FailedToParse: row(9, 'The request does not parse', 'Correct the part that the message names.'),
  TypeMismatch: row(14, 'A value has the wrong type', 'Send the type that the message expects.'),
  Overflow: row(15, 'Nesting or a number is out of range', 'Nest documents at most 98 deep.'),
  IllegalOperation: row(20, 'The operation is not allowed here', 'See the message.'),
  InvalidBSON: row(22, 'The bytes are not BSON', 'Use an official driver; check the network in between.'),
  NamespaceNotFound: row(26, 'The collection does not exist', 'Check the names of database and collection.'),
  IndexNotFound: row(27, 'The index does not exist', 'listIndexes lists the indexes of the collection.'),
  PathNotViable: row(28, 'The path cannot be created', 'A parent of the path holds a scalar; set the parent first.'),
  ConflictingUpdateOperators: row(40, 'Two update operators write one path', 'Write each path once in one update.'),
  CursorNotFound: row(43, 'The cursor does not exist', 'Read faster than the cursor timeout, or run the query again.'),
  NamespaceExists: row(48, 'The collection exists', 'Choose another name, or drop it first.'),
  InterruptedAtShutdown: row(
    11600,
    'The store was stopped while the command was under way',
    'Send it again once the store runs; a write of many documents may have been done in part.',
  ),
  MaxTimeMSExpired: row(
    50,
    'The operation took longer than its time limit',
    'Raise maxTimeMS or give the query an index.',
  ),
  DollarPrefixedFieldName: row(52, 'A field name starts with $', 'Rename the field.'),
  InvalidIdField: row(
    53,
    '_id has a type that it may not have',
    'Use a value that is not an array, a regular expression or undefined.',
  ),
  NotSingleValueField: row(54, 'An upsert names a field twice', 'Name each field once in the filter.'),
  InvalidDBRef: row(55, 'A reference to a document does not fit', 'Put $ref and $id into a field of their own.'),
  EmptyFieldName: row(56, 'A field name is empty', 'Name every part of the path.'),
  CommandNotFound: row(59, 'No such command', 'docs/store.md lists the commands.'),
  ImmutableField: row(66, 'The field cannot be changed', 'Insert a new document and delete the old one.'),
  CannotCreateIndex: row(67, 'The index cannot be made', 'Correct the option that the message names.'),
  InvalidOptions: row(72, 'An option does not fit', 'Correct the option that the message names.'),
  InvalidNamespace: row(
    73,
    'The name of a database or collection is not valid',
    'See the message for the characters allowed.',
  ),
  IndexOptionsConflict: row(
    85,
    'An index on these keys exists with other options',
    'Drop it first, or request the same options.',
  ),
  IndexKeySpecsConflict: row(
    86,
    'An index of this name exists with other keys',
    'Choose another name or drop it first.',
  ),
  UnknownReplWriteConcern: row(79, 'No write concern of this name', "Use w: 1 or 'majority'."),
  UnsatisfiableWriteConcern: row(
    100,
    'The write concern needs more servers than the store is',
    "The write is done; use w: 1 or 'majority', or a MongoDB of several members.",
  ),
  APIVersionError: row(322, 'No such version of the Stable API', 'Use version 1.'),
  WriteConflict: row(
    112,
    'Another transaction wrote the same document',
    'Retry the transaction; withTransaction does.',
  ),
  CommandNotSupported: row(
    115,
    'The embedded store does not offer this',
    'Run on a MongoDB: set MONGODB_URI. docs/store.md lists both sides.',
  ),
  ExceededMemoryLimit: row(146, 'A list or set needs more memory than allowed', 'Collect fewer or smaller values.'),
  OutOfDiskSpace: row(
    14031,
    'The disk of the store is full',
    'Make room on it, and send the command again; a write of many documents may have been done in part. Reads are answered meanwhile.',
  ),
  InvalidPipelineOperator: row(168, 'No such expression', 'docs/store.md lists the operators.'),
  CannotIndexParallelArrays: row(
    171,
    'Two arrays in one compound index',
    'Keep one of the fields a single value, or index them apart.',
  ),
  QueryPlanKilled: row(175, 'The collection or index that was read is gone', 'Send the command again.'),
  IndexBuildAborted: row(276, 'The index was dropped while it was filled', 'Make it again.'),
  TransactionTooOld: row(
    225,
    'The session has begun a later transaction',
    'Use one session for one transaction at a time.',
  ),
  QueryFeatureNotAllowed: row(224, 'The feature is not allowed here', 'See the message.'),
  NoSuchTransaction: row(
    251,
    'The transaction does not exist or was aborted',
    'Retry the transaction; withTransaction does.',
  ),
  TransactionCommitted: row(256, 'The transaction is committed', 'Begin a new one.'),
  OperationNotSupportedInTransaction: row(
    263,
    'Not possible inside a transaction',
    'Do it outside of the transaction.',
  ),
  QueryExceededMemoryLimitNoDiskUseAllowed: row(
    292,
    'A sort or group needs more memory than allowed',
    'Give it an index or match fewer documents.',
  ),
  ConversionFailure: row(241, 'A value cannot be converted', 'Give $dateFromString an onError.'),
  Location4568: row(4568, 'A lookup finds more than 100 MB for one document', 'Join fewer documents.'),
  BSONObjectTooLarge: row(10334, 'The document is larger than 16 MB', 'Split the document.'),
  DuplicateKey: row(
    11000,
    'E11000 duplicate key error',
    'The value exists already in a unique index; keyValue shows it.',
  ),
  Location16493: row(16493, 'A string would be longer than 16 MB', 'Join fewer strings.'),
  Location17217: row(17217, 'The distinct values are more than 16 MB', 'Use $group, or match fewer documents.'),
  Location51156: row(
    51156,
    'A regular expression tries too many ways to match',
    'Write it without a repetition inside of a repetition.',
  ),
  Location4031700: row(4031700, 'A facet takes or makes more than 100 MB', 'Match, project or group before it.'),
  CursorInUse: row(12051, 'The cursor is being read', 'Wait for the reply before reading on.'),
  Location16883: noArray(16883, '$map'),
  Location17124: noArray(17124, '$size'),
  Location28651: noArray(28651, '$filter'),
  Location28664: noArray(28664, '$concatArrays'),
  Location28689: noArray(28689, '$arrayElemAt, $first and $last'),
  Location40081: noArray(40081, '$in'),
  Location31325: row(31325, 'A projection names no known expression', 'docs/store.md lists the operators.'),
  Location16006: row(16006, 'A value is not a date', 'Convert it with $dateFromString.'),
  DatabaseDifferCase: row(13297, 'A database of this name in other letters exists', 'Use one spelling.'),
  Location15983: row(15983, 'An expression has more than one operator', 'Write one operator an object.'),
  Location15952: row(15952, 'Unknown group operator', 'docs/store.md lists the accumulators.'),
  Location16020: row(16020, 'An expression has the wrong number of arguments', 'See the message.'),
  Location16410: row(16410, 'A field path is not valid', 'Parts of a path are not empty and do not start with $.'),
  Location16746: row(
    16746,
    'A part of an index is a place in an array and a field of its elements',
    'Give the fields other names, or drop the index that the message names.',
  ),
  Location16702: row(16702, 'An operand of $concat is not a string', 'Store it as a text.'),
  Location17276: row(17276, 'Use of undefined variable', 'Declare it with let, $let, $map or $filter.'),
  Location31249: row(31249, 'Path collision in a projection', 'Name a path or its parent, not both.'),
  Location31250: row(31250, 'Path collision in a projection', 'Name a path or its parent, not both.'),
  Location31253: row(31253, 'Inclusion in an exclusion projection', 'Include or exclude; only _id may differ.'),
  Location31254: row(31254, 'Exclusion in an inclusion projection', 'Include or exclude; only _id may differ.'),
  Location40323: row(40323, 'A pipeline stage does not have exactly one field', 'Write one stage an object.'),
  Location40324: row(40324, 'Unrecognized pipeline stage name', 'docs/store.md lists the stages.'),
  Location40415: row(40415, 'Unknown field', 'Remove the field that the message names.'),
  Location40600: row(40600, 'A stage is not allowed inside $facet', 'Put it after the $facet.'),
  Location51024: row(51024, 'A count is below zero', 'Send zero or more.'),
  Location51075: row(51075, 'A date or pattern option does not fit', 'See the message.'),
  Location51091: row(51091, 'Regular expression is invalid', 'Correct the pattern.'),
  Location15955: row(15955, 'A group has no _id', 'Correct the stage that the message names.'),
  Location15958: row(15958, 'A limit or skip is not a count', 'Correct the stage that the message names.'),
  Location28818: row(28818, 'An $unwind path does not start with $', 'Correct the stage that the message names.'),
  Location31120: row(31120, 'An $unset does not name fields', 'Correct the stage that the message names.'),
  Location40156: row(40156, 'A count has no usable name', 'Correct the stage that the message names.'),
  Location40177: row(40177, 'An $addFields is empty', 'Correct the stage that the message names.'),
  Location40228: row(40228, 'A new root is not a document', 'Correct the stage that the message names.'),
  Location40234: row(40234, 'A group field is not an accumulator', 'Correct the stage that the message names.'),
  Location51272: row(51272, 'A projection is empty', 'Correct the stage that the message names.'),
  Location16: row(16, 'A list of writes is empty or too long', 'Send 1 to 100000 statements.'),
  Location15959: row(15959, 'A match is not a document', 'Send a document.'),
  Location15975: row(15975, 'An order is neither 1 nor -1', 'Sort by 1, ascending, or -1, descending.'),
  Location15973: row(15973, 'A sort is not a document', 'Send a document.'),
  Location40414: row(40414, 'A field is missing', 'Send the field that the message names.'),
} as const satisfies Record<string, StoreErrorRow>;

/** A name of the table. */
export type StoreErrorName = keyof typeof storeErrors;

/** An error as MongoDB's protocol carries it. `extra` are further fields of the reply (keyPattern, errInfo …). */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: StoreErrorName;
  readonly extra: Readonly<Record<string, unknown>>;
  labels: string[];

  constructor(codeName: StoreErrorName, message: string, extra: Record<string, unknown> = {}, labels: string[] = []) {
    super(message);
    this.name = 'StoreError';
    this.code = storeErrors[codeName].code;
    this.codeName = codeName;
    this.extra = extra;
    this.labels = labels;
  }
}

/** Makes an error of the table. @param detail what was expected and what was received, in MongoDB's words where clients match on them */
export function storeFault(codeName: StoreErrorName, detail?: string, extra?: Record<string, unknown>): StoreError {
  return new StoreError(codeName, detail ?? storeErrors[codeName].what, extra);
}

/** The error for what MongoDB has and this store does not, always in the same words. */
export function notOffered(what: string): StoreError {
  return storeFault(
    'CommandNotSupported',
    `${what} is not offered by the embedded store; run on a MongoDB by MONGODB_URI`,
  );
}
