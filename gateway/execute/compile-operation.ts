/** Compiles one planned operation into code that only runs: no run looks at the operation, the plan or the schema again. */
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { AbortState } from '../../base/abort-state.ts';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';
import type { FetchNotes } from '../fetch/fetch-note.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { Fetcher } from '../fetch/subgraph-request.ts';
import type { FieldPolicy } from '../disclosure/field-policy.ts';
import { fragmentsOf } from '../document/fragments.ts';
import { layOut } from '../result/lay-out.ts';
import { Shape } from '../result/layout.ts';
import { variableCoercer } from './coerce-variables.ts';
import { compilePlan } from './compile-plan.ts';
import { refusedResult, RunResult, type ExecutionResult } from './execution-result.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import type { PlanRun } from './run.ts';
import type { FetchesPerRequest } from './schedule/waves.ts';
import { clientName } from '../plan/workarounds/separate-aliases.ts';
import { introspectionCache, type IntrospectionCache } from '../reply/introspection.ts';
import { conditionVariables, variants, type Variant, type VariantSource } from './variants.ts';

export { madeResult, type ExecutionResult, type ResultData } from './execution-result.ts';

/** A planned operation, with the schemas it was planned on. */
export interface OperationSource {
  /** What the caller may see: the API schema, or their own view of it. */
  readonly schema: GraphQLSchema;
  /** The schema that introspection shows, when the caller's own view is narrower than `schema`. Called only for operations that introspect. */
  readonly introspected?: () => GraphQLSchema | undefined;
  /** The whole supergraph, built from its SDL, so that `astNode`s carry `@join__field`. */
  readonly supergraphSchema: GraphQLSchema;
  /** Valid against `schema`. */
  readonly document: DocumentNode;
  /** The operation of `document` that runs. */
  readonly operation: OperationDefinitionNode;
  /** Made for `operation` on the same supergraph. */
  readonly plan: QueryPlan;
  /** Masks and denials of fields. */
  readonly policy?: FieldPolicy;
  /** True when `document` and `plan` come from `separateAliases`: the response has the client's own names. */
  readonly separated?: boolean;
  /** From `separateRequiredArguments`, when the plan was made on the supergraph it returned; `supergraphSchema` is built from that too. */
  readonly syntheticFields?: SyntheticFields;
  /** How many fetches one request to a subgraph may carry; any number if left out. */
  readonly fetchesPerRequest?: FetchesPerRequest;
}

interface RunInput {
  /** As the client sent them; coerced here. */
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  /** On whose behalf subgraphs are queried. */
  readonly caller: SubgraphCaller;
  /** Notes its fetches; left out where nobody wants to know. */
  readonly notes?: FetchNotes;
  /** When subgraphs must have answered, in ms of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when the client has gone or its request is over. */
  readonly signal?: AbortState;
}

/** An operation that can be run any number of times, also at once. */
export interface CompiledOperation {
  /** Never rejects because of a subgraph or a caller: such failures are in the result's errors. */
  run(input: RunInput): Promise<ExecutionResult>;
}

/** A compiler of operations: `compileOperation`, one of `compilerInSlices`, or another executor under test. */
export type CompileOperation = (source: OperationSource) => CompiledOperation | Promise<CompiledOperation>;

/** Compiles in one go. @throws CodedError PLAN_NOT_SUPPORTED */
export function compileOperation(source: OperationSource): CompiledOperation {
  const steps = compiling(source, introspectionCache());
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Compiles in the time slices that all long work shares, so that a large operation does not block others.
 * @param introspections shared by all operations of a gateway
 * @param fetchesPerRequest how many fetches one request to a subgraph may carry
 * @returns a compiler that rejects with CodedError PLAN_NOT_SUPPORTED
 */
export function compilerInSlices(
  scheduler: SliceScheduler,
  introspections: IntrospectionCache,
  fetchesPerRequest: FetchesPerRequest,
): CompileOperation {
  return async (source) => {
    const steps = compiling({ ...source, fetchesPerRequest }, introspections);
    const slices = new TimeSlices(scheduler);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (slices.over) await slices.next();
    }
  };
}

function* compiling(source: OperationSource, introspections: IntrospectionCache): Generator<void, CompiledOperation> {
  const { schema, document, operation } = source;
  const response = responseSource(source, introspections);
  const shapes: Shape[] = [];
  const root = new Shape(shapes);
  layOut(response, root);
  yield;
  const { step, newRoot } = yield* compilePlan({
    plan: source.plan,
    supergraph: source.supergraphSchema,
    syntheticFields: source.syntheticFields ?? NO_SYNTHETIC_FIELDS,
    fetchesPerRequest: source.fetchesPerRequest ?? ANY_NUMBER,
    root,
    shapes,
  });
  const variantFor = variants(response, root, document);
  const coerce = variableCoercer({ schema, operation, conditions: conditionVariables(document) });
  return {
    async run(input) {
      const coerced = coerce(input.variables);
      if ('errors' in coerced) return refusedResult(coerced.errors);
      const { variables, planned } = coerced;
      const run = runOf(input, newRoot(), planned);
      await step(run);
      return resultOf(run, variantFor(variables), variables, response);
    },
  };
}

function runOf(
  { fetcher, caller, notes, deadline, signal }: RunInput,
  root: PlanRun['root'],
  variables: PlanRun['variables'],
): PlanRun {
  return {
    root,
    variables,
    fetcher,
    caller,
    notes,
    deadline,
    signal,
    failures: [],
    answers: [],
    lastMark: 0,
    lost: undefined,
    unescaped: true,
  };
}

function resultOf(
  run: PlanRun,
  variant: Variant,
  variables: Readonly<Record<string, unknown>>,
  { clientName: nameOf }: VariantSource,
): ExecutionResult {
  return new RunResult(run, variant, variant.introspect(variables), nameOf);
}

function responseSource(source: OperationSource, introspections: IntrospectionCache): VariantSource {
  const { schema, supergraphSchema, introspected, operation, document, policy, separated } = source;
  return {
    schema,
    supergraphSchema,
    introspected,
    introspections,
    operation,
    fragments: fragmentsOf(document),
    policy,
    clientName: separated ? clientName : identity,
  };
}

const identity = (name: string): string => name;
const ANY_NUMBER: FetchesPerRequest = () => Infinity;
const NO_SYNTHETIC_FIELDS: SyntheticFields = new Map();
