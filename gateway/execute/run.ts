/** The state of one run of a compiled operation. */
import type { AbortState } from '../../base/abort-state.ts';
import type { FetchNotes } from '../fetch/fetch-note.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { ResponseNode } from '../result/layout.ts';
import type { Failure } from './failures.ts';
import type { Marks } from './entities.ts';

/** One run, shared by its fetches. */
export interface PlanRun extends Marks {
  /** The merged result, filled by the fetches. */
  readonly root: ResponseNode;
  /** Coerced, under the plan's names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  readonly caller: SubgraphRequest['caller'];
  /** Notes its fetches; undefined where nobody wants to know. */
  readonly notes: FetchNotes | undefined;
  /** When subgraphs must have answered, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortState | undefined;
  readonly failures: Failure[];
  /** For each query that stands in several requests of the plan: entities that have been returned, by representation. */
  readonly answers: (Map<string, object> | undefined)[];
  /** True until a reply arrives in which a string may need escaping. */
  unescaped: boolean;
}

/** Runs a plan; returns nothing where nothing has to be waited for. It never rejects because of a subgraph. */
export type PlanStep = (run: PlanRun) => Promise<void> | undefined;
