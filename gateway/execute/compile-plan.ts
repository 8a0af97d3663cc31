/**
 * A plan as steps. It is read twice: first every fetch is, so that all places and all they hold are known; then the code
 * that fills them is generated, at once for the whole operation, and the steps are made around it.
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
import { addNaming } from './representation.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { condition, parallel, sequence, type PlanStep } from './run.ts';
import { splitFetch } from './split-fetch.ts';

export interface PlanSource {
  readonly plan: QueryPlan;
  readonly supergraph: GraphQLSchema;
  readonly standIns: SyntheticFields;
  /** The root's shape, with all that the client asks for, and every shape below it. */
  readonly root: Shape;
  readonly shapes: readonly Shape[];
}

export interface CompiledPlan {
  readonly step: PlanStep;
  readonly newRoot: () => ResponseNode;
}

/** Yields between two steps, so that a large plan need not be compiled in one turn. @throws CodedError PLAN_NOT_SUPPORTED */
export function* compilePlan(source: PlanSource): Generator<void, CompiledPlan> {
  const draft = source.plan.node ? draftOf(source, source.plan.node, [], []) : undefined;
  const fetches = draft ? fetchesOf(draft).flatMap((fetch) => [fetch, ...fetch.apart]) : [];
  yield;
  const code = new SourceCode();
  addReading(code);
  addMerging(code);
  addNaming(code);
  // Reading the fetches has made shapes; generating representations may look slots up but finds them all there.
  const mayShare = fetches.every(({ contexts }) => contexts.length === 0);
  const names = fetches.flatMap((fetch) => defineFetch(code, fetch, source.standIns, mayShare));
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
    new FetchPart(fetch, codes.get(fetch)!, mayShare, fetch.apart.map(partOf));
  const step = draft ? stepOf(draft, (parts) => fetchStep(parts.map(partOf))) : NOTHING;
  return { step, newRoot };
}

const NOTHING: PlanStep = () => undefined;

function draftOf(
  source: PlanSource,
  node: PlanNode | SubscriptionNode,
  path: readonly (string | number)[],
  when: Condition,
): PlanTree {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', parts: node.nodes.map((part) => draftOf(source, part, path, when)) };
    case 'Parallel':
      return joinFetches(node.nodes.map((part) => draftOf(source, part, path, when)));
    case 'Flatten':
      return draftOf(source, node.node, [...path, ...node.path], when);
    case 'Fetch':
      return draftFetch(source, node, path, when);
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        yes: node.ifClause && draftOf(source, node.ifClause, path, [...when, `+${node.condition}`]),
        no: node.elseClause && draftOf(source, node.elseClause, path, [...when, `-${node.condition}`]),
      };
    default:
      throw executeFault('PLAN_NOT_SUPPORTED', `expected a fetch or what orders fetches, got ${node.kind}`);
  }
}

function draftFetch(
  source: PlanSource,
  node: FetchNode,
  path: readonly (string | number)[],
  when: Condition,
): PlanTree {
  const parts = splitFetch(node, source.supergraph, source.standIns).map((part): PlanTree => ({
    kind: 'fetch',
    fetches: [fetchPlan(source, part, path, when)],
  }));
  return parts.length === 1 ? parts[0]! : { kind: 'parallel', parts };
}

function fetchesOf(draft: PlanTree): readonly FetchPlan[] {
  switch (draft.kind) {
    case 'fetch':
      return draft.fetches;
    case 'condition':
      return [draft.yes, draft.no].flatMap((part) => (part ? fetchesOf(part) : []));
    default:
      return draft.parts.flatMap(fetchesOf);
  }
}

function stepOf(draft: PlanTree, step: (fetches: readonly FetchPlan[]) => PlanStep): PlanStep {
  switch (draft.kind) {
    case 'fetch':
      return step(draft.fetches);
    case 'sequence':
      return sequence(draft.parts.map((part) => stepOf(part, step)));
    case 'parallel':
      return parallel(draft.parts.map((part) => stepOf(part, step)));
    case 'condition':
      return condition(draft.variable, draft.yes && stepOf(draft.yes, step), draft.no && stepOf(draft.no, step));
  }
}
