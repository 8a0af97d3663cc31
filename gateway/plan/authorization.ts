/**
 * A caller's authorization, as far as the preparation of an operation depends on it. The guard derives it from the caller's claims. An
 * operation is prepared once for each `key`, so two callers share a prepared operation only if their keys are equal.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { FieldPolicy } from '../disclosure/field-policy.ts';

/** What one caller may see, and how its operations are changed accordingly. */
export interface Authorization {
  /** Equal for equal authorizations, and only for these. It never leaves the process. */
  readonly key: string;
  /**
   * The caller's own view of the API schema, which introspection shows. It must be a subset of `api`. Equal authorizations should return
   * the same object, because each view is sent to a planning thread once.
   */
  readonly schema?: (api: GraphQLSchema) => GraphQLSchema;
  /**
   * How a field is treated that the API schema has but the caller's view has not. `unknown`: it is refused as if it did not exist (the
   * default). `denied`: the operation is prepared, and `authorise` must deny the field.
   */
  readonly unseen?: 'unknown' | 'denied';
  /**
   * Adds fields to a valid operation that the audit record of the response needs and the caller does not receive. Returns the same
   * document when there is nothing to add.
   */
  readonly enlarge?: (document: DocumentNode, api: GraphQLSchema) => DocumentNode;
  /**
   * Decides about the fields that would be fetched: which are denied, and which values are masked. Denied fields are removed from the
   * operation, with all fields that need them, and it is planned and checked again, so the plan that runs has been checked as it is.
   * Throw a CodedError to refuse the whole operation.
   */
  readonly authorise?: (planned: PlannedOperation) => FieldPolicy;
}

/** Allows every field of the API schema to every caller. */
export const PUBLIC_AUTHORIZATION: Authorization = { key: 'public' };

/** An operation with its plan, and every field that the two contain. */
export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  /** The schema that clients see, and the whole supergraph as it is planned on. */
  readonly api: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  /** Every field of the client's operation without introspection, fragments expanded, one entry for each place in the response. */
  readonly requested: readonly RequestedField[];
  /** Every field that some fetch of the plan selects, including those that only the plan needs: keys, @requires, @provides, contexts. */
  readonly fetched: readonly FetchedField[];
}

/** A field at one place of the response. */
export interface RequestedField {
  /** The type on which the operation selects it: an object type or an interface. */
  readonly typeName: string;
  readonly fieldName: string;
  /** Response names from the root to the field, without list positions: `['worker', 'villages', 'name']`. */
  readonly path: readonly string[];
  /** The object types that can have the field at this place. */
  readonly objectTypes: readonly string[];
}

/** A field that a plan fetches from a subgraph. */
export interface FetchedField extends RequestedField {
  readonly subgraph: string;
  /** `answer`: the client selects it here. `plan`: only the plan needs it, for a key or a @requires. */
  readonly purpose: 'answer' | 'plan';
  /** Where `purpose` is `plan`: the client's fields that cannot be fetched without it. */
  readonly neededBy: readonly RequestedField[];
}
