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

const noArray = (code: number, operators: string): StoreErrorRow => ({
  code,
  what: `An operand of ${operators} is not an array`,
  solve: 'Make it an array, by $ifNull or $cond where it may be missing.',
});

/** All errors of commands, by MongoDB's name. */
export const storeErrors = {
  InternalError: {
    code: 1,
    what: 'The store failed',
    solve:
      'If the message states that the file is damaged, restore a backup; else report it with the log of the store around this time.',
  },
  BadValue: { code: 2, what: 'A value does not fit', solve: 'Correct the argument that the message names.' },
  FailedToParse: { code: 9, what: 'The request does not parse', solve: 'Correct the part that the message names.' },
  TypeMismatch: { code: 14, what: 'A value has the wrong type', solve: 'Send the type that the message expects.' },
  Overflow: { code: 15, what: 'Nesting or a number is out of range', solve: 'Nest documents at most 100 deep.' },
  IllegalOperation: { code: 20, what: 'The operation is not allowed here', solve: 'See the message.' },
  InvalidBSON: {
    code: 22,
    what: 'The bytes are not BSON',
    solve: 'Use an official driver; check the network in between.',
  },
  NamespaceNotFound: {
    code: 26,
    what: 'The collection does not exist',
    solve: 'Check the names of database and collection.',
  },
  IndexNotFound: {
    code: 27,
    what: 'The index does not exist',
    solve: 'listIndexes lists the indexes of the collection.',
  },
  PathNotViable: {
    code: 28,
    what: 'The path cannot be created',
    solve: 'A parent of the path holds a scalar; set the parent first.',
  },
  ConflictingUpdateOperators: {
    code: 40,
    what: 'Two update operators write one path',
    solve: 'Write each path once in one update.',
  },
  CursorNotFound: {
    code: 43,
    what: 'The cursor does not exist',
    solve: 'Read faster than the cursor timeout, or run the query again.',
  },
  NamespaceExists: { code: 48, what: 'The collection exists', solve: 'Choose another name, or drop it first.' },
  InterruptedAtShutdown: {
    code: 11600,
    what: 'The store was stopped while the command was under way',
    solve: 'Send it again once the store runs; a write of many documents may have been done in part.',
  },
  MaxTimeMSExpired: {
    code: 50,
    what: 'The operation took longer than its time limit',
    solve: 'Raise maxTimeMS or give the query an index.',
  },
  DollarPrefixedFieldName: { code: 52, what: 'A field name starts with $', solve: 'Rename the field.' },
  InvalidIdField: {
    code: 53,
    what: '_id has a type that it may not have',
    solve: 'Use a value that is not an array, a regular expression or undefined.',
  },
  NotSingleValueField: {
    code: 54,
    what: 'An upsert names a field twice',
    solve: 'Name each field once in the filter.',
  },
  EmptyFieldName: { code: 56, what: 'A field name is empty', solve: 'Name every part of the path.' },
  CommandNotFound: { code: 59, what: 'No such command', solve: 'docs/store.md lists the commands.' },
  ImmutableField: {
    code: 66,
    what: 'The field cannot be changed',
    solve: 'Insert a new document and delete the old one.',
  },
  CannotCreateIndex: {
    code: 67,
    what: 'The index cannot be made',
    solve: 'Correct the option that the message names.',
  },
  InvalidOptions: { code: 72, what: 'An option does not fit', solve: 'Correct the option that the message names.' },
  InvalidNamespace: {
    code: 73,
    what: 'The name of a database or collection is not valid',
    solve: 'See the message for the characters allowed.',
  },
  IndexOptionsConflict: {
    code: 85,
    what: 'An index on these keys exists with other options',
    solve: 'Drop it first, or request the same options.',
  },
  IndexKeySpecsConflict: {
    code: 86,
    what: 'An index of this name exists with other keys',
    solve: 'Choose another name or drop it first.',
  },
  UnknownReplWriteConcern: { code: 79, what: 'No write concern of this name', solve: "Use w: 1 or 'majority'." },
  UnsatisfiableWriteConcern: {
    code: 100,
    what: 'The write concern needs more servers than the store is',
    solve: "The write is done; use w: 1 or 'majority', or a MongoDB of several members.",
  },
  APIVersionError: { code: 322, what: 'No such version of the Stable API', solve: 'Use version 1.' },
  WriteConflict: {
    code: 112,
    what: 'Another transaction wrote the same document',
    solve: 'Retry the transaction; withTransaction does.',
  },
  CommandNotSupported: {
    code: 115,
    what: 'The embedded store does not offer this',
    solve: 'Run on a MongoDB: set MONGODB_URI. docs/store.md lists both sides.',
  },
  DocumentValidationFailure: {
    code: 121,
    what: 'Document failed validation',
    solve: 'errInfo has the _id of the document.',
  },
  ExceededMemoryLimit: {
    code: 146,
    what: 'A list or set needs more memory than allowed',
    solve: 'Collect fewer or smaller values.',
  },
  OutOfDiskSpace: {
    code: 14031,
    what: 'The disk of the store is full',
    solve: 'Make room on it, and send the command again: nothing of it was written. Reads are answered meanwhile.',
  },
  InvalidPipelineOperator: { code: 168, what: 'No such expression', solve: 'docs/store.md lists the operators.' },
  CannotIndexParallelArrays: {
    code: 171,
    what: 'Two arrays in one compound index',
    solve: 'Keep one of the fields a single value, or index them apart.',
  },
  QueryPlanKilled: {
    code: 175,
    what: 'The collection or index that was read is gone',
    solve: 'Send the command again.',
  },
  IndexBuildAborted: { code: 276, what: 'The index was dropped while it was filled', solve: 'Make it again.' },
  TransactionTooOld: {
    code: 225,
    what: 'The session has begun a later transaction',
    solve: 'Use one session for one transaction at a time.',
  },
  QueryFeatureNotAllowed: { code: 224, what: 'The feature is not allowed here', solve: 'See the message.' },
  NoSuchTransaction: {
    code: 251,
    what: 'The transaction does not exist or was aborted',
    solve: 'Retry the transaction; withTransaction does.',
  },
  TransactionCommitted: { code: 256, what: 'The transaction is committed', solve: 'Begin a new one.' },
  OperationNotSupportedInTransaction: {
    code: 263,
    what: 'Not possible inside a transaction',
    solve: 'Do it outside of the transaction.',
  },
  QueryExceededMemoryLimitNoDiskUseAllowed: {
    code: 292,
    what: 'A sort or group needs more memory than allowed',
    solve: 'Give it an index or match fewer documents.',
  },
  ConversionFailure: { code: 241, what: 'A value cannot be converted', solve: 'Give $dateFromString an onError.' },
  Location4568: {
    code: 4568,
    what: 'A lookup finds more than 100 MB for one document',
    solve: 'Join fewer documents, or less of them by a pipeline.',
  },
  BSONObjectTooLarge: { code: 10334, what: 'The document is larger than 16 MB', solve: 'Split the document.' },
  DuplicateKey: {
    code: 11000,
    what: 'E11000 duplicate key error',
    solve: 'The value exists already in a unique index; keyValue shows it.',
  },
  Location16493: { code: 16493, what: 'A string would be longer than 16 MB', solve: 'Join fewer strings.' },
  Location17217: {
    code: 17217,
    what: 'The distinct values are more than 16 MB',
    solve: 'Use $group, or match fewer documents.',
  },
  Location51156: {
    code: 51156,
    what: 'A regular expression tries too many ways to match',
    solve: 'Write it without a repetition inside of a repetition.',
  },
  Location4031700: {
    code: 4031700,
    what: 'A facet makes more than 100 MB',
    solve: 'Limit or group inside of the facet.',
  },
  CursorInUse: { code: 12051, what: 'The cursor is being read', solve: 'Wait for the reply before reading on.' },
  Location16883: noArray(16883, '$map'),
  Location17040: noArray(17040, '$allElementsTrue'),
  Location17041: noArray(17041, '$anyElementTrue'),
  Location17043: noArray(17043, '$setUnion'),
  Location17044: noArray(17044, '$setEquals'),
  Location17046: noArray(17046, '$setIsSubset'),
  Location17047: noArray(17047, '$setIntersection'),
  Location17048: noArray(17048, '$setDifference'),
  Location17124: noArray(17124, '$size'),
  Location28651: noArray(28651, '$filter'),
  Location28664: noArray(28664, '$concatArrays'),
  Location28689: noArray(28689, '$arrayElemAt, $first and $last'),
  Location28724: noArray(28724, '$slice'),
  Location34435: noArray(34435, '$reverseArray'),
  Location40080: noArray(40080, '$reduce'),
  Location40081: noArray(40081, '$in'),
  Location40386: noArray(40386, '$arrayToObject'),
  Location31325: {
    code: 31325,
    what: 'A projection names no known expression',
    solve: 'docs/store.md lists the operators.',
  },
  Location16006: { code: 16006, what: 'A value is not a date', solve: 'Convert it with $dateFromString.' },
  Location16007: { code: 16007, what: 'A value is not a text', solve: 'Store it as a text.' },
  Location18533: { code: 18533, what: 'A format of a date is not a string', solve: 'See the message.' },
  Location18536: { code: 18536, what: 'A format of a date has an unknown letter', solve: 'See the message.' },
  Location40485: { code: 40485, what: 'A time zone is not known', solve: 'Name it as the IANA does, or as +07:00.' },
  Location40517: { code: 40517, what: 'A time zone is not a string', solve: 'See the message.' },
  DatabaseDifferCase: {
    code: 13297,
    what: 'A database of this name in other letters exists',
    solve: 'Use one spelling.',
  },
  Location15983: {
    code: 15983,
    what: 'An expression has more than one operator',
    solve: 'Write one operator an object.',
  },
  Location15952: { code: 15952, what: 'Unknown group operator', solve: 'docs/store.md lists the accumulators.' },
  Location16020: { code: 16020, what: 'An expression has the wrong number of arguments', solve: 'See the message.' },
  Location16410: {
    code: 16410,
    what: 'A field path is not valid',
    solve: 'Parts of a path are not empty and do not start with $.',
  },
  Location16610: { code: 16610, what: 'Remainder of a division by zero', solve: 'Exclude zero with $cond.' },
  Location16702: { code: 16702, what: 'An operand of $concat is not a string', solve: 'Store it as a text.' },
  Location17276: {
    code: 17276,
    what: 'Use of undefined variable',
    solve: 'Declare it with let, $let, $map, $filter or $reduce.',
  },
  Location31249: { code: 31249, what: 'Path collision in a projection', solve: 'Name a path or its parent, not both.' },
  Location31250: { code: 31250, what: 'Path collision in a projection', solve: 'Name a path or its parent, not both.' },
  Location31253: {
    code: 31253,
    what: 'Inclusion in an exclusion projection',
    solve: 'Include or exclude; only _id may differ.',
  },
  Location31254: {
    code: 31254,
    what: 'Exclusion in an inclusion projection',
    solve: 'Include or exclude; only _id may differ.',
  },
  Location40323: {
    code: 40323,
    what: 'A pipeline stage does not have exactly one field',
    solve: 'Write one stage an object.',
  },
  Location40324: { code: 40324, what: 'Unrecognized pipeline stage name', solve: 'docs/store.md lists the stages.' },
  Location40415: { code: 40415, what: 'Unknown field', solve: 'Remove the field that the message names.' },
  Location40600: { code: 40600, what: 'A stage is not allowed inside $facet', solve: 'Put it after the $facet.' },
  Location51024: { code: 51024, what: 'A count is below zero', solve: 'Send zero or more.' },
  Location51075: { code: 51075, what: 'A date or pattern option does not fit', solve: 'See the message.' },
  Location51091: { code: 51091, what: 'Regular expression is invalid', solve: 'Correct the pattern.' },
  Location15955: { code: 15955, what: 'A group has no _id', solve: 'Correct the stage that the message names.' },
  Location15958: {
    code: 15958,
    what: 'A limit or skip is not a count',
    solve: 'Correct the stage that the message names.',
  },
  Location28818: {
    code: 28818,
    what: 'An $unwind path does not start with $',
    solve: 'Correct the stage that the message names.',
  },
  Location31120: {
    code: 31120,
    what: 'An $unset does not name fields',
    solve: 'Correct the stage that the message names.',
  },
  Location40156: {
    code: 40156,
    what: 'A count has no usable name',
    solve: 'Correct the stage that the message names.',
  },
  Location40177: { code: 40177, what: 'An $addFields is empty', solve: 'Correct the stage that the message names.' },
  Location40228: {
    code: 40228,
    what: 'A new root is not a document',
    solve: 'Correct the stage that the message names.',
  },
  Location40234: {
    code: 40234,
    what: 'A group field is not an accumulator',
    solve: 'Correct the stage that the message names.',
  },
  Location51272: { code: 51272, what: 'A projection is empty', solve: 'Correct the stage that the message names.' },
  Location16: { code: 16, what: 'A list of writes is empty or too long', solve: 'Send 1 to 100000 statements.' },
  Location15959: { code: 15959, what: 'A match is not a document', solve: 'Send a document.' },
  Location15975: {
    code: 15975,
    what: 'An order is neither 1 nor -1',
    solve: 'Sort by 1, ascending, or -1, descending.',
  },
  Location15973: { code: 15973, what: 'A sort is not a document', solve: 'Send a document.' },
  Location40414: { code: 40414, what: 'A field is missing', solve: 'Send the field that the message names.' },
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
