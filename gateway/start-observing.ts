/** What an operator sees of a gateway, from its options: metrics where there is an operators' port, and the log of requests. */
import { Registry } from 'prom-client';
import type { Log } from '../base/log.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { SubgraphFetcher } from './fetch/create-fetcher.ts';
import type { Guard } from './guard/guard.ts';
import type { ShippedQuestion } from './http/questions.ts';
import { engineMetrics } from './observe/metrics/engine-metrics.ts';
import { guardMetrics } from './observe/metrics/guard-metrics.ts';
import { processMetrics } from './observe/metrics/process-metrics.ts';
import { requestMetrics } from './observe/metrics/request-metrics.ts';
import { subgraphMetrics } from './observe/metrics/subgraph-metrics.ts';
import { workMetrics, type WorkUnderWay } from './observe/metrics/work-metrics.ts';
import { logRequests } from './observe/log-requests.ts';
import { observeRequests } from './observe/observe-requests.ts';
import type { GatewaySettings } from './settings.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';
import type { ObserveRequests } from './watch/request-watch.ts';

/** What is observed. */
export interface ObservedParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
  readonly fetcher: Pick<SubgraphFetcher, 'status'>;
  readonly engine: Pick<ExecutionEngine, 'current' | 'events'>;
  readonly guard: Pick<Guard, 'auditState'>;
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
  // With an operators' port the level of the log can change while the gateway runs.
  if (metrics === undefined && !accessLog && slowRequest === undefined && !log.isLevelEnabled('debug')) return {};
  const observe = observeRequests({
    metrics: requests,
    log: logRequests(settings, log),
    withFetches: slowRequest !== undefined,
    onFault: (err) => log.error({ err }, 'a request could not be observed'),
  });
  return { observe, metrics };
}

function measure(metrics: Registry, { lifecycle, fetcher, engine, guard, questions, changes, work }: ObservedParts) {
  workMetrics(metrics, work);
  const stops = [
    processMetrics(metrics),
    engineMetrics(metrics, engine),
    subgraphMetrics(metrics, fetcher),
    guardMetrics(metrics, guard),
  ];
  lifecycle.onStop('metrics', () => stops.forEach((stop) => stop()));
  return requestMetrics(metrics, [...questions, ...changes].flatMap(namesIn));
}

/** @returns the names of a document's operations */
function namesIn({ text }: ShippedQuestion): string[] {
  return [...text.matchAll(/^\s*(?:query|mutation)\s+(\w+)/gm)].map(([, name]) => name!);
}
