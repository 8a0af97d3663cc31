/** A gateway: made from its parts, started in order, stopped in the reverse order. */
import { listen, urlHost } from '../base/listen.ts';
import { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { SliceScheduler } from '../base/time-slices.ts';
import { takeConnections } from './connection-handover.ts';
import { fastPath } from './fast-path.ts';
import { createFetcher, type SubgraphFetcher } from './fetch/create-fetcher.ts';
import { subgraphMonitor } from './fetch/subgraph-monitor.ts';
import { createGatewayHttp } from './gateway-http.ts';
import { startApollo, type FormatError } from './http/apollo-server.ts';
import { CLOSED_AT_ONCE, QUIET } from './http/leave.ts';
import { readChanges, readQuestions } from './http/questions.ts';
import { reportFailures, type ReportFailure } from './http/report-failure.ts';
import type { HttpServer } from './http/server.ts';
import { openPersistedDocuments } from './persisted-documents.ts';
import type { Pipeline } from './pipeline.ts';
import { requestDeduplication } from './plan/request-deduplication.ts';
import { refuseUnsafeOptions } from './production.ts';
import { maskAndReport } from './reply/mask-error.ts';
import type { RequestContext } from './request-context.ts';
import { timeForSubgraphs } from './request-time.ts';
import { runOperation } from './run-operation.ts';
import type { GatewaySettings } from './settings.ts';
import { startEngine, type InProcessSubgraphs } from './start-engine.ts';
import { signerOf, startGuard } from './start-guard.ts';
import { startUsage } from './start-usage.ts';
import { compiledGateway, type CarriedContext } from './supergraph/compiled-gateway.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';
import type { RunOperation } from './supergraph/operation-context.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';

/** What a gateway is started from, beside its options. */
export interface GatewayOptions {
  readonly settings: GatewaySettings;
  readonly log: Log;
  /** Where supergraphs come from; the file of the settings when left out. */
  readonly source?: SupergraphSource;
  /** True in a worker, whose primary listens and hands out connections. */
  readonly handedOut?: boolean;
  /** Subgraphs of this process by name, called without HTTP. */
  readonly inProcess?: InProcessSubgraphs;
  /** Whether its subgraphs answer from the sample: the page then says that its figures are invented. False when left out. */
  readonly sampleData?: boolean;
  /** Shares the main loop with what else runs in this process; one of its own when left out. */
  readonly scheduler?: SliceScheduler;
}

/** A gateway that serves. */
export interface RunningGateway {
  /** Without a path: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  readonly engine: ExecutionEngine;
  /** Accepts no new requests, answers those under way, closes everything. */
  stop(): Promise<void>;
  /** The same without a request lost: readiness answers 503 for DRAIN_DELAY, then new connections are refused and old ones close with an answer. */
  drain(): Promise<void>;
}

/** @throws CodedError for a supergraph that cannot be served, an option that does not fit, a port that is taken */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const lifecycle = new Lifecycle();
  try {
    return await assemble(options, lifecycle);
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

/** Every part, in the order of starting. Each registers how it is stopped, so they stop in the order from the HTTP server back to the fetcher. */
async function assemble(options: GatewayOptions, lifecycle: Lifecycle): Promise<RunningGateway> {
  const { settings, log, inProcess = {}, sampleData = false } = options;
  refuseUnsafeOptions(settings);
  const onFailure = reportFailures(log);
  const questions = settings.operations === undefined ? [] : readQuestions(settings.operations);
  const changes = settings.operations === undefined ? [] : readChanges(settings.operations);

  const fetcher = openFetcher(settings, log);
  lifecycle.onStop('fetcher', () => fetcher.close());
  // Before the engine, which needs to know whether a supergraph's rules can be enforced and which authorizations to prepare for.
  const guard = await startGuard({ settings, log, lifecycle, current: () => engine.current() });
  const engine: ExecutionEngine = await startEngine({ ...options, inProcess, fetcher, guard, questions });
  lifecycle.onStop('engine', () => engine.stop());
  const documents = await openPersistedDocuments(settings, log);
  lifecycle.onStop('manifest', () => documents.close());

  const deduplication = settings.deduplicateRequests ? requestDeduplication() : undefined;
  const counted = startUsage({ settings, log, engine, lifecycle });
  const run = counted(runOperation({ guard, fetcher, deduplication }));
  const ways = await startBothWays({ settings, log, engine, run, onFailure });
  lifecycle.onStop('apollo', () => ways.apollo.stop());

  const monitor = subgraphMonitor({ fetcher, log, required: settings.requiredSubgraphs });
  lifecycle.onStop('subgraph monitor', () => monitor.stop());
  const hasInProcess = Object.keys(inProcess).length > 0;
  const parts = {
    settings,
    log,
    guard,
    documents,
    ...ways,
    monitor,
    questions,
    changes,
    apiSchema: () => engine.current().apiSchema,
    onFailure,
    hasInProcess,
    sampleData,
  };
  const http = await createGatewayHttp(parts);
  const port = await startListening(http, options);
  lifecycle.onStop('http', () => http.leave(CLOSED_AT_ONCE));
  return { url: `http://${urlHost(settings.host)}:${port}`, port, engine, ...ends(http, settings, lifecycle) };
}

interface WaysParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly engine: ExecutionEngine;
  readonly run: RunOperation<RequestContext>;
  readonly onFailure: ReportFailure;
}

/** The two ways that a request may take from planning on. Both run operations through the same stages and mask errors alike. */
async function startBothWays(parts: WaysParts): Promise<Pick<Pipeline, 'apollo' | 'fastPath'>> {
  const { settings, log, engine, run, onFailure } = parts;
  const formatError = errorFormat(settings, log, onFailure);
  const { gateway, plugin } = compiledGateway({ engine, run: run as RunOperation });
  const options = { gateway, plugins: [plugin], formatError, onFailure, log };
  return {
    apollo: await startApollo<CarriedContext<RequestContext>>(options),
    fastPath: settings.fastPath ? fastPath({ pin: () => engine.pin(), run, formatError }) : undefined,
  };
}

/** Masks errors before they leave, and logs what subgraphs have answered. */
function errorFormat({ subgraphErrors }: GatewaySettings, log: Log, onFailure: ReportFailure): FormatError {
  return maskAndReport(onFailure, {
    views: subgraphErrors,
    report: (error) => log.warn(error, 'a subgraph answered with an error'),
  });
}

/** Without subgraphs until the engine has a supergraph. */
function openFetcher(settings: GatewaySettings, log: Log): SubgraphFetcher {
  return createFetcher({
    subgraphs: {},
    limits: settings,
    log,
    sign: signerOf(settings),
    requestTimeout: timeForSubgraphs(settings.requestTimeout),
  });
}

/** @returns the port @throws CodedError PORT_TAKEN, PORT_REFUSED */
async function startListening(http: HttpServer, options: GatewayOptions): Promise<number> {
  const { settings, handedOut = false } = options;
  if (!handedOut) return listen(http.server, settings.port, settings.host, '--port or PORT');
  http.stopsListening(takeConnections(http.server));
  return settings.port;
}

function ends(
  http: HttpServer,
  { drainDelay, requestTimeout }: GatewaySettings,
  lifecycle: Lifecycle,
): Pick<RunningGateway, 'stop' | 'drain'> {
  const stop = async (): Promise<void> => {
    await lifecycle.stop();
  };
  return {
    stop,
    drain: () => http.leave({ delay: drainDelay, quiet: QUIET, bound: requestTimeout }).then(stop),
  };
}
