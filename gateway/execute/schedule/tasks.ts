/**
 * A plan's fetches as a graph of what waits for what. The planner orders fetches by nested sequences, in which a fetch waits for all
 * that comes before it. Here it waits only for those that fill what it reads, or touch what it fills: an answer that is there
 * first stays, so two that fill the same keep their order.
 */
import type { Shape } from '../../result/layout.ts';
import type { FetchPlan } from '../fetch-plan.ts';
import type { PlanTree } from '../plan-tree.ts';
import { touchedSlots, type Touched } from './touched-slots.ts';

/** One fetch of a plan and when it is made. */
export interface Task {
  readonly fetch: FetchPlan;
  /** The same for tasks whose representations and requests are made in the same way; `undefined` for a fetch that shares neither. */
  readonly query: string | undefined;
  /** All must hold, or the task is over without a request. */
  readonly when: readonly TaskCondition[];
  /** What must be over before it begins. */
  readonly after: ReadonlySet<Task>;
}

/** A Boolean variable of the operation and what it must be. */
export interface TaskCondition {
  readonly variable: string;
  readonly is: boolean;
}

/**
 * @param root the response's shape
 * @returns a plan's tasks, each after those it waits for. Yields between two, so that a large plan need not be read in one turn.
 */
export function* tasksOf(tree: PlanTree, root: Shape): Generator<void, readonly Task[]> {
  const graph = new TaskGraph(root);
  yield* graph.read(tree, new Set(), []);
  return graph.tasks;
}

class TaskGraph {
  readonly tasks: Task[] = [];
  readonly #root: Shape;
  readonly #readers = new Map<Touched, Task[]>();
  readonly #fillers = new Map<Touched, Task[]>();
  /** Tasks that keep the planner's order in both directions. */
  readonly #ordered = new Set<Task>();

  constructor(root: Shape) {
    this.#root = root;
  }

  /** @param before what the planner puts before this part of the plan @returns the tasks of this part */
  *read(tree: PlanTree, before: ReadonlySet<Task>, when: readonly TaskCondition[]): Generator<void, readonly Task[]> {
    switch (tree.kind) {
      case 'fetch':
        yield;
        return [this.#add(tree.fetch, before, when)];
      case 'condition': {
        const { variable, yes, no } = tree;
        const held = yes ? yield* this.read(yes, before, [...when, { variable, is: true }]) : [];
        const others = no ? yield* this.read(no, before, [...when, { variable, is: false }]) : [];
        return [...held, ...others];
      }
      case 'parallel':
      case 'sequence': {
        const all: Task[] = [];
        let earlier = before;
        for (const part of tree.parts) {
          const tasks = yield* this.read(part, earlier, when);
          if (tree.kind === 'sequence') earlier = new Set([...earlier, ...tasks]);
          all.push(...tasks);
        }
        return all;
      }
    }
  }

  #add(fetch: FetchPlan, before: ReadonlySet<Task>, when: readonly TaskCondition[]): Task {
    const { reads, fills } = touchedSlots(this.#root, fetch);
    // Mutations happen one after the other; where contexts are read from cannot be told from the slots of one path.
    const isOrdered = fetch.kind === 'mutation' || fetch.contexts.length > 0;
    const after = isOrdered ? before : this.#waitedFor(reads, fills).union(this.#ordered).intersection(before);
    const task: Task = { fetch, query: queryKey(fetch), when, after };
    for (const slot of reads) listed(this.#readers, slot).push(task);
    for (const slot of fills) listed(this.#fillers, slot).push(task);
    if (isOrdered) this.#ordered.add(task);
    this.tasks.push(task);
    return task;
  }

  #waitedFor(reads: ReadonlySet<Touched>, fills: ReadonlySet<Touched>): Set<Task> {
    const found = new Set<Task>();
    for (const slot of reads) for (const task of this.#fillers.get(slot) ?? []) found.add(task);
    for (const slot of fills) {
      for (const task of this.#fillers.get(slot) ?? []) found.add(task);
      for (const task of this.#readers.get(slot) ?? []) found.add(task);
    }
    return found;
  }
}

function listed(map: Map<Touched, Task[]>, slot: Touched): Task[] {
  let list = map.get(slot);
  if (list === undefined) map.set(slot, (list = []));
  return list;
}

/** What the planner calls an operation says nothing of what it requests. */
function queryKey({ subgraph, query, operationName, entities, contexts, node }: FetchPlan): string | undefined {
  if (entities === undefined || contexts.length > 0) return undefined;
  const named = `query ${operationName}`;
  const text = query.startsWith(named) ? query.slice(named.length) : query;
  return JSON.stringify([subgraph, text, node.requires, node.inputRewrites]);
}
