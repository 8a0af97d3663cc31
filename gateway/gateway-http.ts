/** The HTTP side of a gateway from its options and parts: the pipeline of requests, health, the explorer. */
import type { GraphQLSchema } from 'graphql';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log } from '../base/log.ts';
import type { Readiness } from './fetch/subgraph-health.ts';
import type { SubgraphMonitor } from './fetch/subgraph-monitor.ts';
import { ANY_ORIGIN, crossOrigin, type CrossOrigin } from './http/cross-origin.ts';
import type { ExplorerOptions, ExplorerRegistry, SignIn } from './http/explorer.ts';
import { validateJsonShape } from './http/json-shape.ts';
import { ownHosts } from './http/own-hosts.ts';
import { inputSkeleton } from './http/input-skeleton.ts';
import type { FrontTls } from './http/leave.ts';
import type { ShippedQuestion } from './http/questions.ts';
import type { ReportFailure } from './http/report-failure.ts';
import { clientAddresses } from './http/trusted-proxies.ts';
import { createHttpServer, type HttpServer } from './http/server.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { GatewaySettings } from './settings.ts';
import { labelRules } from './start-engine.ts';
import type { GateLimits } from './work-gate.ts';
import type { ObserveRequests } from './watch/request-watch.ts';

/** What answers requests, beside the options. */
export interface GatewayHttpParts extends Pick<Pipeline, 'guard' | 'documents' | 'apollo' | 'fastPath' | 'gate'> {
  readonly onFailure: ReportFailure;
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly monitor: Pick<SubgraphMonitor, 'report'>;
  readonly readiness: () => Readiness;
  /** Ready questions of the explorer. */
  readonly questions: readonly ShippedQuestion[];
  /** Ready changes of the explorer: mutations. */
  readonly changes: readonly ShippedQuestion[];
  /** @returns the schema that clients see. */
  readonly apiSchema: () => GraphQLSchema;
  /** Told of every request to the graph; absent: nobody observes. */
  readonly observe?: ObserveRequests;
  /** Plain HTTP when left out. */
  readonly tls?: FrontTls;
  /** Whether the subgraphs answer from the sample. */
  readonly sampleData: boolean;
}

/** @returns the server, which does not listen yet */
export function createGatewayHttp(parts: GatewayHttpParts): Promise<HttpServer> {
  const { settings, guard, monitor, readiness, onFailure, observe, tls } = parts;
  return createHttpServer({
    graphqlPath: settings.graphqlPath,
    contracts: settings.contracts,
    tls,
    clients: clientAddresses(settings.trustedProxies),
    validateHost: ownHosts(settings.hosts, settings.host),
    handler: createPipeline(pipelineOf(parts)),
    crossOrigin: originsOf(settings),
    subgraphs: {
      authenticate: (headers, address) => guard.authenticateOperator(headers, address),
      report: () => monitor.report(),
    },
    readiness,
    explorer: settings.explorer ? explorerOf(parts) : undefined,
    maxBody: settings.maxBody,
    maxBodies: settings.maxBodies,
    bodyTimeout: settings.bodyTimeout,
    writeTimeout: settings.writeTimeout,
    maxConnections: settings.maxConnections,
    onFailure,
    observe,
  });
}

function pipelineOf(parts: GatewayHttpParts): Pipeline {
  const { settings, guard, documents, apollo, fastPath, gate, onFailure } = parts;
  return {
    validateText: settings.guard ? (text) => validateJsonShape(text, settings.maxJsonDepth) : () => {},
    guard,
    documents,
    apollo,
    fastPath,
    labels: labelRules(settings),
    requestTimeout: settings.requestTimeout,
    gate,
    maxBatch: settings.maxBatch,
    onFailure,
  };
}

/** Without a guard the graph is open to everybody, so pages of every site may ask where nobody is listed. */
function originsOf({ guard, corsOrigins, corsForbiddenHeaders }: GatewaySettings): CrossOrigin {
  return guard || corsOrigins.length > 0 ? crossOrigin(corsOrigins, corsForbiddenHeaders) : ANY_ORIGIN;
}

/**
 * How many of the requests under way may be large answers that wait for their turn; the others stay for small ones. So many that a process which
 * stood still for a second or two (a machine that is shared, a disk) refuses none of what came meanwhile: what bounds their wait is ANSWER_WAIT.
 */
const WAITING_SHARE = 0.5;

/** While a subgraph of this process answers, this process works: fewer places are lent then. */
export function gateLimits(
  { maxRequests, maxLargeAnswers, maxAnswerBytes, answerWait }: GatewaySettings,
  hasInProcess: boolean,
): GateLimits {
  return {
    requests: maxRequests,
    large: maxLargeAnswers,
    bytes: maxAnswerBytes,
    queue: Math.ceil(maxRequests * WAITING_SHARE),
    wait: answerWait,
    lent: maxLargeAnswers * (hasInProcess ? 4 : 64),
  };
}

/** Built from `web/` by `npm run build`. */
const EXPLORER = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Whether there is a page to serve. */
export function isPageBuilt(): boolean {
  return existsSync(EXPLORER);
}

function explorerOf({
  settings,
  questions,
  changes,
  apiSchema,
  guard,
  log,
  sampleData,
}: GatewayHttpParts): ExplorerOptions | undefined {
  if (!isPageBuilt()) {
    log.warn('the page has not been built, so / is not served; npm run build builds it');
    return undefined;
  }
  return {
    folder: EXPLORER,
    config: () => ({
      endpoint: settings.graphqlPath,
      questions,
      changes: changes.map((change) => ({
        ...change,
        variables: inputSkeleton(change.text, apiSchema(), new Date()),
      })),
      ...guard.playground(),
      recordsReads: recordsReads(settings),
      city: settings.explorerCity,
      sampleData,
    }),
    signIn: signInOf(settings, log),
    tokens: () => guard.playgroundTokens(),
    registry: registryOf(settings),
  };
}

/** In development the page offers the gateway's own token of the registry, as it offers the roles'. */
function registryOf({ explorerRegistry, development, registryToken }: GatewaySettings): ExplorerRegistry | undefined {
  if (explorerRegistry === undefined) return undefined;
  return { url: explorerRegistry, token: development ? registryToken : undefined };
}

const recordsReads = ({ guard, auditUri, auditWait }: GatewaySettings): boolean =>
  guard && auditUri !== undefined && auditWait;

/** Readers sign in with the issuer whose tokens the guard accepts. */
function signInOf(
  { issuer, explorerClientId: clientId, explorerScopes: scopes, explorerResource: resource }: GatewaySettings,
  log: Log,
): SignIn | undefined {
  if (clientId === undefined) return undefined;
  if (issuer === undefined || !/^https?:$/.test(URL.parse(issuer)?.protocol ?? '')) {
    log.warn('EXPLORER_CLIENT_ID is set and ISSUER is no URL of http or https, so the page offers no signing in');
    return undefined;
  }
  return { issuer, clientId, scopes, ...(resource !== undefined && { resource }) };
}
