/** The execution engine of a gateway from its options: where its supergraphs come from, what each is checked for, and what is prepared for it. */
import type { Log } from '../base/log.ts';
import { NullPrototypeObject } from './result/null-prototype-object.ts';
import { SliceScheduler } from '../base/time-slices.ts';
import { compilerInSlices } from './execute/compile-operation.ts';
import type { FetchesPerRequest } from './execute/schedule/waves.ts';
import type { SubgraphFetcher, SubgraphPlace } from './fetch/create-fetcher.ts';
import type { Guard } from './guard/guard.ts';
import { ENFORCED_SPECS } from './guard/policy/directive-names.ts';
import type { ShippedQuestion } from './http/questions.ts';
import { labelDecision, type LabelRules } from './plan/label-decision.ts';
import { refuseUnsafeGraph } from './production.ts';
import { introspectionCache } from './reply/introspection.ts';
import type { GatewaySettings } from './settings.ts';
import { createEngine, type EngineOptions, type ExecutionEngine } from './supergraph/engine.ts';
import type { Generation } from './supergraph/generation.ts';
import { sourceOfSettings } from './supergraph/source-of-settings.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';
import { warnUnknownSubgraphs } from './unknown-subgraphs.ts';

/** What an engine is started from. */
export interface EngineParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  /** Where supergraphs come from; the file of the settings when left out. */
  readonly source?: SupergraphSource;
  /** Subgraphs of this process by name, called without HTTP. */
  readonly inProcess: InProcessSubgraphs;
  /** Shares the main loop with what else runs in this process; one of its own when left out. */
  readonly scheduler?: SliceScheduler;
  readonly fetcher: Pick<SubgraphFetcher, 'update'>;
  readonly guard: Guard;
  /** Prepared before the first client sends them. */
  readonly questions: readonly ShippedQuestion[];
}

/** What executes an operation, by the name of the subgraph. */
export type InProcessSubgraphs = Readonly<Record<string, Extract<SubgraphPlace, { execute: unknown }>['execute']>>;

/**
 * Loads the first supergraph and goes on watching its source. Tells the operator of subgraphs that do not learn who the caller is, and of
 * options that name a subgraph the supergraph does not have.
 * @throws CodedError that refuses the first supergraph, UNSAFE_IN_PRODUCTION included
 */
export async function startEngine(parts: EngineParts): Promise<ExecutionEngine> {
  const { settings, log, inProcess } = parts;
  const engine = await createEngine(engineOptions(parts));
  warnUnfiltered(settings, remoteAmong(engine.current().subgraphs, inProcess), log);
  const warnUnknown = ({ subgraphs }: Pick<Generation, 'subgraphs'>): void =>
    warnUnknownSubgraphs(settings, new Set(subgraphs.keys()), log);
  warnUnknown(engine.current());
  engine.events.on('live', warnUnknown);
  return engine;
}

function engineOptions(parts: EngineParts): EngineOptions {
  const { settings, log, source, inProcess, fetcher, guard, questions, scheduler = new SliceScheduler() } = parts;
  return {
    source: source ?? sourceOfSettings(settings, log),
    log,
    scheduler,
    compile: compilerInSlices(scheduler, introspectionCache(), fetchesPerRequest(settings)),
    enforced: settings.guard ? ENFORCED_SPECS : [],
    onSubgraphs: (subgraphs) => fetcher.update(placesOf(subgraphs, settings.subgraphUrls, inProcess)),
    validate: ({ sdl, subgraphs }) => refuseUnsafeGraph(settings, { sdl, remote: remoteAmong(subgraphs, inProcess) }),
    authorizations: {
      expected: (generation) => guard.expectedAuthorizations(generation),
      renewed: (rights, generation) => guard.renewedAuthorization(rights, generation),
    },
    preparedBytes: settings.preparedBytes,
    planner: plannerOptions(settings),
    warm: {
      documents: questions.map(({ text }) => text),
      budget: settings.warmBudget,
      most: settings.warmOperations,
      chooseLabels: labelDecision(labelRules(settings), {}, () => LIKELIER),
    },
  };
}

function fetchesPerRequest({ merge: { all, named } }: GatewaySettings): FetchesPerRequest {
  return (subgraph) => named.get(subgraph) ?? all;
}

function plannerOptions(settings: GatewaySettings): NonNullable<EngineOptions['planner']> {
  const { maxDepth, maxAliases, maxRootFields, maxDirectives } = settings;
  return {
    limits: {
      text: settings.maxOperationText,
      tokens: settings.maxTokens,
      selections: settings.maxSelections,
      shape: settings.guard
        ? { depth: maxDepth, aliases: maxAliases, rootFields: maxRootFields, directives: maxDirectives }
        : undefined,
    },
    planBytes: settings.planBytes,
    memory: settings.planMemory,
    timeout: settings.planTimeout,
    workers: settings.planWorkers,
    wait: settings.planWait,
  };
}

/** An override label for a share of the requests is prepared as most requests will have it. */
const LIKELIER = 0.5;

/** What decides which override labels hold for a request. */
export function labelRules({ overrideLabels, overrideLabelsHeader }: GatewaySettings): LabelRules {
  return { labels: overrideLabels, header: overrideLabelsHeader };
}

/** Where each subgraph is called: in this process, at the address of SUBGRAPH_URLS, or at the supergraph's. */
function placesOf(
  subgraphs: ReadonlyMap<string, string>,
  urls: ReadonlyMap<string, string>,
  inProcess: InProcessSubgraphs,
): Record<string, SubgraphPlace> {
  // A subgraph may be called `constructor` or `__proto__`.
  const places = new NullPrototypeObject() as Record<string, SubgraphPlace>;
  for (const [name, composed] of subgraphs) {
    const execute = Object.hasOwn(inProcess, name) ? inProcess[name] : undefined;
    places[name] = execute ? { execute } : { url: urls.get(name) ?? composed };
  }
  return places;
}

/** Names of the subgraphs that are called over the network. */
function remoteAmong(subgraphs: ReadonlyMap<string, string>, inProcess: InProcessSubgraphs): string[] {
  return [...subgraphs.keys()].filter((name) => !Object.hasOwn(inProcess, name));
}

/** Subgraphs of this process are told who the caller is in any case. */
function warnUnfiltered({ guard, claimsSecret }: GatewaySettings, remote: readonly string[], log: Log): void {
  if ((guard && claimsSecret !== undefined) || remote.length === 0) return;
  const why = guard ? 'CLAIMS_SECRET is not set' : 'GUARD is off';
  log.warn(
    { subgraphs: remote },
    `${why}: subgraphs are not told who asks, so rows are not filtered by what a caller may see`,
  );
}
