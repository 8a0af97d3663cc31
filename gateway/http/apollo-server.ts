/**
 * Apollo Server, with its plugins. It is called request by request, so that what precedes it (the HTTP handler, the guard) precedes the fast
 * path too. A request by GET comes to it as one by POST does: what it may ask is decided before (cross-site-get.ts) and behind
 * (run-operation.ts), alike for both ways.
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
import type { GraphqlBody } from './graphql-body.ts';
import type { GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import type { ReportFailure } from './report-failure.ts';

/** What of an error leaves. @param requestId of the request whose answer holds the error */
export type FormatError = (
  formatted: GraphQLFormattedError,
  thrown: unknown,
  requestId: string,
) => GraphQLFormattedError;

/** What Apollo Server is started with. */
export interface ApolloOptions<Context extends BaseContext> {
  readonly gateway: ApolloServerOptionsWithGateway<Context>['gateway'];
  readonly log: Log;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
  /** Masks an error before it leaves, and reports it where this program is at fault. */
  readonly formatError?: FormatError;
  /** Receives what a plugin throws. */
  readonly onFailure?: ReportFailure;
}

/** A running Apollo Server without an HTTP server of its own. */
export interface Apollo<Context extends BaseContext> {
  /** Runs one request. @param body its members, of a body or of a URL */
  answer(request: GraphqlRequest, body: GraphqlBody, context: Context): Promise<GraphqlReply>;
  stop(): Promise<void>;
}

/** Starts Apollo Server over a gateway. It reports nothing to Apollo, whatever the environment says. */
export async function startApollo<Context extends BaseContext>(
  options: ApolloOptions<Context>,
): Promise<Apollo<Context>> {
  const currentRequest = new AsyncLocalStorage<string>();
  const server = new ApolloServer<Context>(serverOptions(options, currentRequest));
  await server.start();
  return {
    stop: () => server.stop(),
    answer: (request, body, context) =>
      currentRequest.run(request.requestId, () => execute(server, request, body, context)),
  };
}

/** @param currentRequest holds the request's id: Apollo Server formats errors without stating whose they are */
function serverOptions<Context extends BaseContext>(
  { gateway, log, plugins = [], formatError, onFailure }: ApolloOptions<Context>,
  currentRequest: AsyncLocalStorage<string>,
): ApolloServerOptionsWithGateway<Context> {
  const requestId = (): string => currentRequest.getStore() ?? '';
  return {
    gateway,
    introspection: true,
    // The plugin that prepares operations hands in the documents; the server's own store would replace them.
    documentStore: null,
    // Names have been replaced by texts before (gateway/persisted-documents.ts); the server's own feature would accept what is not in the manifest.
    persistedQueries: false,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    logger: log,
    formatError: formatError && ((formatted, thrown) => formatError(formatted, thrown, requestId())),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      // What a plugin throws leaves as an error without its cause, so the cause is logged here.
      {
        unexpectedErrorProcessingRequest: ({ error }) => {
          onFailure?.(error, requestId());
          return Promise.resolve();
        },
      },
      ...plugins,
    ],
  };
}

async function execute<Context extends BaseContext>(
  server: ApolloServer<Context>,
  request: GraphqlRequest,
  { query, operationName = null, variables = null }: GraphqlBody,
  context: Context,
): Promise<GraphqlReply> {
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      // All that it reads of them: the type of the answer has been chosen before.
      headers: new HeaderMap([['accept', request.mediaType]]),
      search: '',
      // Nothing reads the extensions; a member that is there and undefined would be refused.
      body: { query, operationName, variables },
    },
    context: () => Promise.resolve(context),
  });
  if (response.body.kind !== 'complete')
    throw new Error('Apollo Server answered in parts, which this gateway does not offer');
  return {
    status: response.status ?? 200,
    headers: Object.fromEntries(response.headers),
    body: response.body.string,
  };
}
