/**
 * Compiles a plan. First every fetch is read, so that all objects of the result and their slots are known. Then the code that
 * fills them is generated at once for the whole operation, and the schedule of its requests is built on it.
 */
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Condition } from '../document/condition.ts';
import type { ResponseNode, Shape } from '../result/layout.ts';
import { SourceCode } from '../result/source-code.ts';
import type { PlanTree } from './plan-tree.ts';
import { executeFault } from './errors.ts';
import { FetchPart } from './fetch-part.ts';
import { defineFetch, fetchPlan, type FetchCode, type FetchPlan } from './fetch-plan.ts';
import { Fetch } from './fetch-step.ts';
import { addMerging, addReading, defineNode } from './reply-reader.ts';
import { addRepresenting } from './representation.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import type { PlanStep } from './run.ts';
import { FetchGroup, type ScheduledTask } from './schedule/fetch-group.ts';
import { ALONE, MergeableFetches } from './schedule/merged-request.ts';
import { schedule } from './schedule/run-schedule.ts';
import { tasksOf, type Task } from './schedule/tasks.ts';
import { requestGroups, type FetchesPerRequest, type RequestGroup } from './schedule/waves.ts';
import { splitFetch } from './split-fetch.ts';

/** A plan, and what is needed to compile it. */
export interface PlanSource {
  readonly plan: QueryPlan;
  readonly supergraph: GraphQLSchema;
  readonly syntheticFields: SyntheticFields;
  readonly fetchesPerRequest: FetchesPerRequest;
  /** The root's shape, laid out for all that the client selects; and every shape below it. */
  readonly root: Shape;
  readonly shapes: readonly Shape[];
}

/** A plan that can be run. */
export interface CompiledPlan {
  /** The whole plan. */
  readonly step: PlanStep;
  /** @returns an empty root for one run */
  readonly newRoot: () => ResponseNode;
}

/** Yields between its stages, so that a large plan need not be compiled in one turn. @throws CodedError PLAN_NOT_SUPPORTED */
export function* compilePlan(source: PlanSource): Generator<void, CompiledPlan> {
  const tree = source.plan.node ? treeOf(source, source.plan.node, [], []) : undefined;
  yield;
  const tasks = tree ? yield* tasksOf(tree, source.root) : [];
  const fetches = tasks.flatMap(({ fetch }) => [fetch, ...fetch.separate]);
  const groups = yield* requestGroups(tasks, source.fetchesPerRequest);
  yield;
  const code = new SourceCode();
  addReading(code);
  addMerging(code);
  addRepresenting(code);
  // Reading the fetches has made all shapes and slots; generating representations only looks them up.
  const mayShare = fetches.every(({ contexts }) => contexts.length === 0);
  const names = fetches.flatMap((fetch) => defineFetch(code, fetch, source.syntheticFields, mayShare));
  yield;
  const nodes = source.shapes.map((shape) => defineNode(code, shape));
  const [newRoot, ...functions] = code.build([`() => new ${nodes[source.root.id]}()`, ...names]) as [
    () => ResponseNode,
    ...unknown[],
  ];
  const codes = new Map(
    fetches.map((fetch, index) => {
      const [read, merge, represent, soleKey] = functions.slice(index * 4, index * 4 + 4);
      return [fetch, { read, merge, represent, soleKey } as FetchCode];
    }),
  );
  const partOf = (fetch: FetchPlan): FetchPart =>
    new FetchPart(fetch, codes.get(fetch)!, mayShare, fetch.separate.map(partOf));
  return { step: stepOf(tasks, groups, partOf), newRoot };
}

const NOTHING: PlanStep = () => undefined;

function treeOf(
  source: PlanSource,
  node: PlanNode | SubscriptionNode,
  path: readonly (string | number)[],
  when: Condition,
): PlanTree {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', parts: node.nodes.map((part) => treeOf(source, part, path, when)) };
    case 'Parallel':
      return { kind: 'parallel', parts: node.nodes.map((part) => treeOf(source, part, path, when)) };
    case 'Flatten':
      return treeOf(source, node.node, [...path, ...node.path], when);
    case 'Fetch':
      return fetchTree(source, node, path, when);
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        yes: node.ifClause && treeOf(source, node.ifClause, path, [...when, `+${node.condition}`]),
        no: node.elseClause && treeOf(source, node.elseClause, path, [...when, `-${node.condition}`]),
      };
    default:
      throw executeFault('PLAN_NOT_SUPPORTED', `expected a fetch or what orders fetches, got ${node.kind}`);
  }
}

function fetchTree(source: PlanSource, node: FetchNode, path: readonly (string | number)[], when: Condition): PlanTree {
  const parts = splitFetch(node, source.supergraph, source.syntheticFields).map((part): PlanTree => ({
    kind: 'fetch',
    fetch: fetchPlan(source, part, path, when),
  }));
  return parts.length === 1 ? parts[0]! : { kind: 'parallel', parts };
}

function stepOf(
  tasks: readonly Task[],
  groups: readonly RequestGroup[],
  partOf: (fetch: FetchPlan) => FetchPart,
): PlanStep {
  const [only, ...others] = tasks;
  if (only === undefined) return NOTHING;
  if (others.length > 0 || only.when.length > 0) return schedule(...scheduled(tasks, groups, partOf));
  const fetch = new Fetch(only.fetch);
  const parts = [partOf(only.fetch)];
  return (run) => fetch.start(run, parts, ALONE);
}

function scheduled(
  tasks: readonly Task[],
  groups: readonly RequestGroup[],
  partOf: (fetch: FetchPlan) => FetchPart,
): readonly [readonly ScheduledTask[], readonly FetchGroup[]] {
  const answersOf = repeatedQueries(groups);
  const scheduled = new Map<Task, ScheduledTask & { readonly followers: ScheduledTask[] }>();
  const indexes = new Map(tasks.map((task, index) => [task, index]));
  const fetchGroups = groups.map(({ queries, sources }, group) => {
    const fetches = queries.map(([task]) => new Fetch(task!.fetch, answersOf.get(task!.query)));
    queries.forEach((alike, place) => {
      for (const task of alike) {
        const [fetch, part, index] = [fetches[place]!, partOf(task.fetch), indexes.get(task)!];
        scheduled.set(task, { index, group, fetch, part, when: task.when, waitsFor: task.after.size, followers: [] });
      }
    });
    return new FetchGroup(
      queries.flat().length,
      fetches.length > 1 ? new MergeableFetches(fetches, sources) : undefined,
    );
  });
  for (const task of tasks)
    for (const before of task.after) scheduled.get(before)!.followers.push(scheduled.get(task)!);
  return [tasks.map((task) => scheduled.get(task)!), fetchGroups];
}

/** @returns an index for each query that stands in several requests of the plan */
function repeatedQueries(groups: readonly RequestGroup[]): ReadonlyMap<string | undefined, number> {
  const seen = new Set<string>();
  const repeated = new Map<string, number>();
  for (const [task] of groups.flatMap(({ queries }) => queries)) {
    const { query } = task!;
    if (query === undefined) continue;
    if (seen.has(query) && !repeated.has(query)) repeated.set(query, repeated.size);
    seen.add(query);
  }
  return repeated;
}
