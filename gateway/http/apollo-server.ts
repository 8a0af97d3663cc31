/**
 * Apollo Server, as the gateway's whole server: plugins, forgery prevention and the rules of GraphQL
 * over HTTP are its own. It is driven request by request, so that what stands before it (the door, the guard) also
 * stands before the fast path.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ApolloServer,
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type BaseContext,
} from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import type { Log } from '../../base/log.ts';
import type { GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import type { ReportFailure } from './report-failure.ts';

/** @param requestId of the request whose answer the error stands in */
export type FormatError = (
  formatted: GraphQLFormattedError,
  thrown: unknown,
  requestId: string,
) => GraphQLFormattedError;

export interface ApolloOptions<Context extends BaseContext> {
  readonly gateway: ApolloServerOptionsWithGateway<Context>['gateway'];
  readonly log: Log;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
  /** Masks an error before it leaves, and reports it where this program is at fault. */
  readonly formatError?: FormatError;
  readonly onFailure?: ReportFailure;
}

export interface Apollo<Context extends BaseContext> {
  /** Runs one request whose body has been parsed already. */
  answer(request: GraphqlRequest, body: unknown, context: Context): Promise<GraphqlReply>;
  stop(): Promise<void>;
}

/** Starts Apollo Server over a gateway. Nothing is reported to anybody, whatever the environment says. */
export async function startApollo<Context extends BaseContext>(
  options: ApolloOptions<Context>,
): Promise<Apollo<Context>> {
  const { formatError } = options;
  // Apollo Server formats errors without saying whose they are.
  const current = new AsyncLocalStorage<string>();
  const server = new ApolloServer<Context>({
    gateway: options.gateway,
    introspection: true,
    // The plugin that prepares operations hands in the documents; a store of the server's own would put others in their place.
    documentStore: null,
    // Names have become texts before (gateway/persisted-documents.ts): the server's own would let in what is not in the manifest.
    persistedQueries: false,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    logger: options.log,
    formatError: formatError && ((formatted, thrown) => formatError(formatted, thrown, current.getStore() ?? '')),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      // What a plugin throws is put aside for an error that says nothing; here it is seen before.
      { unexpectedErrorProcessingRequest: async ({ error }) => options.onFailure?.(error, current.getStore() ?? '') },
      ...(options.plugins ?? []),
    ],
  });
  await server.start();
  return {
    stop: () => server.stop(),
    answer: async (request, body, context) => {
      const response = await current.run(request.requestId, () =>
        server.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: request.method,
            headers: new HeaderMap(headerEntries(request)),
            search: request.search,
            body,
          },
          context: async () => context,
        }),
      );
      if (response.body.kind !== 'complete')
        throw new Error('Apollo Server answered in parts, which this gateway does not offer');
      return {
        status: response.status ?? 200,
        headers: Object.fromEntries(response.headers),
        body: response.body.string,
      };
    },
  };
}

function headerEntries(request: GraphqlRequest): [string, string][] {
  return Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
}
