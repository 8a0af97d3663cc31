/** Starts one subgraph: its database, its schema, its HTTP server and in-process executor, its recount and snapshot jobs. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import type { Environment } from '../base/environment.ts';
import { quote } from '../base/errors.ts';
import { Lifecycle } from '../base/lifecycle.ts';
import { listen } from '../base/listen.ts';
import { logOf, type Log, type LogLevel } from '../base/log.ts';
import { SliceScheduler } from '../base/time-slices.ts';
import { agencies } from './agencies/subgraph.ts';
import { audit } from './audit/subgraph.ts';
import { apolloServer } from './server/apollo-server.ts';
import { betweenFields } from './server/between-fields.ts';
import { claimsAuthentication, type Authenticate } from './server/claims-authentication.ts';
import { tracedExecutor } from './server/traced-executor.ts';
import { requestTraces } from './server/request-traces.ts';
import { traceSettings } from '../base/traces/settings.ts';
import { defaultSettings, type SettingsOf } from '../base/settings.ts';
import { connectDatabase, type OnCommand } from './data/database.ts';
import { startDailyJob } from './daily-job.ts';
import { startKeyChanges } from './key-changes.ts';
import { inProcessExecutor, type InProcessExecutor } from './server/in-process-executor.ts';
import { subgraphFault } from './errors.ts';
import { funding } from './funding/subgraph.ts';
import { groups } from './groups/subgraph.ts';
import { httpServer, type Routes } from './server/http.ts';
import { startSnapshotJob } from './counts/snapshot-job.ts';
import { startRecountJob, type RecountJob } from './counts/recount-job.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from './names.ts';
import { CITY, DEVELOPMENT_KEYS, refuseDevelopmentKeys, type Keys } from './settings.ts';
import type { OpenedSubgraph, Subgraph } from './subgraph.ts';
import { workers } from './workers/subgraph.ts';

const BY_NAME: Readonly<Record<SubgraphName, Subgraph>> = { workers, agencies, groups, funding, audit };

/** Every subgraph with its default port. */
export const SUBGRAPHS: readonly Subgraph[] = SUBGRAPH_NAMES.map((name) => BY_NAME[name]);

/** How one subgraph is started; everything but the database has a default. */
export interface SubgraphOptions extends Partial<SettingsOf<typeof traceSettings>> {
  /** Of a MongoDB or of the embedded store. */
  readonly mongodbUri: string;
  /** 0 takes a free port; the subgraph's own when left out; `null` serves no HTTP, only the in-process executor. */
  readonly port?: number | null;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string;
  /** Address to listen on; this machine alone when left out. */
  readonly host?: string;
  /** The development keys when left out, which production refuses. */
  readonly keys?: Keys;
  /** Code of the city. */
  readonly city?: string;
  readonly nodeEnv?: Environment;
  /** As `npm run claims-key` prints them; without them its HTTP is open to this machine, and not in production. */
  readonly claimsKeys?: string;
  /** How many requests are remembered, so that none is played twice. */
  readonly claimsCapacity?: number;
  /** Whether clients may read its schema; true when left out. */
  readonly introspection?: boolean;
  /** Milliseconds between two looks for counts to do again, and for a month that has ended; 1000 when left out. */
  readonly recountEvery?: number;
  /** Whether the rules of time are applied once a day; no when left out. */
  readonly dailyRules?: boolean;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
  readonly logLevel?: LogLevel;
  /** Receives every command sent to the database, to count them. */
  readonly onCommand?: OnCommand;
  /** Shares the main loop among long answers of this process; a new one when left out. */
  readonly scheduler?: SliceScheduler;
}

/** A started subgraph, until it is stopped. */
export interface RunningSubgraph {
  readonly name: string;
  /** Of its HTTP endpoint; empty without HTTP. */
  readonly url: string;
  readonly port: number;
  readonly schema: GraphQLSchema;
  /** Runs an operation in this process, without HTTP and without serialising. */
  readonly execute: InProcessExecutor;
  /** Counts everything that is marked now, and copies the month that has ended. @returns how many partitions it counted */
  refresh(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * @param name workers, agencies, groups, funding or audit
 * @throws CodedError UNKNOWN_SUBGRAPH, DEVELOPMENT_KEY, DATABASE_UNREACHABLE, OTHER_KEY, PORT_TAKEN, PORT_REFUSED, CLAIMS_KEYS_MISSING
 */
export async function startSubgraph(name: string, options: SubgraphOptions): Promise<RunningSubgraph> {
  const subgraph = SUBGRAPHS.find((one) => one.name === name);
  if (subgraph === undefined)
    throw subgraphFault('UNKNOWN_SUBGRAPH', `expected one of ${SUBGRAPH_NAMES.join(', ')}, got ${quote(name)}`);
  const keys = options.keys ?? DEVELOPMENT_KEYS;
  refuseDevelopmentKeys(keys, options.nodeEnv ?? 'development');
  const lifecycle = new Lifecycle();
  try {
    const log = logOf(`subgraph:${subgraph.name}`, options.logLevel ?? 'warn');
    return await open({ subgraph, keys, options, lifecycle, log });
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

/** What one subgraph is started from. */
interface Start {
  readonly subgraph: Subgraph;
  readonly keys: Keys;
  readonly options: SubgraphOptions;
  readonly lifecycle: Lifecycle;
  readonly log: Log;
}

async function open(start: Start): Promise<RunningSubgraph> {
  const { subgraph, keys, options, lifecycle, log } = start;
  const authenticate = options.port === null ? undefined : authenticationOf(subgraph.name, options, log);
  const traces = requestTraces({
    settings: { ...defaultSettings(traceSettings), ...options },
    name: subgraph.name,
    log,
  });
  lifecycle.onStop('traces', () => traces.close());
  const { mongodbUri, onCommand } = options;
  const connection = await connectDatabase(mongodbUri, subgraph.name, onCommand, traces.onCommand);
  lifecycle.onStop('database', () => connection.close());
  const opened = await subgraph.open({ connection, keys, city: options.city ?? CITY, now: options.now ?? Date.now });
  await startKeyChanges({ connection, opened, keys, lifecycle, log });
  const schema = schemaOf(subgraph.name, opened);
  const refresh = await startJobs(opened, start);
  const scheduler = options.scheduler ?? new SliceScheduler();
  const report = (cause: unknown): void => log.error({ err: cause }, 'a field failed');
  const healthy = (): Promise<unknown> => connection.db!.command({ ping: 1 });
  const port =
    authenticate === undefined
      ? 0
      : await serveHttp(start, { schema, contextOf: opened.context, authenticate, healthy, report, scheduler, traces });
  return {
    name: subgraph.name,
    url: port === 0 ? '' : `http://${options.host ?? '127.0.0.1'}:${port}/graphql`,
    port,
    schema,
    execute: tracedExecutor(inProcessExecutor(schema, opened.context, report, scheduler), traces),
    refresh,
    stop: () => lifecycle.stop().then(() => undefined),
  };
}

function schemaOf(name: SubgraphName, { resolvers, sliced }: OpenedSubgraph): GraphQLSchema {
  const typeDefs = parse(readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8'));
  return buildSubgraphSchema({ typeDefs, resolvers: betweenFields(resolvers, sliced) as never });
}

/** Counts what is marked and copies ended months, from now on. @returns does both at once, see `RunningSubgraph.refresh` */
async function startJobs(opened: OpenedSubgraph, { options, lifecycle, log }: Start): Promise<() => Promise<number>> {
  const every = options.recountEvery ?? 1000;
  const recounts = await startRecountJobs(opened, every, log);
  lifecycle.onStop('summary', () => Promise.all(recounts.map((job) => job.stop())));
  const snapshots = await startSnapshotJob(opened.copyEndedMonth, every, log);
  lifecycle.onStop('months', snapshots.stop);
  if (options.dailyRules === true && opened.daily !== undefined) startDailyJob(opened.daily, lifecycle, log);
  return () => drainAll(recounts).finally(snapshots.look);
}

interface Served extends Omit<Routes, 'apollo'> {
  readonly schema: GraphQLSchema;
  readonly report: (cause: unknown) => void;
}

/** @returns the port that it listens on @throws CodedError PORT_TAKEN, PORT_REFUSED */
async function serveHttp({ subgraph, options, lifecycle, log }: Start, served: Served): Promise<number> {
  const { schema, report, ...routes } = served;
  const apollo = apolloServer({ schema, introspection: options.introspection ?? true, log, report });
  await apollo.start();
  lifecycle.onStop('graphql', () => apollo.stop());
  const server = httpServer({ apollo, ...routes });
  const { port, host = '127.0.0.1', portOption = '--port or PORT' } = options;
  const bound = await listen(server, port ?? subgraph.port, host, portOption);
  lifecycle.onStop('http', () => closed(server));
  return bound;
}

function closed(server: Server): Promise<unknown> {
  return new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}

function authenticationOf(
  subgraph: string,
  { claimsKeys: keys, claimsCapacity: capacity, host = '127.0.0.1', nodeEnv = 'development' }: SubgraphOptions,
  log: Log,
): Authenticate {
  const authenticate = claimsAuthentication({ subgraph, keys, capacity, host, nodeEnv });
  if (keys === undefined) log.warn('CLAIMS_KEYS is not set: every user of this machine may query everything');
  return authenticate;
}

async function startRecountJobs(
  { works = [], missing }: OpenedSubgraph,
  every: number,
  log: Log,
): Promise<RecountJob[]> {
  if (await missing?.()) {
    for (const { queue, all } of works) await queue.mark(await all());
  }
  return works.map((work) => startRecountJob(work, every, log));
}

/** In order, since what one job counts may mark something for the next. */
async function drainAll(jobs: readonly RecountJob[]): Promise<number> {
  let done = 0;
  for (const job of jobs) done += await job.drain();
  return done;
}
