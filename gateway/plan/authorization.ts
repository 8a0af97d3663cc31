/**
 * What a caller may ask, as far as preparing an operation depends on it. The guard makes one from the caller's claims;
 * an operation is prepared once for each `key`, so two callers share a prepared operation only if their keys are equal.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { FieldPolicy } from '../disclosure/field-policy.ts';

export interface Authorization {
  /** Same rights, same key; other rights, another key. It never leaves the process. */
  readonly key: string;
  /**
   * The caller's own view of the API schema: what introspection shows them. It must be a subset of `api`, and the same
   * object should come back for the same rights: a view is sent to the planning thread once.
   */
  readonly schema?: (api: GraphQLSchema) => GraphQLSchema;
  /**
   * What becomes of a field that the API schema has and the caller's view has not. `unknown`: it is refused as if it did
   * not exist (the default). `denied`: the operation is prepared and `authorise` must deny the field.
   */
  readonly unseen?: 'unknown' | 'denied';
  /**
   * Asks for more than the caller did, once their operation has been found valid: what a record of the answer needs and they
   * does not get. The same document when there is nothing to add.
   */
  readonly enlarge?: (document: DocumentNode, api: GraphQLSchema) => DocumentNode;
  /**
   * Judges what would be fetched: which fields are denied, which values are changed on their way out. Denied fields are
   * taken out of the operation, together with those that cannot be had without them, and it is planned and judged
   * again, so the plan that runs has passed as it is. Throw a CodedError to refuse the whole operation.
   */
  readonly authorise?: (planned: PlannedOperation) => FieldPolicy;
}

/** Everybody may ask everything the API schema has. */
export const PUBLIC_AUTHORIZATION: Authorization = { key: 'public' };

/** An operation with its plan, opened up for a judgement over every field it touches. */
export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  /** The schema clients see, and the whole supergraph as it is planned on, as graphql-js schemas. */
  readonly api: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  /** Every field of the client's operation, introspection left out, fragments expanded, one entry a place in the answer. */
  readonly asked: readonly RequestedField[];
  /** Every field that some fetch of the plan selects, also those only the plan needs: keys, @requires, @provides, contexts. */
  readonly fetched: readonly FetchedField[];
}

/** A field in one place of the answer. */
export interface RequestedField {
  /** The type it is selected on, as the operation says: an object type or an interface. */
  readonly typeName: string;
  readonly fieldName: string;
  /** Response keys from the root to the field, list positions left out: `['worker', 'villages', 'name']`. */
  readonly path: readonly string[];
  /** The object types whose field this can be when the answer is there. */
  readonly objectTypes: readonly string[];
}

/** A field that a fetch asks of a subgraph. */
export interface FetchedField extends RequestedField {
  readonly subgraph: string;
  /** `answer`: the client asked for it here. `plan`: only the plan needs it, to find an entity or to feed a @requires. */
  readonly purpose: 'answer' | 'plan';
  /** Where `purpose` is `plan`: the fields the client asked for that cannot be had without it. */
  readonly neededBy: readonly RequestedField[];
}
