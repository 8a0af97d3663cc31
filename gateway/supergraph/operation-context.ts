/** What preparing and running an operation take from a request's context: the one shape every executor reads. */
import type { AbortState } from '../../base/abort-state.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { ChooseLabels } from '../plan/override-labels.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { Authorization } from '../plan/authorization.ts';
import type { Generation } from './generation.ts';

export interface OperationContext {
  /** What the caller may ask of this generation. */
  readonly authorizationFor: (generation: Generation) => Authorization;
  /** Which override labels hold for this request; none when left out. */
  readonly chooseLabels?: ChooseLabels;
  /** As whom subgraphs are asked. */
  readonly subgraphCaller: SubgraphCaller;
  /** When subgraphs must have answered, in ms of `performance.now()`. */
  readonly deadline: number;
  /** Whether nobody waits for the answer any more. */
  readonly signal?: AbortState;
  /** Who asks, as budgets count them: clients take turns where work waits. */
  readonly client?: string;
  /** Names the request in the log. */
  readonly requestId: string;
  /** Of a GET, with every digit; absent where Apollo Server has them from the body, which was read here. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What an operation came to, and what the answer says beside it. */
export interface DisclosedResult {
  readonly outcome: ExecutionResult;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Runs what has been prepared on this generation.
 * @throws CodedError when it may not run: nothing has been asked of a subgraph then
 */
export type RunOperation<C extends OperationContext = OperationContext> = (
  prepared: PreparedOperation,
  generation: Generation,
  variables: Readonly<Record<string, unknown>> | undefined,
  call: C,
) => Promise<DisclosedResult>;
