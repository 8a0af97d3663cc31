/**
 * Connects the engine to Apollo Server. The plugin prepares the operation before the server would parse and validate it on the main loop,
 * and passes the document on. The gateway's executor then runs the prepared operation, on the generation with which the request began.
 * Apollo Server needs `documentStore: null`: its own store would replace that document.
 */
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { GraphQLError, Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { codedError, headersOf } from '../../base/errors.ts';
import { OperationInvalid } from '../plan/operation-invalid.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { AnswerKeeping, OperationContext, RunOperation } from './operation-context.ts';
import type { ExecutionEngine } from './engine.ts';
import { SCHEMA_VERSION_HEADER, schemaVersion, shownUnder, type Pinned } from './generation.ts';

/** The engine, and how its operations run. */
export interface CompiledGatewayOptions {
  readonly engine: ExecutionEngine;
  /** Runs a prepared operation, with all stages between plan and answer. */
  readonly run: RunOperation;
}

/** Both parts that Apollo Server needs. */
export interface CompiledGateway {
  readonly gateway: GatewayInterface;
  readonly plugin: ApolloServerPlugin<CarriedContext>;
}

/** A request's operation, prepared or refused, and the generation it keeps open. */
interface Ready {
  readonly pinned: Pinned;
  readonly outcome: PreparedOperation | Refused;
}

interface Refused {
  readonly errors: readonly GraphQLError[];
  /** True for what GraphQL's specification calls a request error. */
  readonly invalid: boolean;
}

/** Apollo Server's context value of a request. */
export interface CarriedContext<Context extends OperationContext = OperationContext> {
  readonly operation: Context;
  /** Absent until the operation has been prepared. */
  ready?: Ready;
  /** What is noted of the answer beside its text. Apollo Server copies the context, and not what it refers to. */
  readonly notes: AnswerNotes;
}

/** What the sender of an answer knows of it beside its text. */
export interface AnswerNotes {
  /** True where the operation or its variables are not valid GraphQL: a request error, by GraphQL's specification. */
  invalid?: boolean;
  /** True where nothing in it is kept from anybody. */
  open?: boolean;
  /** How it may be kept; absent: not at all. */
  keeping?: AnswerKeeping;
}

/** Makes gateway and plugin for Apollo Server. Stopping the server does not stop the engine: its creator does that. */
export function compiledGateway(options: CompiledGatewayOptions): CompiledGateway {
  return { gateway: gatewayOf(options), plugin: pluginOf(options) };
}

function gatewayOf(options: CompiledGatewayOptions): GatewayInterface {
  const { engine } = options;
  const unsubscribers = new Set<() => void>();
  const executor: GatewayExecutor = async ({ context, request, source, operationName }) => {
    const carried = context as CarriedContext;
    const named = request.operationName ?? operationName ?? undefined;
    const ready = carried.ready ?? (await readyFor(options, carried.operation, source, named));
    try {
      return await runReady(options, ready, carried, request.variables);
    } finally {
      ready.pinned.release();
    }
  };
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate: (callback) => {
      const notify = (): void =>
        callback({ apiSchema: engine.current().apiSchema, coreSupergraphSdl: engine.current().sdl });
      const unsubscribe = (): void => {
        engine.events.off('live', notify);
        unsubscribers.delete(unsubscribe);
      };
      engine.events.on('live', notify);
      unsubscribers.add(unsubscribe);
      notify();
      return unsubscribe;
    },
    stop: () => {
      for (const unsubscribe of unsubscribers) unsubscribe();
      return Promise.resolve();
    },
  };
}

function pluginOf(options: CompiledGatewayOptions): ApolloServerPlugin<CarriedContext> {
  const listener: GraphQLRequestListener<CarriedContext> = {
    didResolveSource: async (request) => {
      const carried = request.contextValue;
      const { outcome } = (carried.ready = await readyFor(
        options,
        carried.operation,
        request.source,
        request.request.operationName,
      ));
      const document = 'errors' in outcome ? standIn(request.request.operationName) : outcome.document;
      (request as { document?: DocumentNode }).document = document;
    },
    willSendResponse: ({ contextValue: { ready }, response }) => {
      if (ready !== undefined) response.http.headers.set(SCHEMA_VERSION_HEADER, schemaVersion(ready.pinned.generation));
      ready?.pinned.release();
      return Promise.resolve();
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

async function readyFor(
  { engine }: CompiledGatewayOptions,
  context: OperationContext,
  text: string,
  operationName: string | undefined,
): Promise<Ready> {
  const pinned = engine.pin();
  try {
    const generation = shownUnder(pinned.generation, context.contract);
    const outcome = await generation.operations.prepare(
      text,
      operationName,
      context.authorizationFor(generation),
      context,
    );
    return { pinned, outcome };
  } catch (thrown) {
    return { pinned, outcome: { errors: errorsOf(thrown), invalid: thrown instanceof OperationInvalid } };
  }
}

async function runReady(
  options: CompiledGatewayOptions,
  { outcome, pinned }: Ready,
  carried: CarriedContext,
  variables: Record<string, unknown> | undefined,
) {
  const context = carried.operation;
  if ('errors' in outcome) {
    carried.notes.invalid = outcome.invalid;
    return { errors: outcome.errors };
  }
  try {
    const {
      outcome: answer,
      extensions,
      open = false,
      keeping,
    } = await options.run(outcome, shownUnder(pinned.generation, context.contract), variables, context);
    Object.assign(carried.notes, { invalid: answer.refused, open, keeping });
    const found = answer.errors();
    const errors = found.length > 0 ? { errors: found } : {};
    const data = answer.refused ? {} : { data: answer.data() as Record<string, unknown> | null };
    return { ...errors, ...data, ...(extensions && { extensions }) };
  } catch (thrown) {
    return { errors: errorsOf(thrown) };
  }
}

/** The document of a refused operation: Apollo Server needs one, and the executor then answers with the refusal. */
function standIn(operationName: string | undefined): DocumentNode {
  const field = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const name = operationName === undefined ? undefined : ({ kind: Kind.NAME, value: operationName } as const);
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [field] } as const;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.OPERATION_DEFINITION, operation: OperationTypeNode.QUERY, name, selectionSet }],
  };
}

/** Turns a thrown value into errors that carry the HTTP status: without one Apollo Server would answer with 200. */
function errorsOf(thrown: unknown): readonly GraphQLError[] {
  if (thrown instanceof OperationInvalid) return thrown.errors.map((error) => withStatus(error, thrown.status));
  const error = codedError(thrown);
  return [
    withStatus(
      new GraphQLError(error.message, { extensions: error.extensions, originalError: error }),
      error.status,
      headersOf(error),
    ),
  ];
}

function withStatus(error: GraphQLError, status: number, headers: Readonly<Record<string, string>> = {}): GraphQLError {
  const own = new GraphQLError(error.message, {
    originalError: error.originalError,
    extensions: { ...error.extensions, http: { status, headers: new HeaderMap(Object.entries(headers)) } },
  });
  if (error.locations) Object.defineProperty(own, 'locations', { value: error.locations, enumerable: true });
  return own;
}
