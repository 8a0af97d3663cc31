/** The operators' port from its options: of this process, or of a primary for its workers. */
import { listen, urlHost } from '../base/listen.ts';
import type { Log, LogLevel } from '../base/log.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { SubgraphMonitor } from './fetch/subgraph-monitor.ts';
import type { Readiness } from './fetch/subgraph-health.ts';
import { ownHosts } from './http/own-hosts.ts';
import { reportFailures } from './http/report-failure.ts';
import type { OperatedProcess } from './operate/ask-workers.ts';
import type { GenerationReport, OperatedGateway } from './operate/operated.ts';
import { operatorAccess } from './operate/operator-access.ts';
import { operatorsServer } from './operate/operators-server.ts';
import type { Observing } from './start-observing.ts';
import type { GatewaySettings } from './settings.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';

/** What is operated. */
export interface OperatedParts {
  readonly log: Log;
  readonly engine: ExecutionEngine;
  /** The name of its source. */
  readonly source: string;
  readonly readiness: () => Readiness;
  readonly monitor: Pick<SubgraphMonitor, 'report'>;
  readonly metrics: Observing['metrics'];
  /** Absent where no answer is kept. */
  readonly cache: AnswerCache | undefined;
  /** Something has changed: who asks from now on joins nothing that has begun before. */
  readonly partFromRequests: () => void;
}

/** @returns what can be asked of this process */
export function operatedProcess(parts: OperatedParts): OperatedProcess {
  const { engine, log, source, readiness, monitor, metrics, cache, partFromRequests } = parts;
  const history = historyOf(engine);
  return {
    metrics: async () => (metrics === undefined ? [] : metrics.getMetricsAsJSON()),
    readiness,
    subgraphs: () => monitor.report(),
    generation: () => ({ ...history(), source }),
    reload: (texts) => engine.reload(texts),
    logLevel: levelFor(log),
    invalidate: invalidating(engine, cache),
    mutatedElsewhere: (tags) => {
      partFromRequests();
      cache?.endHere(tags);
    },
  };
}

/** A tag that the supergraph does not have is more likely misspelt than meant. */
function invalidating(engine: ExecutionEngine, cache: AnswerCache | undefined): OperatedProcess['invalidate'] {
  return async (tags) => {
    if (cache === undefined) return { ended: 0 };
    const known = cache.tagsOf(engine.current());
    const isKnown = tags === 'all' || tags.every((tag) => known.has(tag));
    return isKnown ? cache.end(tags) : { ended: 0, expected: [...known].sort() };
  };
}

/** @returns which supergraph serves, and what was refused since */
function historyOf(engine: ExecutionEngine): () => Omit<GenerationReport, 'source'> {
  let refused: GenerationReport['refused'];
  engine.events.on('live', () => {
    refused = undefined;
  });
  engine.events.on('refused', ({ code, message: reason }) => {
    refused = { code, reason, at: new Date().toISOString() };
  });
  return () => ({
    id: engine.current().id,
    live: engine.liveSince.toISOString(),
    age: Math.round((Date.now() - engine.liveSince.getTime()) / 1_000),
    subgraphs: [...engine.current().subgraphs.keys()],
    ...(refused !== undefined && { refused }),
  });
}

/** @returns sets a level for a time; afterwards it is again what it was at the start */
function levelFor(log: Log): OperatedGateway['logLevel'] {
  const usual = log.level;
  let timer: NodeJS.Timeout | undefined;
  return (level: LogLevel, ms) => {
    clearTimeout(timer);
    // Told at a level that is heard before and after.
    log.warn({ level, minutes: ms / 60_000 }, 'the level of the log is changed for a time');
    log.level = level;
    timer = setTimeout(() => (log.level = usual), ms);
    timer.unref();
    return Promise.resolve();
  };
}

/** @returns one process as its operator meets it */
export function operatedAlone(
  running: OperatedProcess,
  metrics: Observing['metrics'],
  drain: () => void,
): OperatedGateway {
  const own = <Value>(value: Value) => ({ processes: { [process.pid]: value } });
  return {
    metrics: async () => (metrics === undefined ? '' : metrics.metrics()),
    readiness: () => Promise.resolve(running.readiness()),
    subgraphs: () => Promise.resolve(own(running.subgraphs())),
    generation: () => Promise.resolve(own(running.generation())),
    reload: async () => own(await running.reload()),
    logLevel: (level, ms) => running.logLevel(level, ms),
    invalidate: async (tags) => own(await running.invalidate(tags)),
    drain,
  };
}

type Options = Pick<GatewaySettings, 'operatePort' | 'operateHost' | 'operateToken' | 'operateTokenFile' | 'hosts'>;

/** @returns the port's address; undefined without OPERATE_PORT @throws CodedError OPERATE_UNSAFE, PORT_TAKEN, PORT_REFUSED */
export async function startOperating(
  settings: Options,
  operated: OperatedGateway,
  { log, lifecycle }: { readonly log: Log; readonly lifecycle: Lifecycle },
): Promise<string | undefined> {
  const { operatePort, operateHost: host, hosts } = settings;
  if (operatePort === undefined) return undefined;
  const check = operatorAccess(settings);
  const operators = await operatorsServer({
    operated,
    check,
    validateHost: ownHosts(hosts, host),
    onFailure: reportFailures(log),
  });
  const port = await listen(operators.server, operatePort, host, '--operate-port or OPERATE_PORT');
  lifecycle.onStop("operators' port", () => operators.close());
  const url = `http://${urlHost(host)}:${port}`;
  log.info({ operate: url }, "operators' port listens");
  return url;
}
