/** What the main thread and a planning thread say to each other. Everything is plain data. */
import type { GraphQLFormattedError } from 'graphql';
import type { NameUses } from './workarounds/name-uses.ts';
import type { InvalidCode } from './operation-invalid.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { OperationCounts } from './prepared-operation.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly sdl: string;
  readonly limits: OperationLimits;
  /** The longest plan that is handed back, in bytes of JSON. */
  readonly planBytes: number;
}

/** What a thread says once, when it has read the supergraph. */
export type ThreadStarted =
  | {
      readonly kind: 'started';
      readonly apiSdl: string;
      readonly subgraphs: readonly (readonly [name: string, url: string])[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface PlanJob {
  readonly text: string;
  readonly operationName: string | undefined;
  /** The schema the operation must be valid against, where that is not the API schema. */
  readonly view?: SchemaView;
  /** True for an operation that this gateway made out of one that had passed: it is only planned. */
  readonly trusted?: boolean;
  /** The override labels that hold. */
  readonly labels?: readonly string[];
  /** For a part of an operation: the names that the whole keeps apart. */
  readonly uses?: NameUses;
}

/** A caller's own view of the schema, known to threads by its id. */
export interface SchemaView {
  readonly id: number;
  readonly sdl: string;
  /** What the view lacks and the API schema has is let through, to be denied by `Authorization.authorise`. */
  readonly lenient: boolean;
}

export type PlanReply =
  | {
      readonly kind: 'planned';
      readonly plan: string;
      readonly counts: OperationCounts;
      /** True when what was planned is `separateAliases` of the operation. */
      readonly separated: boolean;
    }
  | { readonly kind: 'invalid'; readonly code: InvalidCode; readonly errors: readonly GraphQLFormattedError[] }
  | {
      readonly kind: 'refused';
      readonly code: 'OPERATION_SHAPE' | 'OPERATION_TOO_LARGE' | 'PLAN_TOO_LARGE' | 'PLAN_FAILED';
      readonly reason: string;
    };
