/**
 * Plans that fetch what was asked, in an order that can work. Random graphs found two ways in which the planner's own do
 * not, each a silent null in the answer: a field that is always asked stands below its neighbour's @skip or @include, and a
 * field with a @requires is asked for before what it requires.
 */
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import { Kind, visit, type DocumentNode } from 'graphql';
import { foldConstants } from '../execute/fold-constants.ts';
import { PRESENCE } from '../execute/separate-aliases.ts';
import { both, opposite, type Condition } from '../reply/condition.ts';
import { selectionCondition } from '../reply/selection-condition.ts';
import { planFault } from './errors.ts';
import { askedPaths, fetchedPaths, namesOf, requiredPaths, type Paths, type Step } from './plan-paths.ts';

/** Each variable that is planned for twice doubles the plans. */
const MOST_VARIABLES = 5;

/** @param plan the planner's own @throws CodedError PLAN_FAILED */
export function soundPlan(document: DocumentNode, plan: (document: DocumentNode) => QueryPlan): QueryPlan {
  const node = inOrder(withEverything(document, plan, 0));
  return { kind: 'QueryPlan', node } as QueryPlan;
}

/** Where a condition of the plan leaves out too much, each value of its variable gets a plan of its own. */
function withEverything(document: DocumentNode, plan: (document: DocumentNode) => QueryPlan, fixed: number): Step | undefined {
  const { node } = plan(document);
  const variable = node && leavesOut(document, node);
  if (variable === undefined) return node;
  if (fixed === MOST_VARIABLES) throw planFault('PLAN_FAILED', `expected at most ${MOST_VARIABLES} variables of @skip and @include to be planned apart`);
  const branch = (value: boolean): Step | undefined => withEverything(withVariable(document, variable, value), plan, fixed + 1);
  return { kind: 'Condition', condition: variable, ifClause: branch(true), elseClause: branch(false) } as Step;
}

function withVariable(document: DocumentNode, variable: string, value: boolean): DocumentNode {
  const told = visit(document, {
    Directive: (node) => {
      const given = selectionCondition(node)?.value;
      const isIt = given?.kind === Kind.VARIABLE && given.name.value === variable;
      return isIt ? { ...node, arguments: [{ ...node.arguments![0]!, value: { kind: Kind.BOOLEAN as const, value } }] } : undefined;
    },
  });
  return foldConstants(told, PRESENCE);
}

/** @returns a variable on whose value it depends whether something that is asked is fetched, though it should not */
function leavesOut(document: DocumentNode, node: Step): string | undefined {
  const asked = askedPaths(document);
  if ([...asked.values()].every((conditions) => conditions.every(({ length }) => length === 0))) return undefined;
  const fetched = fetchedPaths(node);
  for (const [path, conditions] of asked) {
    // What no fetch ever answers cannot be: a fragment on a type that does not occur there.
    const ways = fetched.get(path);
    if (ways === undefined) continue;
    for (const condition of conditions) {
      const variable = uncovered(condition, ways);
      if (variable !== undefined) return variable;
    }
  }
  return undefined;
}

/** @returns `undefined` when one of the ways is open whenever the condition holds, else a variable that closes one */
function uncovered(condition: Condition, ways: readonly Condition[]): string | undefined {
  const open = ways.filter((way) => both(condition, way) !== undefined);
  if (open.some((way) => way.every((literal) => condition.includes(literal)))) return undefined;
  const literal = (open[0] ?? ways[0]!).find((literal) => !condition.includes(literal))!;
  const isCovered = open.length > 0 && [literal, opposite(literal)].every((either) => uncovered([...condition, either], open) === undefined);
  return isCovered ? undefined : literal.slice(1);
}

/** A step that needs what only a later one of its sequence fetches goes behind that one, when nothing between needs it. */
function inOrder(step: Step | undefined, known: ReadonlySet<string> = new Set(), above: readonly string[] = []): Step | undefined {
  if (step === undefined) return undefined;
  switch (step.kind) {
    case 'Flatten':
      return { ...step, node: inOrder(step.node, known, [...above, ...namesOf(step.path)]) } as Step;
    case 'Parallel':
      return inWaves(step.nodes, known, above);
    case 'Condition':
      return { ...step, ifClause: inOrder(step.ifClause, known, above), elseClause: inOrder(step.elseClause, known, above) } as Step;
    case 'Sequence':
      return { ...step, nodes: sequence(step.nodes, known, above) } as Step;
    default:
      return step;
  }
}

interface Part {
  readonly step: Step;
  readonly gives: Paths;
  /** Apart from what it gives itself. */
  readonly needs: readonly string[];
}

function partOf(step: Step, above: readonly string[]): Part {
  const gives = fetchedPaths(step, above);
  return { step, gives, needs: needsOf(step, above).filter((path) => !gives.has(path)) };
}

/** Steps that go at once, but those that need what another of them gives after it. */
function inWaves(steps: readonly Step[], known: ReadonlySet<string>, above: readonly string[]): Step {
  let waiting = steps.map((step) => partOf(step, above));
  const had = new Set(known);
  const waves: Step[] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter((part) => !lacks(part, waiting, had));
    // When each lacks something, the planner's order is as good as any.
    const now = ready.length > 0 ? ready : waiting;
    const nodes = now.map(({ step }) => inOrder(step, new Set(had), above)!);
    waves.push(nodes.length === 1 && waves.length > 0 ? nodes[0]! : ({ kind: 'Parallel', nodes } as Step));
    for (const { gives } of now) for (const path of gives.keys()) had.add(path);
    waiting = waiting.filter((part) => !now.includes(part));
  }
  return waves.length === 1 ? waves[0]! : ({ kind: 'Sequence', nodes: waves } as Step);
}

function sequence(steps: readonly Step[], known: ReadonlySet<string>, above: readonly string[]): readonly Step[] {
  const waiting = steps.map((step) => partOf(step, above));
  const had = new Set(known);
  const ordered: Step[] = [];
  while (waiting.length > 0) {
    const [part] = waiting.splice(nextOf(waiting, had), 1);
    ordered.push(inOrder(part!.step, new Set(had), above)!);
    for (const path of part!.gives.keys()) had.add(path);
  }
  return ordered;
}

/** The first that lacks nothing which another could give it. When all do, the planner's order is as good as any. */
function nextOf(waiting: readonly Part[], had: ReadonlySet<string>): number {
  return Math.max(0, waiting.findIndex((part) => !lacks(part, waiting, had)));
}

/** Whether a part needs what it does not have and another could give it. */
function lacks(part: Part, waiting: readonly Part[], had: ReadonlySet<string>): boolean {
  return part.needs.some((path) => !had.has(path) && waiting.some((other) => other !== part && other.gives.has(path)));
}

function needsOf(step: Step, above: readonly string[]): readonly string[] {
  return [...fetchesIn(step, above)].flatMap(({ fetch, at }) => requiredPaths(fetch, at));
}

function* fetchesIn(step: Step, above: readonly string[]): Generator<{ readonly fetch: FetchNode; readonly at: readonly string[] }> {
  switch (step.kind) {
    case 'Fetch':
      yield { fetch: step, at: above };
      break;
    case 'Flatten':
      yield* fetchesIn(step.node, [...above, ...namesOf(step.path)]);
      break;
    case 'Condition':
      for (const inner of [step.ifClause, step.elseClause]) if (inner) yield* fetchesIn(inner, above);
      break;
    case 'Sequence':
    case 'Parallel':
      for (const inner of step.nodes) yield* fetchesIn(inner, above);
      break;
    default:
  }
}
