/** What an operator sees of a gateway, from its options: metrics where there is an operators' port, the log of requests, and traces. */
import { setImmediate } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { openSpanExporter } from '../base/traces/span-exporter.ts';
import { TraceSampler } from '../base/traces/trace-sampler.ts';
import type { Log } from '../base/log.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { SubgraphFetcher } from './fetch/create-fetcher.ts';
import type { Guard } from './guard/guard.ts';
import type { FrontTls } from './http/leave.ts';
import type { ShippedQuestion } from './http/questions.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { cacheMetrics } from './observe/metrics/cache-metrics.ts';
import { certificateMetrics } from './observe/metrics/certificate-metrics.ts';
import { engineMetrics } from './observe/metrics/engine-metrics.ts';
import { guardMetrics } from './observe/metrics/guard-metrics.ts';
import { processMetrics } from './observe/metrics/process-metrics.ts';
import { requestMetrics } from './observe/metrics/request-metrics.ts';
import { subgraphMetrics } from './observe/metrics/subgraph-metrics.ts';
import { workMetrics, type WorkUnderWay } from './observe/metrics/work-metrics.ts';
import { logRequests } from './observe/log-requests.ts';
import { spanMetrics } from './observe/metrics/span-metrics.ts';
import { traceRequests, type TraceRequests } from './observe/traces/trace-requests.ts';
import { observeRequests } from './observe/observe-requests.ts';
import type { GatewaySettings } from './settings.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';
import type { ObserveRequests } from './watch/request-watch.ts';

/** What is observed. */
export interface ObservedParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
  readonly fetcher: Pick<SubgraphFetcher, 'status' | 'certificateEnds'>;
  /** Of the port; absent where it speaks plain HTTP. */
  readonly tls: Pick<FrontTls, 'ends'> | undefined;
  readonly engine: Pick<ExecutionEngine, 'current' | 'events' | 'liveSince' | 'sourceFailingSince'>;
  readonly guard: Pick<Guard, 'auditState' | 'budgetsAreApart'>;
  /** Absent where no answer is kept. */
  readonly cache: Pick<AnswerCache, 'status'> | undefined;
  /** The operations in OPERATIONS have a series of their own, however many strangers ask. */
  readonly questions: readonly ShippedQuestion[];
  readonly changes: readonly ShippedQuestion[];
  /** Called at each scrape. */
  readonly work: () => WorkUnderWay;
}

/** How a gateway is observed. */
export interface Observing {
  /** Absent where nothing of a request is wanted. */
  readonly observe?: ObserveRequests;
  /** Absent without an operators' port. */
  readonly metrics?: Registry;
}

/** @returns nothing where no option asks for anything, so that it costs nothing */
export function startObserving(parts: ObservedParts): Observing {
  const { settings, log } = parts;
  const { operatePort, accessLog, slowRequest } = settings;
  const metrics = operatePort === undefined ? undefined : new Registry();
  const requests = metrics && measure(metrics, parts);
  const traces = startTraces(parts, metrics);
  // With an operators' port the level of the log can change while the gateway runs.
  const isLogged = accessLog || slowRequest !== undefined || log.isLevelEnabled('debug');
  if (metrics === undefined && traces === undefined && !isLogged) return {};
  const observe = observeRequests({
    metrics: requests,
    log: logRequests(settings, log),
    traces,
    withFetches: slowRequest !== undefined || traces !== undefined,
    onFault: (err) => log.error({ err }, 'a request could not be observed'),
  });
  return { observe, metrics };
}

/** What is slow where SLOW_REQUEST does not say, ms. */
const SLOW = 1_000;

/** Stopped after the HTTP server, so that the last requests are sent too. */
function startTraces(
  { settings, log, lifecycle }: ObservedParts,
  metrics: Registry | undefined,
): TraceRequests | undefined {
  const { tracesEndpoint, tracesRatio: ratio, tracesSpansPerSecond: spansPerSecond, slowRequest = SLOW } = settings;
  if (tracesEndpoint === undefined) return undefined;
  const exporter = openSpanExporter({ settings: { ...settings, tracesEndpoint }, service: 'sigap-gateway', log });
  // Requests that ended in this turn of the event loop are told of at its end.
  lifecycle.onStop('traces', () => setImmediate().then(() => exporter.close()));
  if (metrics !== undefined) spanMetrics(metrics, exporter);
  const onBeyond = (): void => exporter.drop(1, 'bound');
  return traceRequests({ exporter, sampler: new TraceSampler({ ratio, spansPerSecond, onBeyond }), slow: slowRequest });
}

function measure(metrics: Registry, parts: ObservedParts) {
  const { lifecycle, fetcher, tls, engine, guard, cache, questions, changes, work } = parts;
  workMetrics(metrics, work);
  certificateMetrics(metrics, {
    own: () => new Map([...(tls?.ends() ?? []), ...fetcher.certificateEnds()]),
    subgraphs: () => fetcher.status(),
  });
  const stops = [
    processMetrics(metrics),
    engineMetrics(metrics, engine),
    subgraphMetrics(metrics, fetcher),
    guardMetrics(metrics, guard),
    ...(cache === undefined ? [] : [cacheMetrics(metrics, cache)]),
  ];
  lifecycle.onStop('metrics', () => stops.forEach((stop) => stop()));
  return requestMetrics(metrics, [...questions, ...changes].flatMap(namesIn));
}

/** @returns the names of a document's operations */
function namesIn({ text }: ShippedQuestion): string[] {
  return [...text.matchAll(/^\s*(?:query|mutation)\s+(\w+)/gm)].map(([, name]) => name!);
}
