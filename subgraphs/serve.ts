/** Starts one subgraph: its database, its schema, its HTTP and in-process doors, its refreshers. */
import { readFileSync } from 'node:fs';
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
import { connectDatabase, type OnCommand } from './data/database.ts';
import { inProcessExecutor, type InProcessExecutor } from './server/in-process-executor.ts';
import { subgraphFault } from './errors.ts';
import { funding } from './funding/subgraph.ts';
import { groups } from './groups/subgraph.ts';
import { httpServer } from './server/http.ts';
import { startSnapshotJob } from './counts/snapshot-job.ts';
import { startRefresher, type Refresher } from './counts/recount-job.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from './names.ts';
import { CITY, DEVELOPMENT_KEYS, refuseDevelopmentKeys, type Keys } from './settings.ts';
import type { Opened, Subgraph } from './subgraph.ts';
import { workers } from './workers/subgraph.ts';

const BY_NAME: Readonly<Record<SubgraphName, Subgraph>> = { workers, agencies, groups, funding, audit };

/** Every subgraph with the port it listens on when none is given. */
export const SUBGRAPHS: readonly Subgraph[] = SUBGRAPH_NAMES.map((name) => BY_NAME[name]);

export interface SubgraphOptions {
  readonly mongodbUri: string;
  /** 0 takes a free port; the subgraph's own when left out; `null` serves no HTTP, only the in-process door. */
  readonly port?: number | null;
  /** The option that sets the port, named when it is taken. */
  readonly portOption?: string;
  readonly host?: string;
  readonly keys?: Keys;
  /** Code of the city. */
  readonly city?: string;
  readonly nodeEnv?: Environment;
  /** As `npm run claims-key` prints them; without them its HTTP is open to this machine, and not in production. */
  readonly claimsKeys?: string;
  /** Requests remembered against replay. */
  readonly claimsCapacity?: number;
  readonly introspection?: boolean;
  /** Milliseconds between two looks for counts to work out again, and for a month that has ended. */
  readonly recountEvery?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
  readonly logLevel?: LogLevel;
  /** Hears every command sent to the database, to count them. */
  readonly onCommand?: OnCommand;
  /** Shares the main loop with what else runs in this process; one of its own when left out. */
  readonly scheduler?: SliceScheduler;
}

export interface RunningSubgraph {
  readonly name: string;
  /** Where it answers over HTTP; empty without HTTP. */
  readonly url: string;
  readonly port: number;
  readonly schema: GraphQLSchema;
  readonly execute: InProcessExecutor;
  /** Works out everything that is marked now, and freezes the month that has ended. @returns how many partitions */
  refresh(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * @param name workers, agencies, groups, funding or audit
 * @throws CodedError UNKNOWN_SUBGRAPH, DEVELOPMENT_KEY, DATABASE_UNREACHABLE, PORT_TAKEN, PORT_REFUSED, CLAIMS_KEYS_MISSING
 */
export async function startSubgraph(name: string, options: SubgraphOptions): Promise<RunningSubgraph> {
  const subgraph = SUBGRAPHS.find((one) => one.name === name);
  if (subgraph === undefined)
    throw subgraphFault('UNKNOWN_SUBGRAPH', `expected one of ${SUBGRAPH_NAMES.join(', ')}, got ${quote(name)}`);
  const keys = options.keys ?? DEVELOPMENT_KEYS;
  refuseDevelopmentKeys(keys, options.nodeEnv ?? 'development');
  const lifecycle = new Lifecycle();
  try {
    return await open(subgraph, keys, options, lifecycle);
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

async function open(
  subgraph: Subgraph,
  keys: Keys,
  options: SubgraphOptions,
  lifecycle: Lifecycle,
): Promise<RunningSubgraph> {
  const log = logOf(`subgraph:${subgraph.name}`, options.logLevel ?? 'warn');
  const admit = options.port === null ? undefined : admitOf(subgraph.name, options, log);
  const connection = await connectDatabase(options.mongodbUri, subgraph.name, options.onCommand);
  lifecycle.onStop('database', () => connection.close());
  const opened = await subgraph.open({ connection, keys, city: options.city ?? CITY, now: options.now ?? Date.now });
  const typeDefs = parse(readFileSync(new URL(`../schema/${subgraph.name}.graphql`, import.meta.url), 'utf8'));
  const schema = buildSubgraphSchema({ typeDefs, resolvers: betweenFields(opened.resolvers, opened.sliced) as never });
  const refreshers = await startRefreshers(opened, options.recountEvery ?? 1000, log);
  lifecycle.onStop('summary', () => Promise.all(refreshers.map((refresher) => refresher.stop())));
  const freezer = await startSnapshotJob(opened.freeze, options.recountEvery ?? 1000, log);
  lifecycle.onStop('months', freezer.stop);
  const scheduler = options.scheduler ?? new SliceScheduler();
  const report = (cause: unknown): void => log.error({ err: cause }, 'a field failed');
  const port = options.port === null ? 0 : await serveHttp();
  return {
    name: subgraph.name,
    url: port === 0 ? '' : `http://${options.host ?? '127.0.0.1'}:${port}/graphql`,
    port,
    schema,
    execute: inProcessExecutor(schema, opened.context, report, scheduler),
    refresh: () => drainAll(refreshers).finally(freezer.look),
    stop: () => lifecycle.stop().then(() => undefined),
  };

  async function serveHttp(): Promise<number> {
    const apollo = apolloServer({ schema, introspection: options.introspection ?? true, log, report });
    await apollo.start();
    lifecycle.onStop('graphql', () => apollo.stop());
    const server = httpServer({
      apollo,
      admit: admit!,
      contextOf: opened.context,
      healthy: () => connection.db!.command({ ping: 1 }),
      scheduler,
    });
    const bound = await listen(
      server,
      options.port ?? subgraph.port,
      options.host ?? '127.0.0.1',
      options.portOption ?? '--port or PORT',
    );
    lifecycle.onStop(
      'http',
      () =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        }),
    );
    return bound;
  }
}

function admitOf(
  subgraph: string,
  { claimsKeys: keys, claimsCapacity: capacity, host = '127.0.0.1', nodeEnv = 'development' }: SubgraphOptions,
  log: Log,
): Authenticate {
  const admit = claimsAuthentication({ subgraph, keys, capacity, host, nodeEnv });
  if (keys === undefined) log.warn('CLAIMS_KEYS is not set: every user of this machine may ask, for everything');
  return admit;
}

async function startRefreshers({ works = [], missing }: Opened, every: number, log: Log): Promise<Refresher[]> {
  if (await missing?.()) {
    for (const { queue, all } of works) await queue.mark(await all());
  }
  return works.map((work) => startRefresher(work, every, log));
}

/** In order, since what one works out may mark something for the next. */
async function drainAll(refreshers: readonly Refresher[]): Promise<number> {
  let done = 0;
  for (const refresher of refreshers) done += await refresher.drain();
  return done;
}
