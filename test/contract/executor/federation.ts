/** Small federated graphs for tests: SDL and resolvers per subgraph, composed, and answered by stock's executor or by ours. */
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildASTSchema,
  execute,
  getOperationAST,
  parse,
  print,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { parseExactly } from '../../../base/exact-number.ts';
import {
  compileOperation,
  type CompiledOperation,
  type ExecutionResult,
} from '../../../gateway/execute/compile-operation.ts';
import {
  separateRequiredArguments,
  type SyntheticFields,
} from '../../../gateway/plan/workarounds/required-arguments.ts';
import { resolvableKeysFirst } from '../../../gateway/plan/workarounds/resolvable-keys.ts';
import { aliasSeparator, type SeparateAliases } from '../../../gateway/plan/workarounds/separate-aliases.ts';
import { onlyOperation } from '../../../gateway/plan/only-operation.ts';
import { planOperation } from '../../../gateway/plan/plan-operation.ts';
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import type { FieldPolicy } from '../../../gateway/disclosure/field-policy.ts';
import type { FetchesPerRequest } from '../../../gateway/execute/schedule/waves.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests return what they like */
type Resolvers = any;

export interface SubgraphDefinition {
  /** Without the @link. */
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** What resolves fields and abstract types that `resolvers` leave open. */
  readonly fieldResolver?: GraphQLFieldResolver<any, any>;
  readonly typeResolver?: GraphQLTypeResolver<any, any>;
  /** Answers instead of resolvers. */
  readonly answer?: (request: AskedRequest) => SubgraphReply | Promise<SubgraphReply>;
}

export type AskedRequest = Pick<SubgraphRequest, 'subgraph' | 'query' | 'variables' | 'operationName'>;
export type Definitions = Readonly<Record<string, SubgraphDefinition>>;

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Labels of @override that hold. */
  readonly labels?: readonly string[];
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

const IMPORTS = [
  '@key',
  '@requires',
  '@external',
  '@shareable',
  '@provides',
  '@interfaceObject',
  '@override',
  '@inaccessible',
  '@extends',
];
const CONTEXTS = ['@context', '@fromContext'];

function linked(sdl: string): DocumentNode {
  const usesContext = sdl.includes('@context');
  const names = (usesContext ? [...IMPORTS, ...CONTEXTS] : IMPORTS).map((name) => JSON.stringify(name)).join(', ');
  return parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.${usesContext ? 8 : sdl.includes('label:') ? 7 : 5}", import: [${names}])\n${sdl}`,
    { noLocation: true },
  );
}

/** The subgraphs do not make a supergraph. */
export class Uncomposable extends Error {}

export function compose(definitions: Definitions): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(definitions).map(([name, { sdl }]) => ({ name, url: `http://${name}`, typeDefs: linked(sdl) })),
  );
  if (errors) throw new Uncomposable(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** A federated graph ready to be asked. */
export class Federation {
  readonly supergraphSdl: string;
  readonly syntheticFields: SyntheticFields;
  readonly api: GraphQLSchema;
  readonly asked: AskedRequest[] = [];
  /** How many fetches one request may carry; any number unless told. */
  fetchesPerRequest: FetchesPerRequest | undefined;
  readonly #planned: GraphQLSchema;
  readonly #separateAliases: SeparateAliases;
  readonly #supergraph: Supergraph;
  readonly #planner: QueryPlanner;
  readonly #definitions: Definitions;
  readonly #schemas: ReadonlyMap<string, GraphQLSchema>;
  #gateway: Promise<ApolloGateway> | undefined;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.supergraphSdl = compose(definitions);
    const separated = separateRequiredArguments(resolvableKeysFirst(parse(this.supergraphSdl, { noLocation: true })));
    this.syntheticFields = separated.syntheticFields;
    this.#planned = buildASTSchema(separated.document, { assumeValidSDL: true });
    this.#separateAliases = aliasSeparator(this.#planned);
    this.#supergraph = Supergraph.build(print(separated.document), { supportedFeatures: null });
    this.#planner = new QueryPlanner(this.#supergraph);
    this.api = this.#supergraph.apiSchema().toGraphQLJSSchema();
    this.#schemas = new Map(
      Object.entries(definitions).flatMap(([name, { sdl, resolvers }]) =>
        resolvers ? [[name, buildSubgraphSchema({ typeDefs: linked(sdl), resolvers })]] : [],
      ),
    );
  }

  /** A subgraph's own. */
  schemaOf(subgraph: string): GraphQLSchema {
    return this.#schemas.get(subgraph)!;
  }

  plan(query: string): QueryPlan {
    return this.#plan(this.#separateAliases(parse(query)), undefined);
  }

  #plan(document: DocumentNode, operationName: string | undefined, labels?: readonly string[]): QueryPlan {
    return planOperation(
      { planner: this.#planner, api: this.#supergraph.apiSchema(), schema: this.api },
      document,
      operationName,
      labels,
    );
  }

  compile(query: string, operationName?: string, policy?: FieldPolicy, labels?: readonly string[]): CompiledOperation {
    const asked = parse(query, { noLocation: true });
    const errors = validate(this.api, asked);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
    const alone = onlyOperation(asked, getOperationAST(asked, operationName)!);
    const document = this.#separateAliases(alone);
    const operation = getOperationAST(document, operationName)!;
    return compileOperation({
      schema: this.api,
      supergraphSchema: this.#planned,
      syntheticFields: this.syntheticFields,
      document,
      operation,
      separated: document !== alone,
      plan: this.#plan(document, operationName, labels),
      policy,
      fetchesPerRequest: this.fetchesPerRequest,
    });
  }

  /** A plan that was changed by hand. */
  async runPlan(plan: QueryPlan, query: string): Promise<ExecutionResult> {
    const document = parse(query, { noLocation: true });
    const compiled = compileOperation({
      schema: this.api,
      supergraphSchema: this.#planned,
      syntheticFields: this.syntheticFields,
      document,
      operation: getOperationAST(document)!,
      plan,
    });
    return compiled.run({
      fetcher: { fetch: (request) => this.fetch(request) },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
  }

  /** By our executor; the text and the objects are held to be the same. */
  async ours({ query, variables, operationName, labels }: Question, policy?: FieldPolicy): Promise<Answer> {
    const compiled = this.compile(query, operationName, policy, labels);
    const outcome = await compiled.run({
      variables,
      fetcher: { fetch: (request) => this.fetch(request) },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    const [dataText, data, errors] = [outcome.dataText(), outcome.data(), outcome.errors()];
    if (dataText !== (outcome.refused ? undefined : JSON.stringify(data)))
      throw new Error(`two answers: ${dataText} and ${JSON.stringify(data)}`);
    return {
      ...(dataText === undefined ? {} : { data: parseExactly(dataText) }),
      ...(errors.length > 0 ? { errors: errors.map((error) => error.toJSON()) } : {}),
    };
  }

  /** By our executor, its data as it leaves: the text, which is held to be that of the objects too. */
  async oursText({ query, variables, operationName }: Question): Promise<string | undefined> {
    const outcome = await this.compile(query, operationName).run({
      variables,
      fetcher: { fetch: (request) => this.fetch(request) },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    if (outcome.errors().length > 0)
      throw new Error(
        outcome
          .errors()
          .map(({ message }) => message)
          .join(),
      );
    const [dataText, data] = [outcome.dataText(), outcome.data()];
    if (dataText !== JSON.stringify(data)) throw new Error(`two answers: ${dataText} and ${JSON.stringify(data)}`);
    return dataText;
  }

  /** By @apollo/gateway. */
  async stock(question: Question): Promise<Answer> {
    const { data, errors } = await this.#stock(question);
    return {
      data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
      ...(errors?.length ? { errors: errors.map((error: GraphQLError) => error.toJSON?.() ?? error) } : {}),
    };
  }

  async stockText(question: Question): Promise<string> {
    return JSON.stringify((await this.#stock(question)).data);
  }

  async #stock({
    query,
    variables,
    operationName,
  }: Question): Promise<{ data: unknown; errors?: readonly GraphQLError[] }> {
    this.#gateway ??= this.#startStock();
    const gateway = await this.#gateway;
    const document = parse(query);
    const operation = getOperationAST(document, operationName)!;
    const context: any = {
      request: { query, variables, operationName },
      document,
      operation,
      operationName: operationName ?? null,
      queryHash: query + (operationName ?? ''),
      source: query,
      context: {},
      metrics: {},
      logger: SILENT,
      schema: this.api,
      cache: NO_CACHE,
      overallCachePolicy: { restrict() {}, policyIfCacheable: () => null },
    };
    return (gateway as any).executor(context);
  }

  async #startStock(): Promise<ApolloGateway> {
    const buildService = ({ name }: { name: string }): GraphQLDataSource => ({
      process: async ({ request }: any) =>
        this.fetch({
          subgraph: name,
          query: request.query,
          variables: request.variables,
          operationName: request.operationName,
        }) as any,
    });
    const gateway = new ApolloGateway({
      supergraphSdl: this.supergraphSdl,
      buildService: buildService as any,
      logger: SILENT,
    });
    await gateway.load();
    return gateway;
  }

  async fetch(request: AskedRequest): Promise<SubgraphReply> {
    this.asked.push(request);
    const { answer, fieldResolver, typeResolver } = this.#definitions[request.subgraph]!;
    if (answer) return answer(request);
    const schema = this.#schemas.get(request.subgraph)!;
    const document = parse(request.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors: errors.map((error) => error.toJSON()) };
    const variableValues = parseExactly(JSON.stringify(request.variables ?? {})) as Record<string, unknown>;
    const result = await execute({
      schema,
      document,
      variableValues,
      operationName: request.operationName,
      fieldResolver,
      typeResolver,
    });
    return parseExactly(JSON.stringify(result)) as SubgraphReply;
  }
}

const quiet = (): void => {};
const SILENT: any = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const NO_CACHE = { get: async () => undefined, set: async () => {}, delete: async () => {} };
