/**
 * A planning thread: it reads one supergraph, then plans operations, one at a time. All work that a hostile operation can slow down
 * (lexing, parsing, validating, planning) is done here, where it can be terminated.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import {
  buildASTSchema,
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
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
import { aliasSeparator } from './workarounds/separate-aliases.ts';
import { countOperation } from './count-operation.ts';
import { planErrors } from './errors.ts';
import { FiniteNumbersRule } from './finite-numbers-rule.ts';
import type { InvalidCode } from './operation-invalid.ts';
import { introspectionLimit, introspectionWeight } from './introspection-weight.ts';
import { checkCounts, checkIntrospectionWeight, checkShape, countTokens } from './operation-limits.ts';
import type { PlanJob, PlanReply, SchemaView, ThreadStart, ThreadStarted } from './planner-messages.ts';
import { nestedIntrospection } from './introspection-part.ts';
import { onlyOperation } from './only-operation.ts';
import { planOperation, type Planning } from './plan-operation.ts';
import { SUPPORTED_FEATURES } from './supported-features.ts';

/** Validation stops after this many errors: finding all errors of a hostile operation takes long. */
const MAX_ERRORS = 20;
/** Callers' views of the schema that a thread keeps. */
const MAX_VIEWS = 32;
const RULES = [...specifiedRules, FiniteNumbersRule];

start(workerData as ThreadStart, parentPort!);

function start(options: ThreadStart, port: MessagePort): void {
  try {
    const { plan, started } = planner(options);
    port.postMessage(started);
    port.on('message', (job: PlanJob) => port.postMessage(plan(job)));
  } catch (thrown) {
    port.postMessage({ kind: 'refused', reason: reasonOf(thrown) } satisfies ThreadStarted);
  }
}

interface WorkerPlanner {
  readonly plan: (job: PlanJob) => PlanReply;
  readonly started: ThreadStarted;
}

function planner({ sdl, limits, planBytes }: ThreadStart): WorkerPlanner {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: SUPPORTED_FEATURES, validateSupergraph: true });
  const api = supergraph.apiSchema();
  const schema = api.toGraphQLJSSchema();
  const planning: Planning = { planner: new QueryPlanner(supergraph), api, schema };
  const maxIntrospection = introspectionLimit(schema);
  const viewOf = viewSchemas();
  const separateAliases = aliasSeparator(
    buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
  );

  const planned = (job: PlanJob): PlanReply => {
    const tokens = countTokens(job.text, limits);
    const document = parse(job.text, { maxTokens: limits.tokens });
    const operation = operationOf(document, job.operationName);
    const counts = countOperation(document, operation, tokens);
    checkCounts(counts, limits);
    if (!job.trusted && limits.shape) checkShape(counts, limits.shape);
    if (!job.trusted) checkValid(document, operation, schema, job.view && viewOf(job.view));
    checkIntrospectionWeight(introspectionWeight(schema, document, operation), maxIntrospection);
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) refuseSubscription();
    const alone = onlyOperation(document, operation);
    checkNesting(alone);
    const separate = separateAliases(alone, job.uses);
    const plan = JSON.stringify(planOperation(planning, separate, operation.name?.value, job.labels));
    const size = Buffer.byteLength(plan);
    if (size > planBytes)
      return { kind: 'refused', code: 'PLAN_TOO_LARGE', reason: `expected at most ${planBytes} bytes, got ${size}` };
    return { kind: 'planned', plan, counts, separated: separate !== alone };
  };
  const subgraphs = supergraph.subgraphsMetadata().map(({ name, url }) => [name, url] as const);
  return {
    plan: (job) => orRefusal(() => planned(job)),
    started: { kind: 'started', apiSdl: printSchema(schema), subgraphs },
  };
}

function orRefusal(planned: () => PlanReply): PlanReply {
  try {
    return planned();
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

/** A caller's view, with its schema. */
interface View extends SchemaView {
  readonly schema: GraphQLSchema;
}

/** @returns a function that builds the schema of a view once, and keeps the views used last */
function viewSchemas(): (view: SchemaView) => View {
  const views = new LRUCache<number, View>({ max: MAX_VIEWS });
  return (view) => {
    const known = views.get(view.id);
    if (known) return known;
    const document = parse(view.sdl, { noLocation: true });
    const built = { ...view, schema: buildASTSchema(document, { assumeValid: true, assumeValidSDL: true }) };
    views.set(view.id, built);
    return built;
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
 * Under a lenient view an operation may be valid against the API schema instead. If not, the errors are the view's, so that they confirm
 * nothing that the view hides.
 * @throws Invalid GRAPHQL_VALIDATION_FAILED
 */
function checkValid(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  api: GraphQLSchema,
  view: View | undefined,
): void {
  const errors = errorsOf(document, operation, view ? view.schema : api);
  if (errors.length === 0) return;
  if (view?.lenient && errorsOf(document, operation, api).length === 0) return;
  throw new Invalid('GRAPHQL_VALIDATION_FAILED', errors);
}

/** GraphQL's validation rules accept a mutation where the schema has none; only execution would refuse it. */
function errorsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): readonly GraphQLError[] {
  const kind = operation.operation;
  if (kind !== OperationTypeNode.SUBSCRIPTION && !schema.getRootType(kind))
    return [new GraphQLError(`Schema is not configured to execute ${kind} operation.`, { nodes: operation })];
  return validate(schema, document, RULES, { maxErrors: MAX_ERRORS, hideSuggestions: true });
}

/** A field that returns the root type could repeat introspection for every item of a list. */
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

/** GraphQL's own errors; they become an `OperationInvalid` in the main thread. */
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
