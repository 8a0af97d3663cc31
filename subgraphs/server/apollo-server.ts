/** Apollo Server around a subgraph's schema: GraphQL over HTTP, with its reports, traces and landing page off. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../../base/log.ts';
import { formatError } from './format-error.ts';
import { nesting } from './nesting.ts';

/** Words of one document; a gateway takes far fewer from its clients (MAX_TOKENS). */
const TOKENS = 100_000;

interface Served {
  readonly schema: GraphQLSchema;
  /** Whether clients may read its schema. */
  readonly introspection: boolean;
  readonly log: Log;
  /** Receives what is hidden from the caller. */
  readonly report: (cause: unknown) => void;
}

/** @returns a server that is not started; errors leave it as `formatError` makes them */
export function apolloServer({ schema, introspection, log, report }: Served): ApolloServer<object> {
  return new ApolloServer<object>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: { maxTokens: TOKENS },
    validationRules: [nesting],
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, thrown) => formatError(formatted, thrown, report),
    // Nothing is reported, no page is fetched from elsewhere, and no trace wraps each field.
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    logger: log,
    stopOnTerminationSignals: false,
  });
}
