/**
 * Compiles a plan into steps. First every fetch is read, so that all objects of the result and their slots are known. Then the code that
 * fills them is generated at once for the whole operation, and the steps are built on it.
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
import { fetchStep } from './fetch-step.ts';
import { joinFetches } from './join-fetches.ts';
import { addMerging, addReading, defineNode } from './reply-reader.ts';
import { addRepresenting } from './representation.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { condition, parallel, sequence, type PlanStep } from './run.ts';
import { splitFetch } from './split-fetch.ts';

/** A plan, and what is needed to compile it. */
export interface PlanSource {
  readonly plan: QueryPlan;
  readonly supergraph: GraphQLSchema;
  readonly syntheticFields: SyntheticFields;
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
  const fetches = tree ? fetchesOf(tree).flatMap((fetch) => [fetch, ...fetch.separate]) : [];
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
  const step = tree ? stepOf(tree, (parts) => fetchStep(parts.map(partOf))) : NOTHING;
  return { step, newRoot };
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
      return joinFetches(node.nodes.map((part) => treeOf(source, part, path, when)));
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
    fetches: [fetchPlan(source, part, path, when)],
  }));
  return parts.length === 1 ? parts[0]! : { kind: 'parallel', parts };
}

function fetchesOf(tree: PlanTree): readonly FetchPlan[] {
  switch (tree.kind) {
    case 'fetch':
      return tree.fetches;
    case 'condition':
      return [tree.yes, tree.no].flatMap((part) => (part ? fetchesOf(part) : []));
    default:
      return tree.parts.flatMap(fetchesOf);
  }
}

function stepOf(tree: PlanTree, step: (fetches: readonly FetchPlan[]) => PlanStep): PlanStep {
  switch (tree.kind) {
    case 'fetch':
      return step(tree.fetches);
    case 'sequence':
      return sequence(tree.parts.map((part) => stepOf(part, step)));
    case 'parallel':
      return parallel(tree.parts.map((part) => stepOf(part, step)));
    case 'condition':
      return condition(tree.variable, tree.yes && stepOf(tree.yes, step), tree.no && stepOf(tree.no, step));
  }
}
