/**
 * Apollo's own gateway, planner and executor: what ours is measured against and held to. It is given our supergraph source
 * and our fetcher, so that nothing else differs. `@context` it does not offer, and says so when the supergraph is loaded.
 */
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { parse, print } from 'graphql';
import { CodedError, reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { resolvableKeysFirst } from '../plan/workarounds/resolvable-keys.ts';
import { gatewayItself } from '../fetch/subgraph-caller.ts';
import type { Fetcher } from '../fetch/subgraph-request.ts';
import type { CarriedContext } from './compiled-gateway.ts';
import { supergraphFault } from './errors.ts';
import { PLANNING_FEATURES, checkEnforced, stripFeatures } from './strip-features.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface ReferenceOptions {
  readonly source: SupergraphSource;
  readonly fetcher: Fetcher;
  readonly log: Log;
  readonly enforced?: readonly string[];
  /** Called when a new supergraph is not taken; the last good one serves on. */
  readonly onRefused?: (reason: CodedError) => void;
}

/** `@context` stays in, so that the gateway refuses to load what it would answer wrongly. */
export function referenceGateway(options: ReferenceOptions): ApolloGateway {
  const { source, log } = options;
  return withoutTelemetry(
    () =>
      new ApolloGateway({
        logger: quietly(log),
        debug: false,
        supergraphSdl: async ({ update }) => {
          const refuse = (thrown: unknown): void => {
            const reason = refusalOf(thrown);
            log.error(
              { code: reason.code, reason: reason.message },
              'new supergraph refused; the last good one serves on',
            );
            options.onRefused?.(reason);
          };
          const offer = (sdl: string): void => {
            try {
              update(plannable(sdl, options.enforced ?? []));
            } catch (thrown) {
              refuse(thrown);
            }
          };
          const { sdl, close } = await source.open(offer, refuse);
          return { supergraphSdl: plannable(sdl, options.enforced ?? []), cleanup: close };
        },
        buildService: ({ name }) => dataSource(name, options),
      }),
  );
}

/** @throws CodedError SUPERGRAPH_REFUSED, SUPERGRAPH_NOT_ENFORCED */
function plannable(sdl: string, enforced: readonly string[]): string {
  try {
    const document = parse(sdl, { noLocation: true });
    checkEnforced(document, enforced);
    return print(resolvableKeysFirst(stripFeatures(document, PLANNING_FEATURES)));
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

function refusalOf(thrown: unknown): CodedError {
  return thrown instanceof CodedError
    ? thrown
    : supergraphFault('SUPERGRAPH_REFUSED', reasonOf(thrown), { cause: thrown });
}

function dataSource(subgraph: string, { fetcher }: ReferenceOptions): GraphQLDataSource {
  return {
    process: async (asked) => {
      const { query = '', variables, operationName } = asked.request;
      const call = 'context' in asked ? (asked.context as Partial<CarriedContext> | undefined)?.operation : undefined;
      const reply = await fetcher.fetch({
        subgraph,
        query,
        variables,
        operationName,
        kind: /^\s*mutation\b/.test(query) ? 'mutation' : 'query',
        caller: call?.subgraphCaller ?? gatewayItself(),
        deadline: call?.deadline ?? performance.now() + 10_000,
        signal: call?.signal,
      });
      return { data: reply.data as Record<string, unknown> | null, errors: reply.errors, extensions: reply.extensions };
    },
  };
}

/**
 * The gateway reports to Apollo once an hour and asks cloud metadata services who the machine is, from its constructor on, and
 * reads whether it may from this variable alone. It is put back at once.
 */
function withoutTelemetry<Made>(make: () => Made): Made {
  const name = 'APOLLO_TELEMETRY_DISABLED';
  // eslint-disable-next-line no-restricted-properties -- the only switch there is; see above
  const { env } = process;
  const before = env[name];
  env[name] = 'true';
  try {
    return make();
  } finally {
    if (before === undefined) delete env[name];
    else env[name] = before;
  }
}

/** The gateway logs messages, pino takes objects first; its debug lines hold whole operations and are left out. */
function quietly(log: Log) {
  return {
    debug: (): void => {},
    info: (message?: unknown): void => log.info(String(message)),
    warn: (message?: unknown): void => log.warn(String(message)),
    error: (message?: unknown): void => log.error(String(message)),
  };
}
