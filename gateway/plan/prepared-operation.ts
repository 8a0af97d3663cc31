/** An operation made ready once: what the next identical one only has to run. */
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { AbortState } from '../../base/abort-state.ts';
import type { CompiledOperation } from '../execute/compile-operation.ts';
import type { FieldPolicy } from '../disclosure/field-policy.ts';
import type { ChooseLabels } from './override-labels.ts';
import type { Authorization } from './authorization.ts';

/** Sizes of an operation, fragments expanded by arithmetic. A spread counts what it spreads, each time. */
export interface OperationCounts {
  readonly tokens: number;
  /** Selections (fields and inline fragments) once every spread is expanded. */
  readonly selections: number;
  /** The deepest field, 1 for a root field. */
  readonly depth: number;
  /** Levels of fields, inline fragments and spreads: what whoever recurses over it needs of the stack. */
  readonly nesting: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

/** The override labels that an operation's plan may depend on, and those of them that hold in this one. */
export interface OperationLabels {
  readonly touched: readonly string[];
  readonly held: readonly string[];
}

export interface PreparedOperation {
  /** The generation it was prepared for; it runs on no other. */
  readonly generation: string;
  readonly text: string;
  readonly operationName: string | undefined;
  readonly rights: Authorization;
  readonly labels: OperationLabels;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly counts: OperationCounts;
  /** What runs, denied fields taken out. */
  readonly plan: QueryPlan;
  /** What the caller's rights do to its fields; undefined when nothing. */
  readonly policy: FieldPolicy | undefined;
  readonly compiled: CompiledOperation;
  /** What it is held to weigh in the cache, in bytes. */
  readonly bytes: number;
}

/** Prepares operations for one supergraph. */
export interface OperationPreparer {
  /**
   * @param choose which override labels hold; none unless told
   * @param client whose turns it takes while planning threads are busy
   * @param gone whether they have gone: what nobody waits for is not planned
   * @throws CodedError OPERATION_TOO_LARGE, PLAN_TIMEOUT, PLAN_TOO_LARGE, PLAN_BUSY, PLAN_FAILED
   * @throws OperationInvalid with the GraphQL errors: syntax, validation, no such operation
   */
  prepare(
    text: string,
    operationName: string | undefined,
    rights: Authorization,
    choose?: ChooseLabels,
    client?: string,
    gone?: AbortState,
  ): Promise<PreparedOperation>;
  /** The prepared operation if there is one, by one look-up: the fast path's question. */
  peek(
    text: string,
    operationName: string | undefined,
    rightsKey: string,
    choose?: ChooseLabels,
  ): PreparedOperation | undefined;
  /** The operations asked for most often, first the most. */
  mostUsed(limit: number): readonly PreparedOperation[];
  close(): Promise<void>;
}
