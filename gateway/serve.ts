/** Puts the gateway together from its folders and starts it; the reverse when it stops. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NullPrototypeObject } from '../base/null-prototype-object.ts';
import type { Log } from '../base/log.ts';
import { listen, urlHost } from '../base/listen.ts';
import { Lifecycle } from '../base/lifecycle.ts';
import { compileInSlices } from './execute/compile-operation.ts';
import { createFetcher, type SubgraphPlace } from './fetch/create-fetcher.ts';
import { namesForAny } from './fetch/forwardable-headers.ts';
import type { SignClaims } from './fetch/subgraph-caller.ts';
import { subgraphCallers } from './guard/claims/subgraph-callers.ts';
import { claimsSigner } from './guard/claims/sign-claims.ts';
import { createGuard, openGuard, type Guard } from './guard/guard.ts';
import { ENFORCED_SPECS } from './guard/policy/directive-names.ts';
import { openIdentity } from './guard/identity/open-identity.ts';
import { maskAndReport } from './reply/mask-error.ts';
import { takeConnections } from './connection-handover.ts';
import { startApollo } from './http/apollo-server.ts';
import { ANY_ORIGIN, crossOrigin } from './http/cross-origin.ts';
import { validateJsonShape } from './http/json-shape.ts';
import { logRefusals } from './http/log-refusals.ts';
import { ownHosts } from './http/own-hosts.ts';
import { readQuestions, type ShippedQuestion } from './http/questions.ts';
import { CLOSED_AT_ONCE, QUIET } from './http/leave.ts';
import { reportFailures } from './http/report-failure.ts';
import { createHttpServer } from './http/server.ts';
import { openPersistedDocuments } from './persisted-documents.ts';
import { createPipeline } from './pipeline.ts';
import { labelDecision, type LabelRules } from './plan/label-decision.ts';
import type { ShapeLimits } from './plan/operation-limits.ts';
import { refuseUnsafeGraph, refuseUnsafeOptions } from './production.ts';
import type { GatewaySettings } from './settings.ts';
import { timeForSubgraphs } from './request-time.ts';
import type { RequestContext } from './request-context.ts';
import { requestDeduplication } from './plan/request-deduplication.ts';
import { runOperation } from './run-operation.ts';
import { fastPath } from './fast-path.ts';
import type { RunOperation } from './supergraph/operation-context.ts';
import { compiledGateway, type CarriedContext } from './supergraph/compiled-gateway.ts';
import { createEngine, type ExecutionEngine, type EngineOptions } from './supergraph/engine.ts';
import { supergraphFile } from './supergraph/supergraph-file.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';
import { WorkGate, type GateLimits } from './work-gate.ts';
import { openAudit } from './audit/open-audit.ts';
import type { Generation } from './supergraph/generation.ts';
import { subgraphMonitor } from './fetch/subgraph-monitor.ts';
import { warnUnknownSubgraphs } from './unknown-subgraphs.ts';

export interface GatewayOptions {
  readonly settings: GatewaySettings;
  readonly log: Log;
  /** Where supergraphs come from; the file of the settings unless told otherwise. */
  readonly source?: SupergraphSource;
  /** True in a worker, whose primary listens and hands out connections. */
  readonly handedOut?: boolean;
  /** Subgraphs of this process, asked without HTTP. */
  readonly inProcess?: Readonly<Record<string, Extract<SubgraphPlace, { execute: unknown }>['execute']>>;
}

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  readonly engine: ExecutionEngine;
  /** Takes no new requests, answers those under way, closes everything. */
  stop(): Promise<void>;
  /** The same without a request lost: readiness says no for the drain delay, then new connections are refused and old ones close with an answer. */
  drain(): Promise<void>;
}

/** Built from `web/` by `npm run build`. */
const EXPLORER = fileURLToPath(new URL('../web/dist', import.meta.url));

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

async function assemble(
  { settings, log, source, handedOut = false, inProcess = {} }: GatewayOptions,
  lifecycle: Lifecycle,
): Promise<RunningGateway> {
  const onFailure = reportFailures(log);
  const formatError = maskAndReport(onFailure, {
    views: settings.subgraphErrors,
    tell: (said) => log.warn(said, 'a subgraph answered with an error'),
  });
  refuseUnsafeOptions(settings);
  const questions = settings.operations === undefined ? [] : readQuestions(settings.operations);
  const fetcher = createFetcher({
    subgraphs: {},
    limits: settings,
    log,
    sign: signerOf(settings),
    patience: timeForSubgraphs(settings.requestTimeout),
  });
  lifecycle.onStop('fetcher', () => fetcher.close());
  // Before the engine, which asks it whether a supergraph's rules can be kept and what they come to.
  const guard = settings.guard
    ? await startGuard(settings, () => engine.current(), log, lifecycle)
    : openGuard(namesForAny(settings.forwardHeaders));
  const remoteOf = (subgraphs: ReadonlyMap<string, string>): string[] =>
    [...subgraphs.keys()].filter((name) => !Object.hasOwn(inProcess, name));
  const engine: ExecutionEngine = await startEngine(
    settings,
    log,
    source ?? supergraphFile(settings.supergraph, settings.supergraphPoll),
    questions,
    {
      onSubgraphs: (subgraphs) => fetcher.update(placesOf(subgraphs, settings.subgraphUrls, inProcess)),
      judge: ({ sdl, subgraphs }) => refuseUnsafeGraph(settings, { sdl, remote: remoteOf(subgraphs) }),
      rights: {
        expected: (generation) => guard.expectedAuthorizations(generation),
        renewed: (rights, generation) => guard.renewedAuthorization(rights, generation),
      },
    },
  );
  lifecycle.onStop('engine', () => engine.stop());
  warnUnfiltered(settings, remoteOf(engine.current().subgraphs), log);
  const warnUnknown = ({ subgraphs }: Pick<Generation, 'subgraphs'>): void =>
    warnUnknownSubgraphs(settings, new Set(subgraphs.keys()), log);
  warnUnknown(engine.current());
  engine.events.on('live', warnUnknown);

  const names = await openPersistedDocuments(settings, log);
  lifecycle.onStop('manifest', () => names.close());
  const run = runOperation({
    guard,
    fetcher,
    deduplication: settings.deduplicateRequests ? requestDeduplication() : undefined,
  });
  const { gateway, plugin } = compiledGateway({ engine, run: run as RunOperation });
  const apollo = await startApollo<CarriedContext<RequestContext>>({
    gateway,
    plugins: [plugin],
    formatError,
    onFailure,
    log,
  });
  lifecycle.onStop('apollo', () => apollo.stop());
  const watch = subgraphMonitor({ fetcher, log, required: settings.requiredSubgraphs });
  lifecycle.onStop('subgraph watch', () => watch.stop());

  const origins = settings.guard
    ? crossOrigin(
        settings.corsOrigins,
        settings.overrideLabelsHeader === undefined ? [] : [settings.overrideLabelsHeader],
      )
    : ANY_ORIGIN;
  const http = await createHttpServer({
    judgeHost: ownHosts(settings.hosts, settings.host),
    handler: logRefusals(
      createPipeline({
        validateText: settings.guard ? (text) => validateJsonShape(text, settings.maxJsonDepth) : () => {},
        crossOrigin: origins,
        guard,
        documents: names,
        apollo,
        fastPath: settings.fastPath ? fastPath({ pin: () => engine.pin(), run, formatError }) : undefined,
        labels: labelRules(settings),
        requestTimeout: settings.requestTimeout,
        onFailure,
        gate: new WorkGate(gateLimits(settings, Object.keys(inProcess).length > 0)),
      }),
      log,
    ),
    preflight: origins.preflight,
    subgraphs: {
      admit: (headers, address) => guard.authenticateOperator(headers, address),
      report: () => watch.report(),
    },
    readiness: () => (http.leaving ? { state: 'stopping' } : watch.readiness()),
    explorer: settings.explorer ? explorerOf(questions, guard, log) : undefined,
    maxBody: settings.maxBody,
    maxBodies: settings.maxBodies,
    bodyTimeout: settings.bodyTimeout,
    writeTimeout: settings.writeTimeout,
    maxConnections: settings.maxConnections,
    onFailure,
  });
  const port = handedOut ? settings.port : await listen(http.server, settings.port, settings.host, '--port or PORT');
  if (handedOut) http.stopsListening(takeConnections(http.server));
  lifecycle.onStop('http', () => http.leave(CLOSED_AT_ONCE));
  const stop = async (): Promise<void> => void (await lifecycle.stop());
  const drain = (): Promise<void> =>
    http.leave({ delay: settings.drainDelay, quiet: QUIET, bound: settings.requestTimeout }).then(stop);
  return { url: `http://${urlHost(settings.host)}:${port}`, port, engine, stop, drain };
}

/** Of a subgraph in this process, waiting for it is work as well: little of that is done beside the other. */
function gateLimits(
  { maxRequests, maxLargeAnswers, maxAnswerBytes, answerWait }: GatewaySettings,
  hasInProcess: boolean,
): GateLimits {
  return {
    requests: maxRequests,
    large: maxLargeAnswers,
    bytes: maxAnswerBytes,
    queue: 200,
    wait: answerWait,
    lent: maxLargeAnswers * (hasInProcess ? 4 : 64),
  };
}

/** Subgraphs behind HTTP are told who asks once there is a secret to sign with; those in this process always. */
function signerOf({ guard, claimsSecret, claimsLifetime }: GatewaySettings): SignClaims | undefined {
  return guard && claimsSecret !== undefined
    ? claimsSigner({ secret: claimsSecret, lifetime: claimsLifetime })
    : undefined;
}

/** Subgraphs of this process are told who asks in any case. */
function warnUnfiltered({ guard, claimsSecret }: GatewaySettings, remote: readonly string[], log: Log): void {
  if ((guard && claimsSecret !== undefined) || remote.length === 0) return;
  const why = guard ? 'CLAIMS_SECRET is not set' : 'GUARD is off';
  log.warn(
    { subgraphs: remote },
    `${why}: subgraphs are not told who asks, so rows are not filtered by what a caller may see`,
  );
}

async function startGuard(
  settings: GatewaySettings,
  current: () => Generation,
  log: Log,
  lifecycle: Lifecycle,
): Promise<Guard> {
  const identity = await openIdentity(settings, (what, err) => log.warn({ err }, what));
  lifecycle.onStop('identity', () => identity.close());
  const audit = await openAudit(settings, (problem) => log.error(problem));
  if (audit !== undefined) lifecycle.onStop('audit', () => audit.close());
  const guard = createGuard({
    settings,
    identity,
    current,
    callerFor: subgraphCallers(namesForAny(settings.forwardHeaders)),
    audit,
    log,
  });
  lifecycle.onStop('guard', () => guard.close());
  return guard;
}

function startEngine(
  settings: GatewaySettings,
  log: Log,
  source: SupergraphSource,
  questions: readonly ShippedQuestion[],
  hooks: Pick<EngineOptions, 'onSubgraphs' | 'judge' | 'rights'>,
): Promise<ExecutionEngine> {
  return createEngine({
    source,
    log,
    compile: compileInSlices,
    enforced: settings.guard ? ENFORCED_SPECS : [],
    ...hooks,
    preparedBytes: settings.preparedBytes,
    planner: {
      limits: {
        text: settings.maxOperationText,
        tokens: settings.maxTokens,
        selections: settings.maxSelections,
        shape: settings.guard ? shapeOf(settings) : undefined,
      },
      planBytes: settings.planBytes,
      memory: settings.planMemory,
      timeout: settings.planTimeout,
      workers: settings.planWorkers,
      startTimeout: 60_000,
      queue: 1_000,
      wait: settings.planWait,
    },
    warm: {
      documents: questions.map(({ text }) => text),
      budget: settings.warmBudget,
      most: settings.warmOperations,
      chooseLabels: labelDecision(labelRules(settings), {}, () => LIKELIER),
    },
  });
}

/** A share is prepared for as most requests will have it. */
const LIKELIER = 0.5;

function labelRules({ overrideLabels, overrideLabelsHeader }: GatewaySettings): LabelRules {
  return { labels: overrideLabels, header: overrideLabelsHeader };
}

function shapeOf({ maxDepth, maxAliases, maxRootFields, maxDirectives }: GatewaySettings): ShapeLimits {
  return { depth: maxDepth, aliases: maxAliases, rootFields: maxRootFields, directives: maxDirectives };
}

/** Where each subgraph is asked: in this process, at an address given by option, or at the supergraph's. */
function placesOf(
  subgraphs: ReadonlyMap<string, string>,
  urls: ReadonlyMap<string, string>,
  inProcess: NonNullable<GatewayOptions['inProcess']>,
): Record<string, SubgraphPlace> {
  // A subgraph may be called `constructor` or `__proto__`.
  const places = new NullPrototypeObject() as Record<string, SubgraphPlace>;
  for (const [name, composed] of subgraphs) {
    const execute = Object.hasOwn(inProcess, name) ? inProcess[name] : undefined;
    places[name] = execute ? { execute } : { url: urls.get(name) ?? composed };
  }
  return places;
}

function explorerOf(
  questions: readonly ShippedQuestion[],
  guard: Guard,
  log: Log,
): Parameters<typeof createHttpServer>[0]['explorer'] {
  if (!existsSync(EXPLORER)) {
    log.warn('the explorer has not been built, so / is not served; npm run build builds it');
    return undefined;
  }
  return {
    folder: EXPLORER,
    config: async () => ({ endpoint: '/graphql', questions, ...guard.playground() }),
    tokens: () => guard.playgroundTokens(),
  };
}
