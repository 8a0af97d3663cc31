/**
 * Which fetches go to a subgraph together. Tasks are put into waves: a task is in the wave after the last one it waits for. The
 * tasks of one wave for one subgraph become one request.
 */
import { fetchSource, fitsBeside, type FetchSource } from './merged-document.ts';
import type { Task } from './tasks.ts';

/** Tasks with the same query, about entities at different places: one field of a request. */
type SameQuery = readonly Task[];

/** What goes to one subgraph in one request: a field for each query. */
export interface RequestGroup {
  readonly queries: SameQuery[];
  /** For each query, what it takes to write several of them as one operation; none where there is only one. */
  readonly sources: FetchSource[];
}

/** How many fetches one request to a subgraph may carry; 1: each has its own. */
export type FetchesPerRequest = (subgraph: string) => number;

/**
 * Yields between two queries, since each that may be merged is read once more.
 * @param tasks each after those it waits for
 */
export function* requestGroups(
  tasks: readonly Task[],
  most: FetchesPerRequest,
): Generator<void, readonly RequestGroup[]> {
  const waves = wavesOf(tasks, (task) => isMergeable(task, most));
  const groups = new Map<string | Task, Task[]>();
  /** For each task, the number of its group. */
  const numbers = new Map<Task, number>();
  for (const task of tasks) {
    const key = isMergeable(task, most)
      ? `${waves.get(task)} ${task.fetch.subgraph}`
      : (startKey(task, numbers) ?? task);
    const group = groups.get(key);
    if (group) group.push(task);
    else groups.set(key, [task]);
    numbers.set(task, group ? numbers.get(group[0]!)! : groups.size);
  }
  const all: RequestGroup[] = [];
  for (const group of groups.values()) all.push(...(yield* split(queriesOf(group), most(group[0]!.fetch.subgraph))));
  return all;
}

/** Fetches that a setting keeps apart are one request all the same where they have the same query and begin at once. */
function startKey({ query, after }: Task, numbers: ReadonlyMap<Task, number>): string | undefined {
  return query && `${query} ${[...new Set([...after].map((task) => numbers.get(task)!))].sort().join()}`;
}

function isMergeable({ fetch }: Task, most: FetchesPerRequest): boolean {
  return fetch.kind === 'query' && fetch.contexts.length === 0 && most(fetch.subgraph) > 1;
}

function queriesOf(tasks: readonly Task[]): readonly SameQuery[] {
  return [...Map.groupBy(tasks, (task) => task.query ?? task).values()];
}

/** As few requests as hold the queries: at most `most` in one, and none that cannot stand beside the others. */
function* split(queries: readonly SameQuery[], most: number): Generator<void, readonly RequestGroup[]> {
  if (queries.length === 1 || most === 1) return queries.map((query) => ({ queries: [query], sources: [] }));
  const groups: RequestGroup[] = [];
  for (const query of queries) {
    yield;
    const source = fetchSource(query[0]!.fetch);
    const group =
      source &&
      groups.find(({ sources }) => sources.length > 0 && sources.length < most && fitsBeside(sources, source));
    if (group) {
      group.queries.push(query);
      group.sources.push(source);
    } else groups.push({ queries: [query], sources: source ? [source] : [] });
  }
  return groups;
}

/**
 * A fetch for entities that nothing in the next wave waits for may go one wave later, where its subgraph gets a request in any case: that is a
 * request less, and the answer is whole no later. A fetch that needs nothing begins at once.
 */
function wavesOf(tasks: readonly Task[], mayGoLater: (task: Task) => boolean): ReadonlyMap<Task, number> {
  const earliest = new Map<Task, number>();
  for (const task of tasks)
    earliest.set(task, Math.max(0, ...[...task.after].map((before) => earliest.get(before)! + 1)));
  const last = Math.max(0, ...earliest.values());
  const latest = new Map(tasks.map((task) => [task, last]));
  for (const task of tasks.toReversed())
    for (const before of task.after) latest.set(before, Math.min(latest.get(before)!, latest.get(task)! - 1));
  const waves = new Map<Task, number>();
  const used = new Set<string>();
  const put = (task: Task, wave: number): void => {
    waves.set(task, wave);
    if (mayGoLater(task)) used.add(`${wave} ${task.fetch.subgraph}`);
  };
  for (const task of tasks) if (earliest.get(task) === latest.get(task)) put(task, earliest.get(task)!);
  // What waits for a task is placed before it, so that it is known how late the task may be.
  const bound = new Map(tasks.map((task) => [task, last]));
  for (const task of tasks.toReversed()) {
    if (!waves.has(task)) put(task, waveOf(task, earliest.get(task)!, bound.get(task)!));
    for (const before of task.after) bound.set(before, Math.min(bound.get(before)!, waves.get(task)! - 1));
  }
  return waves;

  function waveOf(task: Task, soonest: number, limit: number): number {
    const { subgraph, entities } = task.fetch;
    const isLater =
      mayGoLater(task) &&
      entities !== undefined &&
      soonest < limit &&
      !used.has(`${soonest} ${subgraph}`) &&
      used.has(`${soonest + 1} ${subgraph}`);
    return isLater ? soonest + 1 : soonest;
  }
}
