/** The codes of the subgraphs. docs/errors.md lists them; clients match on the code. */
import { faultsOf, type ErrorTable } from '../base/errors.ts';
import { SUBGRAPH_NAMES } from './names.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const subgraphErrors = {
  BAD_CURSOR: {
    status: 400,
    what: 'The cursor does not belong to this list',
    solve: 'Pass a cursor of the same field with the same filter and sort, unchanged.',
  },
  BAD_PAGE_SIZE: {
    status: 400,
    what: 'The page size does not fit',
    solve: 'Pass either first or last, between 1 and 100.',
  },
  BAD_NODE_ID: {
    status: 400,
    what: 'Not the id of what `node` finds',
    solve:
      'Pass the `id` of the city, a district, a village, an agency or a published figure, unchanged: `District:32.75.01`. Everything else is asked for by a field of its own.',
  },
  BAD_RUPIAH: {
    status: 400,
    what: 'Not an amount of rupiah',
    solve: 'Rupiah are whole numbers, as 16800, from -(2^53 - 1) to 2^53 - 1.',
  },
  AMOUNT_TOO_LARGE: {
    status: 500,
    what: 'An amount of rupiah is beyond what the graph states exactly',
    solve: 'Correct the amount in the database of the agency: no amount is more than 2^53 - 1 rupiah.',
  },
  BAD_PERIOD: { status: 400, what: 'Not a month', solve: 'Write a month as YYYY-MM, from 2000-01 to 2099-12.' },
  BAD_PERIOD_RANGE: {
    status: 400,
    what: 'The months do not make a range',
    solve: 'Let `from` be no later than `to`, and at most 60 months apart.',
  },
  BAD_NUMBER: {
    status: 400,
    what: 'The number does not fit',
    solve: 'Pass a number in the range that the message names.',
  },
  BAD_RANGE: {
    status: 400,
    what: 'The bounds do not make a range',
    solve: 'Let the lower bound be no greater than the upper one.',
  },
  BAD_BREAKDOWN: {
    status: 400,
    what: 'Workers cannot be counted by that',
    solve: 'Name one or two different ones of OCCUPATION, DECILE_BAND, SECTOR and STATUS, and filter only by these.',
  },
  BAD_DATE: { status: 400, what: 'Not a day', solve: 'Write a day of the calendar as YYYY-MM-DD.' },
  BAD_DATE_TIME: {
    status: 400,
    what: 'Not a moment',
    solve: 'Write a moment as ISO 8601 with its zone: 2025-12-31T17:00:00Z.',
  },
  BAD_PERSON: {
    status: 400,
    what: 'Not how the audit names a person',
    solve:
      'Pass the whole token of the person, `psr_` and 26 characters, or the type and number of a record without one; whether somebody has it is not told.',
  },
  LONG_SPAN: {
    status: 400,
    what: 'The span of the audit is too long',
    solve: 'Let `to` be at most 31 days after `from`, or pass the id of a request, which needs no span.',
  },
  BAD_NIK: { status: 400, what: 'Not a NIK', solve: 'A NIK is a string of 16 digits.' },
  NO_RATE: {
    status: 400,
    what: 'No contribution rate holds',
    solve: 'Request months that contributionRates covers.',
  },
  COUNTS_MISSING: {
    status: 503,
    what: 'Counts that this is worked out from are missing',
    solve:
      'Send the query again: the subgraph that the message names did not answer the gateway, or its answer was refused.',
  },
  BAD_DOCUMENT: {
    status: 400,
    what: 'The document is not valid GraphQL for this subgraph',
    solve: 'Correct the query at the place the message names.',
  },
  NOT_WANTED: {
    status: 499,
    what: 'Nobody waits for the answer any more',
    solve: 'Nothing is wrong: the gateway closed the connection, so the rest was not executed.',
  },
  TOO_MANY_VALUES: {
    status: 400,
    what: 'A list of a filter has too many values',
    solve: 'Name at most 500 values in one list, or send several requests.',
  },
  UNKNOWN_SUBGRAPH: {
    status: 500,
    what: 'There is no such subgraph',
    solve: `Name one of ${SUBGRAPH_NAMES.join(', ')}.`,
  },
  COUNTS_NOT_READY: {
    status: 503,
    what: 'The first count of everybody is still running',
    solve: 'Send the query again in a minute; if it fails still, the operator looks at the log of the subgraph.',
  },
  NO_MONTH_YET: {
    status: 503,
    what: 'No month has ended since the record began',
    solve:
      'Send the query again when the month that the message names has ended: before that, nobody knows whether a month is whole. Totals of the city as the records are now (workerCount, memberCount, participants) and the counts of callers with cell:exact are there at once.',
  },
  MONTH_NOT_KEPT: {
    status: 400,
    what: 'No counts are kept for that month',
    solve: 'Request a month that coverageHistory lists; up to thirteen are kept, of the sample twelve.',
  },
  DEVELOPMENT_KEY: {
    status: 500,
    what: 'A development key is not fit for production',
    solve: 'Set IDENTITY_KEY, ENCRYPTION_KEY and RECORD_KEY to 64 hexadecimal digits of your own.',
  },
  CLAIMS_KEYS_MISSING: {
    status: 500,
    what: 'A subgraph that other machines can reach needs the key it shares with its gateway',
    solve: 'Set CLAIMS_KEYS to what npm run claims-key -- --subgraph <name> prints for this subgraph.',
  },
  DATABASE_UNREACHABLE: {
    status: 500,
    what: 'The database does not answer',
    solve: 'Start MongoDB or the embedded store (npm run store), or correct MONGODB_URI.',
  },
  SEALED_UNREADABLE: {
    status: 500,
    what: 'A sealed value cannot be opened',
    solve: 'Use the ENCRYPTION_KEY the data was sealed with; otherwise the record was altered.',
  },
  OTHER_KEY: {
    status: 500,
    what: 'The database is sealed under another ENCRYPTION_KEY',
    solve:
      'Start with the key that the data were sealed with; to change it, give the new key, a comma and the one before, both until the log says that all is done.',
  },
  OTHER_IDENTITY_KEY: {
    status: 500,
    what: 'The tokens of persons in the database were made with another IDENTITY_KEY',
    solve:
      'Start with the key that they were made with; to change it, give the new key, a comma and the one before to all subgraphs, both until each has started so.',
  },
  OTHER_RECORD_KEY: {
    status: 500,
    what: 'The record keys in the database were made with another RECORD_KEY',
    solve:
      'Start with the key that they were made with; to change it, give the new key, a comma and the one before, both until the log says that all is done.',
  },
  FOREIGN_DATA: {
    status: 500,
    what: 'The database holds data that are not the sample',
    solve: 'Fill another database, or empty this one first.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail states what was expected and what was received */
export const subgraphFault = faultsOf(subgraphErrors);
