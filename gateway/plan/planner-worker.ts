/**
 * A planning thread: it reads one supergraph, then turns operations into plans, one at a time. Whatever can be made slow
 * by an operation (lexing, parsing, validating, planning) happens here, where it can be stopped.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import {
  buildASTSchema,
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  printSchema,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError, reasonOf } from '../../base/errors.ts';
import { separateAliases } from './workarounds/separate-aliases.ts';
import { countOperation } from './count-operation.ts';
import { planErrors } from './errors.ts';
import { FiniteNumbersRule } from './finite-numbers-rule.ts';
import type { InvalidCode } from './operation-invalid.ts';
import { introspectionLimit, introspectionWeight } from './introspection-weight.ts';
import { checkCounts, checkIntrospectionWeight, checkShape, countTokens } from './operation-limits.ts';
import type { PlanJob, PlanReply, SchemaView, ThreadStart, ThreadStarted } from './planner-messages.ts';
import { nestedIntrospection } from './introspection-part.ts';
import { onlyOperation } from './only-operation.ts';
import { planOperation } from './plan-operation.ts';
import { SUPPORTED_FEATURES } from './supported-features.ts';

const { sdl, limits, planBytes } = workerData as ThreadStart;
const port = parentPort!;

/** After this many errors a client has enough to go on; finding all of a hostile operation's takes long. */
const MAX_ERRORS = 20;
const views = new LRUCache<number, GraphQLSchema>({ max: 32 });

try {
  const plan = startPlanning();
  port.on('message', (job: PlanJob) => port.postMessage(plan(job)));
} catch (thrown) {
  port.postMessage({ kind: 'refused', reason: reasonOf(thrown) } satisfies ThreadStarted);
}

function startPlanning(): (job: PlanJob) => PlanReply {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: SUPPORTED_FEATURES, validateSupergraph: true });
  const planner = new QueryPlanner(supergraph);
  const api = supergraph.apiSchema();
  const schema = api.toGraphQLJSSchema();
  const introspectionMost = introspectionLimit(schema);
  port.postMessage({
    kind: 'started',
    apiSdl: printSchema(schema),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => [name, url] as const),
  } satisfies ThreadStarted);

  const whole = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });

  return (job) => {
    try {
      const tokens = countTokens(job.text, limits);
      const document = parse(job.text, { maxTokens: limits.tokens });
      const operation = operationOf(document, job.operationName);
      const counts = countOperation(document, operation, tokens);
      checkCounts(counts, limits);
      if (!job.trusted && limits.shape) checkShape(counts, limits.shape);
      if (!job.trusted) checkValid(document, operation, schema, job.view);
      checkIntrospectionWeight(introspectionWeight(schema, document, operation), introspectionMost);
      if (operation.operation === 'subscription') refuseSubscription();
      const alone = onlyOperation(document, operation);
      checkNesting(alone);
      const separate = separateAliases(whole, alone, job.uses);
      const plan = JSON.stringify(planOperation({ planner, api, schema }, separate, operation.name?.value, job.labels));
      const size = Buffer.byteLength(plan);
      if (size > planBytes)
        return { kind: 'refused', code: 'PLAN_TOO_LARGE', reason: `expected at most ${planBytes} bytes, got ${size}` };
      return { kind: 'planned', plan, counts, separated: separate !== alone };
    } catch (thrown) {
      return refusalOf(thrown);
    }
  };
}

/** @throws Invalid OPERATION_RESOLUTION_FAILURE */
function operationOf(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  const several = 'Must provide operation name if query contains multiple operations.';
  const isSeveral =
    operationName === undefined &&
    document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length > 1;
  const unknown =
    operationName === undefined ? 'Must provide an operation.' : `Unknown operation named "${operationName}".`;
  throw new Invalid('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(isSeveral ? several : unknown)]);
}

/**
 * A lenient view answers with its own errors, so that nothing it hides is confirmed, and lets pass what only it refuses.
 * @throws Invalid GRAPHQL_VALIDATION_FAILED
 */
function checkValid(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  api: GraphQLSchema,
  view: SchemaView | undefined,
): void {
  const errors = errorsOf(document, operation, view ? schemaOf(view) : api);
  if (errors.length === 0) return;
  if (view?.lenient && errorsOf(document, operation, api).length === 0) return;
  throw new Invalid('GRAPHQL_VALIDATION_FAILED', errors);
}

const RULES = [...specifiedRules, FiniteNumbersRule];

/** The rules of validation say nothing of a mutation where the schema has none; executing it would. */
function errorsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): readonly GraphQLError[] {
  const kind = operation.operation;
  if (kind !== 'subscription' && !schema.getRootType(kind))
    return [new GraphQLError(`Schema is not configured to execute ${kind} operation.`, { nodes: operation })];
  return validate(schema, document, RULES, { maxErrors: MAX_ERRORS, hideSuggestions: true });
}

function schemaOf(view: SchemaView): GraphQLSchema {
  const known = views.get(view.id);
  if (known) return known;
  const schema = buildASTSchema(parse(view.sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  views.set(view.id, schema);
  return schema;
}

/** What leads back to the root leads to the schema as well, as often as a list is long. */
function checkNesting(document: DocumentNode): void {
  const nested = nestedIntrospection(document);
  if (nested)
    throw new Invalid('GRAPHQL_VALIDATION_FAILED', [
      new GraphQLError(`"${nested.name.value}" is answered at the root of a query only.`, { nodes: nested }),
    ]);
}

function refuseSubscription(): never {
  throw new Invalid('GRAPHQL_VALIDATION_FAILED', [new GraphQLError('Subscriptions are not offered by this gateway.')]);
}

/** GraphQL's own refusal, on its way to becoming an `OperationInvalid` in the main thread. */
class Invalid extends Error {
  readonly code: InvalidCode;
  readonly errors: readonly GraphQLError[];
  constructor(code: InvalidCode, errors: readonly GraphQLError[]) {
    super(code);
    this.code = code;
    this.errors = errors;
  }
}

function refusalOf(thrown: unknown): PlanReply {
  if (thrown instanceof Invalid)
    return { kind: 'invalid', code: thrown.code, errors: thrown.errors.map((error) => error.toJSON()) };
  if (thrown instanceof CodedError && (thrown.code === 'OPERATION_TOO_LARGE' || thrown.code === 'OPERATION_SHAPE')) {
    return {
      kind: 'refused',
      code: thrown.code,
      reason: thrown.message.slice(planErrors[thrown.code].what.length + 2),
    };
  }
  if (thrown instanceof GraphQLError && thrown.message.startsWith('Syntax Error')) {
    return { kind: 'invalid', code: 'GRAPHQL_PARSE_FAILED', errors: [thrown.toJSON()] };
  }
  const isStack = thrown instanceof RangeError;
  return {
    kind: 'refused',
    code: isStack ? 'PLAN_TOO_LARGE' : 'PLAN_FAILED',
    reason: isStack ? 'it is nested too deeply' : reasonOf(thrown),
  };
}
