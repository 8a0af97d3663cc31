/** Turns one planned operation into something that only runs: nothing of the operation, plan or schema is looked at twice. */
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { AbortState } from '../../base/abort-state.ts';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';
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
import { clientName } from '../plan/workarounds/separate-aliases.ts';
import { introspectionCache, type IntrospectionCache } from '../reply/introspection.ts';
import { conditionVariables, variants, type VariantSource } from './variants.ts';

export { madeResult, type ExecutionResult, type ResultData } from './execution-result.ts';

export interface OperationSource {
  /** What the caller may see: the API schema, or their own view of it. */
  readonly schema: GraphQLSchema;
  /** What introspection shows: the caller's own view where `schema` is wider than it. `schema` when left out. Asked only where something is introspected. */
  readonly introspected?: () => GraphQLSchema | undefined;
  /** The whole supergraph, built from its SDL, so that `astNode`s carry `@join__field`. */
  readonly supergraphSchema: GraphQLSchema;
  /** Valid against `schema`. */
  readonly document: DocumentNode;
  /** The one operation of `document` that runs. */
  readonly operation: OperationDefinitionNode;
  /** Made for `operation` on the same supergraph. */
  readonly plan: QueryPlan;
  readonly policy?: FieldPolicy;
  /** True when `document` and `plan` come from `separateAliases`: the client gets back the names they used. */
  readonly separated?: boolean;
  /** From `separateRequiredArguments`, when the plan was made on what it returned; `supergraphSchema` is built from that too. */
  readonly standIns?: SyntheticFields;
}

interface RunInput {
  /** As the client sent them; coerced here. */
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  /** As whom subgraphs are asked. */
  readonly caller: SubgraphCaller;
  /** When subgraphs must have answered, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal?: AbortState;
}

export interface CompiledOperation {
  /** Never rejects for what a subgraph or a caller does: that is in the outcome's errors. */
  run(input: RunInput): Promise<ExecutionResult>;
}

export type CompileOperation = (source: OperationSource) => CompiledOperation | Promise<CompiledOperation>;

/** All at once. @throws CodedError PLAN_NOT_SUPPORTED */
export function compileOperation(source: OperationSource): CompiledOperation {
  const steps = compiling(source, introspectionCache());
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Compiles in the time slices that all long work shares: a large operation must not hold up others.
 * @param introspections shared by all operations of a gateway
 * @returns a compiler that rejects with CodedError PLAN_NOT_SUPPORTED
 */
export function compilerInSlices(scheduler: SliceScheduler, introspections: IntrospectionCache): CompileOperation {
  return async (source) => {
    const steps = compiling(source, introspections);
    const slices = new TimeSlices(scheduler);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (slices.over) await slices.next();
    }
  };
}

function* compiling(source: OperationSource, introspections: IntrospectionCache): Generator<void, CompiledOperation> {
  const { schema, document, operation, policy } = source;
  const name = source.separated ? clientName : identity;
  const response: VariantSource = {
    schema,
    introspected: source.introspected,
    introspections,
    operation,
    fragments: fragmentsOf(document),
    policy,
    clientName: name,
  };
  const shapes: Shape[] = [];
  const root = new Shape(shapes);
  layOut(response, root);
  yield;
  const { step, newRoot } = yield* compilePlan({
    plan: source.plan,
    supergraph: source.supergraphSchema,
    standIns: source.standIns ?? NO_STAND_INS,
    root,
    shapes,
  });
  const variantFor = variants(response, root, document);
  const coerce = variableCoercer({ schema, operation, conditions: conditionVariables(document) });
  return {
    async run({ variables: given, fetcher, caller, deadline, signal }) {
      const coerced = coerce(given);
      if ('errors' in coerced) return refusedResult(coerced.errors);
      const { variables, planned } = coerced;
      const run: PlanRun = {
        root: newRoot(),
        variables: planned,
        fetcher,
        caller,
        deadline,
        signal,
        failures: [],
        lastMark: 0,
        lost: undefined,
        unescaped: true,
      };
      await step(run);
      const variant = variantFor(variables);
      return new RunResult(run, variant, variant.introspect(variables), name);
    },
  };
}

const identity = (name: string): string => name;
const NO_STAND_INS: SyntheticFields = new Map();
