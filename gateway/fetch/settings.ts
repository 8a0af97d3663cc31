/** Options of the subgraph client. */
import { z } from 'zod';
import { commaList, onOff, wholeNumber, type SettingTable } from '../../base/settings.ts';
import { headerProblem, headerWords } from './forwardable-headers.ts';
import { optionsOfSubgraphs } from './options-of-subgraphs.ts';
import { subgraphWords, valuesByName } from './per-subgraph.ts';

const headerList = z
  .string()
  .default('accept-language,traceparent,tracestate')
  .transform(headerWords)
  .superRefine((words, context) => {
    const problem = words.map(headerProblem).find((one) => one !== undefined);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const subgraphNames = commaList();
const path = z.string().min(1).optional();

/** What fits in one string of V8, in bytes. */
const LONGEST_TEXT = 500_000_000;

/** Fetches in one request at `on`: more fields than a plan of the shipped queries needs, and few enough for a server's usual limits. */
const MERGED = 16;

const fetchCount = (word: string): number => (word === 'on' ? MERGED : word === 'off' ? 1 : Number(word));

/** How many fetches of one wave go in one request: to every subgraph, and to those that are named. */
const merge = z
  .string()
  .default('on')
  .transform(subgraphWords)
  .refine(
    (words) =>
      words.every(({ subgraph, word }) => subgraph !== '' && /^(on|off|[2-9]|[1-9]\d|100)$/.test(word)) &&
      words.filter(({ subgraph }) => subgraph === undefined).length <= 1,
    'expected on, off or a number from 2 to 100, once for all subgraphs and as subgraph:word for one, such as on,catalog:off',
  )
  .transform((words) => ({
    all: fetchCount(words.find(({ subgraph }) => subgraph === undefined)?.word ?? 'on'),
    named: valuesByName(words, fetchCount),
  }));

/** The options of the subgraph client that hold for all subgraphs. */
const forAll = {
  timeout: {
    env: 'SUBGRAPH_TIMEOUT',
    flag: '--subgraph-timeout <ms>',
    schema: wholeNumber(10, 600_000, 10_000),
    unit: 'ms',
    what: 'How long one request to a subgraph may take, waiting and retries included. Fetches of a merged request that nothing answered in that time are sent once more, each by itself, with as much time again while the request has it.',
  },
  connectTimeout: {
    env: 'SUBGRAPH_CONNECT_TIMEOUT',
    flag: '--subgraph-connect-timeout <ms>',
    schema: wholeNumber(10, 60_000, 2_000),
    unit: 'ms',
    what: 'How long opening a connection to a subgraph may take.',
  },
  keepAlive: {
    env: 'SUBGRAPH_KEEP_ALIVE',
    flag: '--subgraph-keep-alive <ms>',
    schema: wholeNumber(1, 600_000, 4_000),
    unit: 'ms',
    what: "How long an idle connection is kept; a subgraph's own Keep-Alive hint takes precedence.",
  },
  concurrency: {
    env: 'SUBGRAPH_CONCURRENCY',
    flag: '--subgraph-concurrency <number>',
    schema: wholeNumber(1, 10_000, 64),
    unit: 'requests',
    what: 'How many requests to one subgraph may be in flight at once.',
  },
  queue: {
    env: 'SUBGRAPH_QUEUE',
    flag: '--subgraph-queue <number>',
    schema: wholeNumber(0, 1_000_000, 2_000),
    unit: 'requests',
    what: 'How many more may wait in its queue; further ones are refused with SUBGRAPH_BUSY.',
  },
  merge: {
    env: 'SUBGRAPH_MERGE',
    flag: '--subgraph-merge <words>',
    schema: merge,
    unit: 'on, off or fetches',
    what: 'Whether fetches of a plan that go to one subgraph at the same time are one request with a field for each. on: at most 16 in one; a number from 2 to 100: so many. For one subgraph as subgraph:off, such as on,catalog:off, where a server limits aliases or the size of a request. Mutations are never merged.',
  },
  maxResponse: {
    env: 'SUBGRAPH_MAX_RESPONSE',
    flag: '--subgraph-max-response <bytes>',
    schema: wholeNumber(1_000, LONGEST_TEXT, 4_000_000),
    unit: 'bytes',
    what: 'The largest response that is read from a subgraph; a larger one is cut while it streams. It is parsed in one piece while all other requests wait: some 20 ms of CPU for each million bytes, several times as much for numbers that a double cannot hold.',
  },
  deduplicate: {
    env: 'SUBGRAPH_DEDUPLICATE',
    flag: '--subgraph-deduplicate <on|off>',
    formerly: { env: 'SUBGRAPH_SHARE', flag: '--subgraph-share <on|off>' },
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether identical queries of one caller that are in flight at once are sent once; everybody without a credential is one.',
  },
  retries: {
    env: 'SUBGRAPH_RETRIES',
    flag: '--subgraph-retries <number>',
    schema: wholeNumber(0, 10, 2),
    unit: 'tries',
    what: 'How often a query is retried after a lost connection or status 429, 502, 503 or 504; a mutation never is.',
  },
  retryBudget: {
    env: 'SUBGRAPH_RETRY_BUDGET',
    flag: '--subgraph-retry-budget <percent>',
    schema: wholeNumber(0, 100, 10),
    unit: 'percent',
    what: 'How many retries a subgraph may get, as a share of its requests; ten are free at the start.',
  },
  breakerFailures: {
    env: 'SUBGRAPH_BREAKER_FAILURES',
    flag: '--subgraph-breaker-failures <percent>',
    schema: wholeNumber(1, 101, 50),
    unit: 'percent',
    what: 'The share of failures within 10 s, of at least 20 attempts, that opens the circuit breaker: the subgraph then gets no requests until a probe is answered; 101 never does. A failure is no connection, no answer to any request, or 502 to 504.',
  },
  breakerPause: {
    env: 'SUBGRAPH_BREAKER_PAUSE',
    flag: '--subgraph-breaker-pause <ms>',
    schema: wholeNumber(10, 60_000, 1_000),
    unit: 'ms',
    what: 'How often a subgraph is probed while its circuit breaker is open; the first answer closes it.',
  },
  forwardHeaders: {
    env: 'SUBGRAPH_HEADERS',
    flag: '--subgraph-headers <names>',
    schema: headerList,
    unit: 'names with commas',
    what: "The caller's headers that subgraphs may see, each for all of them or for one, as subgraph:name; all others stay at the gateway. A credential (authorization, cookie, x-api-key …) only for one that OWN_SUBGRAPHS names.",
  },
  ownSubgraphs: {
    env: 'OWN_SUBGRAPHS',
    flag: '--own-subgraphs <names>',
    schema: subgraphNames,
    unit: 'names with commas',
    what: "The subgraphs that the gateway's own operator runs. Every other counts as another agency's, and never gets a caller's credential.",
  },
  subgraphCa: {
    env: 'SUBGRAPH_CA',
    flag: '--subgraph-ca <path>',
    schema: path,
    unit: 'path',
    what: "Authorities, PEM, that certificates of subgraphs must be from, in place of Node's own; read again when the file changes.",
  },
  subgraphCert: {
    env: 'SUBGRAPH_CERT',
    flag: '--subgraph-cert <path>',
    schema: path,
    unit: 'path',
    what: 'The certificate, PEM, that the gateway shows subgraphs.',
  },
  subgraphKey: {
    env: 'SUBGRAPH_KEY',
    flag: '--subgraph-key <path>',
    schema: path,
    unit: 'path',
    what: 'The key of SUBGRAPH_CERT, PEM, without a passphrase.',
  },
} as const satisfies SettingTable;

/** The options of the subgraph client: name, default, unit and meaning; printed in docs/config.md. */
export const fetchSettings = {
  ...forAll,
  subgraphs: {
    env: 'SUBGRAPHS',
    flag: '--subgraphs <json>',
    schema: optionsOfSubgraphs(forAll),
    unit: 'JSON',
    structured: true,
    what: 'Options of single subgraphs, which go before those of all, by the name of the subgraph: {"workers":{"timeout":2000,"headers":["x-office"],"ca":"workers-ca.pem"}}. They are timeout, connectTimeout, keepAlive, concurrency, queue, maxResponse, retries, retryBudget, breakerFailures, breakerPause, headers, ca, cert and key.',
  },
} as const satisfies SettingTable;
