/** The engine as the gateway that Apollo Server asks: the other lane, for whatever is not a prepared, plain query. */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { CodedError } from '../base/errors.ts';
import { OperationInvalid } from './plan/operation-invalid.ts';
import type { Call, OperationRunner } from './run-operation.ts';
import type { Engine } from './supergraph/engine.ts';
import type { Generation } from './supergraph/generation.ts';

type ApolloGateway = ApolloServerOptionsWithGateway<Call>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<ApolloGateway['load']>>['executor']>;
type Context = Parameters<Executor>[0];
type Response = Awaited<ReturnType<Executor>>;

/** @param engine is stopped by whoever started it, not by Apollo Server */
export function apolloGateway(engine: Engine, runner: OperationRunner): ApolloGateway {
  return {
    load: async () => ({ schema: engine.current().apiSchema, executor: (context) => execute(runner, context) }),
    onSchemaLoadOrUpdate(callback) {
      const tell = ({ apiSchema, sdl }: Generation): void => callback({ apiSchema, coreSupergraphSdl: sdl });
      tell(engine.current());
      engine.events.on('live', tell);
      return () => void engine.events.off('live', tell);
    },
    stop: async () => {},
  };
}

async function execute(runner: OperationRunner, context: Context): Promise<Response> {
  const { request, source } = context;
  try {
    const operation = { query: source, operationName: request.operationName ?? undefined, variables: request.variables };
    const { outcome } = await runner.run(operation, context.context as Call);
    return { data: outcome.data, errors: outcome.errors.length === 0 ? undefined : outcome.errors } as Response;
  } catch (thrown) {
    return { errors: refusalErrors(thrown) } as Response;
  }
}

/** What refused the operation before it ran. The HTTP status goes where Apollo Server looks for it. */
function refusalErrors(thrown: unknown): readonly GraphQLError[] {
  if (thrown instanceof OperationInvalid) return thrown.errors;
  if (thrown instanceof CodedError) {
    return [new GraphQLError(thrown.message, { extensions: { ...thrown.extensions, http: { status: thrown.status, headers: new Map() } } })];
  }
  throw thrown;
}
