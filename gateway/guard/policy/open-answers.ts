/**
 * Which answers hold nothing that is kept from anybody. They may be compressed: what is compressed together can be told apart by its size
 * (BREACH), so an answer with a secret in it is not compressed together with what its client has sent, and every answer repeats something
 * of that, if only its aliases.
 */
import type { GraphQLSchema } from 'graphql';
import { EXACT_SCOPE } from '../../../base/claims.ts';
import { requestedFields } from '../../plan/requested-fields.ts';
import type { RequestedField } from '../../plan/authorization.ts';
import type { PreparedOperation } from '../../plan/prepared-operation.ts';
import { personalFields } from '../../audit/subjects.ts';
import type { Caller } from '../identity/caller.ts';
import { inputValues } from './input-values.ts';
import type { Policy } from './policy.ts';
import { isForAll } from './requirement.ts';

/** Whether the answer for a caller is open. */
export type IsOpenFor = (caller: Pick<Caller, 'kind' | 'scopes'>) => boolean;

/**
 * An answer is open where each of its fields requires nothing of its reader and is not personal, and it is filtered by none that does or is.
 * To somebody with a credential a subgraph may show rows of their own, which no directive tells. So for them each root field has to be about
 * counts, and these must not be exact.
 */
export function openAnswers(
  policy: Policy,
  schema: GraphQLSchema,
  { kind, document, operation }: Pick<PreparedOperation, 'kind' | 'document' | 'operation'>,
): IsOpenFor {
  const fields = requestedFields(schema, document, operation);
  const isOpen =
    kind === 'query' &&
    personalFields(schema, document, new Set(policy.personal.keys())).length === 0 &&
    inputValues(schema, document, operation, closedInputs(policy)) === undefined &&
    fields.every((field) => isOpenField(policy, field));
  if (!isOpen) return () => false;
  const isOfCounts = eachRootCounts(policy, fields);
  return ({ kind: callerKind, scopes }) => callerKind === 'public' || (isOfCounts && !scopes.has(EXACT_SCOPE));
}

function isOpenField(policy: Policy, { typeName, fieldName, objectTypes }: RequestedField): boolean {
  return (
    isForAll(policy.interfaceRequirement(typeName, fieldName)) &&
    objectTypes.every((type) => isForAll(policy.fieldRequirement(type, fieldName)))
  );
}

function eachRootCounts({ aggregates }: Policy, fields: readonly RequestedField[]): boolean {
  const counting = fields.filter(({ objectTypes, fieldName }) =>
    objectTypes.some((type) => aggregates.has(`${type}.${fieldName}`)),
  );
  const roots = new Set(counting.map(({ path }) => path[0]));
  return fields.every(({ path }) => roots.has(path[0]));
}

function closedInputs({ filters }: Policy): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...filters].flatMap(([coordinate, { requirement, personal, fields }]) =>
      personal.length > 0 || !isForAll(requirement) ? [[coordinate, fields] as const] : [],
    ),
  );
}
