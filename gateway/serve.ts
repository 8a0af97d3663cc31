/** A gateway: made from its parts, started in order, stopped in the reverse order. */
import { listen, urlHost } from '../base/listen.ts';
import { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { SliceScheduler } from '../base/time-slices.ts';
import { takeConnections } from './connection-handover.ts';
import { createExplainer } from './explain/explain-answer.ts';
import { fastPath } from './fast-path.ts';
import { createFetcher, type SubgraphFetcher } from './fetch/create-fetcher.ts';
import { subgraphMonitor } from './fetch/subgraph-monitor.ts';
import type { Readiness } from './fetch/subgraph-health.ts';
import { openFrontTls, schemeOf } from './front-tls.ts';
import { createGatewayHttp, gateLimits } from './gateway-http.ts';
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
import type { Guard } from './guard/guard.ts';
import { signerOf, startGuard } from './start-guard.ts';
import { startObserving, type Observing } from './start-observing.ts';
import { operatedAlone, operatedProcess, startOperating } from './start-operating.ts';
import { startCache } from './start-cache.ts';
import { startUsage } from './start-usage.ts';
import type { OperatedProcess } from './operate/ask-workers.ts';
import { compiledGateway, type CarriedContext } from './supergraph/compiled-gateway.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';
import type { RunOperation } from './supergraph/operation-context.ts';
import { sourceOfSettings } from './supergraph/source-of-settings.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';
import { WorkGate } from './work-gate.ts';

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
  /** Told of the tags whose answers a mutation has ended; for the other processes of this gateway. */
  readonly onEnded?: (tags: readonly string[]) => void;
  /** How this process ends when an operator drains it; when left out the gateway stops and the process goes on. */
  readonly onDrain?: () => void;
}

/** A gateway that serves. */
export interface RunningGateway {
  /** Without a path: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  readonly engine: ExecutionEngine;
  /** What an operator can ask of it; a worker is asked by its primary. */
  readonly operated: OperatedProcess;
  /** The operators' port; undefined where there is none. */
  readonly operateUrl: string | undefined;
  /** Accepts no new requests, answers those under way, closes everything. */
  stop(): Promise<void>;
  /** The same without a request lost: readiness answers 503 for DRAIN_DELAY, then new connections are refused and old ones close with an answer. */
  drain(): Promise<void>;
}

/** @throws CodedError for a supergraph that cannot be served, an option that does not fit, a port that is taken */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const lifecycle = new Lifecycle((part, ms) => options.log.info({ part, ms }, 'stopped'));
  try {
    return await assemble({ ...options, settings: tracedSettings(options.settings) }, lifecycle);
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

/**
 * A gateway that traces names its own spans to subgraphs. What the caller sent is then no longer forwarded, and does not keep identical
 * fetches of two callers apart.
 */
function tracedSettings(settings: GatewaySettings): GatewaySettings {
  if (settings.tracesEndpoint === undefined) return settings;
  const forwardHeaders = settings.forwardHeaders.filter((word) => !TRACE_HEADERS.test(word));
  return { ...settings, forwardHeaders };
}

/** For all subgraphs, or for one: `catalog:traceparent`. */
const TRACE_HEADERS = /(?:^|:)(?:traceparent|tracestate|x-request-id)$/;

/** Every part, in the order of starting. Each registers how it is stopped, so they stop in the order from the HTTP server back to the fetcher. */
async function assemble(options: GatewayOptions, lifecycle: Lifecycle): Promise<RunningGateway> {
  const { settings, log } = options;
  refuseUnsafeOptions(settings);
  const parts = await startParts(options, lifecycle);
  const { engine, fetcher, cache, partFromRequests } = parts;
  const monitor = subgraphMonitor({ fetcher, log, required: settings.requiredSubgraphs });
  lifecycle.onStop('subgraph monitor', () => monitor.stop());
  const gate = new WorkGate(gateLimits(settings, Object.keys(options.inProcess ?? {}).length > 0));
  const tls = openFrontTls(settings, { log, lifecycle });
  const { observe, metrics } = startObserving({
    ...parts,
    tls,
    settings,
    log,
    lifecycle,
    work: () => ({ ...gate.now, waiting: gate.waiting, lent: gate.lent, connections: http.connections }),
  });
  const readiness = (): Readiness => (http.leaving ? { state: 'stopping' } : monitor.readiness());
  const serving = {
    ...parts,
    settings,
    log,
    tls,
    monitor,
    readiness,
    gate,
    observe,
    sampleData: options.sampleData === true,
  };
  const http: HttpServer = await createGatewayHttp(serving);
  const port = await startListening(http, options);
  lifecycle.onStop('http', () => http.leave(CLOSED_AT_ONCE));
  const source = options.source?.name ?? sourceOfSettings(settings).name;
  const operating = { log, engine, source, readiness, monitor, metrics, cache, partFromRequests };
  const operated = operatedProcess(operating);
  const url = `${schemeOf(settings)}://${urlHost(settings.host)}:${port}`;
  const running = { url, port, engine, operated, ...ends(http, settings, lifecycle) };
  return { ...running, operateUrl: await operate(options, running, metrics, lifecycle) };
}

/** Opens the operators' port; that of a worker is its primary's. */
async function operate(
  { settings, log, handedOut = false, onDrain }: GatewayOptions,
  { operated, drain }: Pick<RunningGateway, 'operated' | 'drain'>,
  metrics: Observing['metrics'],
  lifecycle: Lifecycle,
): Promise<string | undefined> {
  if (handedOut) return undefined;
  const alone = operatedAlone(operated, metrics, onDrain ?? (() => void drain()));
  return startOperating(settings, alone, { log, lifecycle });
}

/** What answers operations, without its HTTP server. */
async function startParts(options: GatewayOptions, lifecycle: Lifecycle) {
  const { settings, log, inProcess = {}, scheduler = new SliceScheduler() } = options;
  const onFailure = reportFailures(log);
  const questions = settings.operations === undefined ? [] : readQuestions(settings.operations);
  const changes = settings.operations === undefined ? [] : readChanges(settings.operations);
  const fetcher = openFetcher(settings, log);
  lifecycle.onStop('fetcher', () => fetcher.close());
  // Before the engine, which needs to know whether a supergraph's rules can be enforced and which authorizations to prepare for.
  const guard = await startGuard({ settings, log, lifecycle, current: () => engine.current() });
  const engine: ExecutionEngine = await startEngine({ ...options, scheduler, inProcess, fetcher, guard, questions });
  lifecycle.onStop('engine', () => engine.stop());
  const documents = await openPersistedDocuments(settings, log);
  lifecycle.onStop('manifest', () => documents.close());
  const { run, cache, partFromRequests } = startRunning({ ...options, scheduler, lifecycle, fetcher, guard, engine });
  const ways = await startBothWays({ settings, log, engine, run, onFailure });
  lifecycle.onStop('apollo', () => ways.apollo.stop());
  const apiSchema = () => engine.current().apiSchema;
  return {
    fetcher,
    partFromRequests,
    guard,
    engine,
    cache,
    documents,
    questions,
    changes,
    onFailure,
    apiSchema,
    ...ways,
  };
}

interface RunningParts extends Pick<GatewayOptions, 'settings' | 'log' | 'onEnded'> {
  readonly scheduler: SliceScheduler;
  readonly lifecycle: Lifecycle;
  readonly fetcher: SubgraphFetcher;
  readonly guard: Guard;
  readonly engine: ExecutionEngine;
}

/** What runs prepared operations: identical ones once, kept answers not at all. */
function startRunning(parts: RunningParts) {
  const { settings, log, onEnded, scheduler, lifecycle, fetcher, guard, engine } = parts;
  const deduplication = settings.deduplicateRequests ? requestDeduplication() : undefined;
  const partFromRequests = (): void => {
    deduplication?.partFromRuns();
    fetcher.partFromRequests();
  };
  const counted = startUsage({ settings, log, engine, lifecycle });
  const explain = createExplainer({
    scheduler,
    positionOf: (name) => fetcher.position(name),
    views: settings.subgraphErrors,
  });
  const cache = startCache({ settings, log, lifecycle, guard, engine, onEnded, onChange: partFromRequests });
  const onMutated = (): void => {
    partFromRequests();
    // Otherwise the cache tells others, with the tags that it has ended.
    if (cache === undefined) onEnded?.([]);
  };
  const run = counted(runOperation({ guard, fetcher, deduplication, cache, explain, onMutated }));
  return { run, cache, partFromRequests };
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
