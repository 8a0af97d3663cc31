/**
 * What an operation costs on a supergraph that nobody serves yet: it is planned as a request's would be, in a thread, and nothing is asked.
 * The registry is given it, to compare a candidate with what is published.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { buildSchema, getOperationAST, Kind, parse, print, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { readCostModel, type CostModel } from './guard/limits/cost-model.ts';
import { compileEstimate } from './guard/limits/estimated-cost.ts';
import { planFault } from './plan/errors.ts';
import { startPlanner, type Planner } from './plan/planner.ts';
import { separateRequiredArguments } from './plan/workarounds/required-arguments.ts';
import { resolvableKeysFirst } from './plan/workarounds/resolvable-keys.ts';
import { supergraphId } from './supergraph/supergraph-id.ts';
import { stripFeatures } from './supergraph/strip-features.ts';

/** How much work a plan makes. */
export interface OperationJudgement {
  /** Requests to subgraphs; of a condition the larger branch. */
  readonly fetches: number;
  /** How many of them wait for one another. */
  readonly depth: number;
  /** Estimated cost in the units of `@cost`: a variable has its default, and a list that one without slices the size that its `@listSize` assumes. */
  readonly cost: number;
}

/** Operations are those that clients ask: a gateway has planned each of them within its own limits. */
const LIMITS = { text: 1_000_000, tokens: 100_000, selections: 20_000 };
const PLANNING = { limits: LIMITS, planBytes: 10_000_000, workers: 1, queue: 10_000, wait: 600_000, memory: 512 };
/** How long one operation may take, and reading a supergraph, ms. */
const TIMES = { timeout: 10_000, startTimeout: 60_000 };
/** How long the threads of a supergraph stay after its last operation, ms. */
const IDLE = 30_000;

/** A supergraph that operations are judged on. */
interface Judge {
  readonly planner: Planner;
  readonly schema: GraphQLSchema;
  readonly model: CostModel;
}

/** Two: what is published, and the candidate. A planner that is dropped is closed once its operations are done. */
const judges = new LRUCache<string, Promise<Judge>>({
  max: 2,
  ttl: IDLE,
  ttlAutopurge: true,
  updateAgeOnGet: true,
  dispose: (judge) =>
    void judge.then(
      ({ planner }) => after(TIMES.timeout, undefined, { ref: false }).then(() => planner.close()),
      () => {},
    ),
});

/**
 * @param supergraphSdl composed, with its directives
 * @param document one operation and its fragments; of several the first
 * @throws CodedError PLANNER_NOT_STARTED, PLAN_FAILED for an operation that is not valid, and whatever planning throws
 */
export async function judgeOperation(supergraphSdl: string, document: string): Promise<OperationJudgement> {
  const id = supergraphId(supergraphSdl);
  const known = judges.get(id) ?? openJudge(supergraphSdl);
  judges.set(id, known);
  const judge = await known.catch((thrown: unknown) => {
    judges.delete(id);
    throw thrown;
  });
  const operationName = parse(document, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : [],
  )[0];
  const reply = await judge.planner.plan({ text: document, operationName });
  if (reply.kind === 'invalid') throw planFault('PLAN_FAILED', reply.errors[0]?.message);
  if (reply.kind === 'refused')
    throw planFault(reply.code === 'OPERATION_SHAPE' ? 'PLAN_FAILED' : reply.code, reply.reason);
  const { node } = JSON.parse(reply.plan) as QueryPlan;
  const { fetches, depth } = node === undefined ? NOTHING : workOf(node as PlanNode);
  return { fetches, depth, cost: costOf(judge, document, operationName) };
}

async function openJudge(supergraphSdl: string): Promise<Judge> {
  const document = parse(supergraphSdl, { noLocation: true });
  const planned = separateRequiredArguments(resolvableKeysFirst(stripFeatures(document))).document;
  const planner = await startPlanner({ ...PLANNING, ...TIMES, sdl: print(planned) });
  return { planner, schema: buildSchema(planner.apiSdl), model: withoutVariables(readCostModel(document)) };
}

/** Without variables, but for those that have a default. */
function costOf({ model, schema }: Judge, text: string, operationName: string | undefined): number {
  const document = parse(text, { noLocation: true });
  return compileEstimate(model, { schema, document, operation: getOperationAST(document, operationName)! })({}).cost;
}

/** A list whose size only a variable says has the size that its schema assumes: an operation that is kept has no variables. */
function withoutVariables(model: CostModel): CostModel {
  const listSizes = [...model.listSizes].map(
    ([coordinate, size]) => [coordinate, { ...size, requireOneSlicingArgument: false }] as const,
  );
  return { ...model, listSizes: new Map(listSizes) };
}

interface Work {
  readonly fetches: number;
  readonly depth: number;
}

const NOTHING: Work = { fetches: 0, depth: 0 };

function workOf(node: PlanNode): Work {
  switch (node.kind) {
    case 'Fetch':
      return { fetches: 1, depth: 1 };
    case 'Flatten':
      return workOf(node.node);
    case 'Sequence':
      return node.nodes.map(workOf).reduce((sum, one) => ({
        fetches: sum.fetches + one.fetches,
        depth: sum.depth + one.depth,
      }));
    case 'Parallel':
      return node.nodes.map(workOf).reduce((sum, one) => ({
        fetches: sum.fetches + one.fetches,
        depth: Math.max(sum.depth, one.depth),
      }));
    case 'Condition':
      return [node.ifClause, node.elseClause]
        .map((clause) => (clause === undefined ? NOTHING : workOf(clause)))
        .reduce((one, other) => ({
          fetches: Math.max(one.fetches, other.fetches),
          depth: Math.max(one.depth, other.depth),
        }));
    default:
      return NOTHING;
  }
}
