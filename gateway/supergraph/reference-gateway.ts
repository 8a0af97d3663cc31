/**
 * Apollo's own gateway, planner and executor: the reference for our tests. It uses our supergraph source and our
 * fetcher, so that nothing else differs. It does not support `@context` and refuses such a supergraph when it is loaded.
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

/** What the reference shares with our gateway. */
export interface ReferenceOptions {
  readonly source: SupergraphSource;
  readonly fetcher: Fetcher;
  readonly log: Log;
  /** Identities of the linked rules that a guard enforces; none by default. */
  readonly enforced?: readonly string[];
  /** Called when a new supergraph is refused; the last good one stays in use. */
  readonly onRefused?: (reason: CodedError) => void;
}

/**
 * Makes Apollo's gateway; loading it throws CodedError SUPERGRAPH_UNREADABLE, SUPERGRAPH_REFUSED or SUPERGRAPH_NOT_ENFORCED. `@context` is
 * not stripped, so that it refuses to load a supergraph that it would answer wrongly.
 */
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
              'new supergraph refused; the last good one stays in use',
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
    process: async (options) => {
      const { query = '', variables, operationName } = options.request;
      const call =
        'context' in options ? (options.context as Partial<CarriedContext> | undefined)?.operation : undefined;
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
 * Makes a gateway that sends no telemetry. Otherwise its constructor starts hourly reports to Apollo and queries cloud metadata services.
 * Only this variable turns that off; it is restored at once.
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
    if (before === undefined) Reflect.deleteProperty(env, name);
    else env[name] = before;
  }
}

/** A logger for the gateway that passes its messages to pino. Its debug messages contain whole operations and are left out. */
function quietly(log: Log) {
  return {
    debug: (): void => {},
    info: (message?: unknown): void => log.info(String(message)),
    warn: (message?: unknown): void => log.warn(String(message)),
    error: (message?: unknown): void => log.error(String(message)),
  };
}
