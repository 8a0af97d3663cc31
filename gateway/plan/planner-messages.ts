/** The messages between the main thread and a planning thread. All are plain data. */
import type { GraphQLFormattedError } from 'graphql';
import type { NameUses } from './workarounds/name-uses.ts';
import type { InvalidCode } from './operation-invalid.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { OperationCounts } from './prepared-operation.ts';

/** What a thread is started with. */
export interface ThreadStart {
  /** The supergraph. */
  readonly sdl: string;
  readonly limits: OperationLimits;
  /** The longest plan that is returned, in bytes of JSON. */
  readonly planBytes: number;
}

/** A thread's first message, after it has read the supergraph or failed to. */
export type ThreadStarted =
  | {
      readonly kind: 'started';
      readonly apiSdl: string;
      readonly subgraphs: readonly (readonly [name: string, url: string])[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** One operation to plan. */
export interface PlanJob {
  readonly text: string;
  readonly operationName: string | undefined;
  /** The schema that the operation must be valid against, where that is not the API schema. */
  readonly view?: SchemaView;
  /** True for an operation that the gateway derived from a valid one: it is only planned. */
  readonly trusted?: boolean;
  /** The override labels that hold. */
  readonly labels?: readonly string[];
  /** For a part of an operation: the names that the whole operation disambiguates. */
  readonly uses?: NameUses;
}

/** A caller's own view of the schema, identified to threads by its id. */
export interface SchemaView {
  readonly id: number;
  readonly sdl: string;
  /** True: fields that only the API schema has are valid too, to be denied by `Authorization.authorise`. */
  readonly lenient: boolean;
}

/** The result of a job: a plan as JSON, GraphQL's own errors, or one of the gateway's codes. */
export type PlanReply =
  | {
      readonly kind: 'planned';
      readonly plan: string;
      readonly counts: OperationCounts;
      /** True when `SeparateAliases` changed the operation before planning. */
      readonly separated: boolean;
    }
  | { readonly kind: 'invalid'; readonly code: InvalidCode; readonly errors: readonly GraphQLFormattedError[] }
  | {
      readonly kind: 'refused';
      readonly code: 'OPERATION_SHAPE' | 'OPERATION_TOO_LARGE' | 'PLAN_TOO_LARGE' | 'PLAN_FAILED';
      readonly reason: string;
    };
