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

/** Whether the answer for a caller is open. @param isKnown whether a subgraph may know them: they, or what is forwarded of them, have a credential */
export type IsOpenFor = (caller: Pick<Caller, 'scopes'>, isKnown: boolean) => boolean;

/**
 * An answer is open where each of its fields requires nothing of its reader and is not personal, and it is filtered by none that does or is.
 * To somebody with a credential a subgraph may show rows of their own, as saved questions are, beside or below whatever is counted. So for them each
 * field has to be the same for everybody by the supergraph (`@cacheControl` that is not PRIVATE), and counts must not be exact.
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
  const isSame = fields.every((field) => isSameForAll(policy, field));
  return ({ scopes }, isKnown) => !isKnown || (isSame && !scopes.has(EXACT_SCOPE));
}

function isOpenField(policy: Policy, { typeName, fieldName, objectTypes }: RequestedField): boolean {
  return (
    isForAll(policy.interfaceRequirement(typeName, fieldName)) &&
    objectTypes.every((type) => isForAll(policy.fieldRequirement(type, fieldName)))
  );
}

/** What may be kept of an interface's field is what may be kept of each of its types. */
function isSameForAll({ hints }: Policy, { fieldName, objectTypes }: RequestedField): boolean {
  return objectTypes.every((type) => {
    const hint = hints.hintOf(type, fieldName);
    return hint !== undefined && hint.maxAge !== 0 && !hint.isPrivate;
  });
}

function closedInputs({ filters }: Policy): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...filters].flatMap(([coordinate, { requirement, personal, fields }]) =>
      personal.length > 0 || !isForAll(requirement) ? [[coordinate, fields] as const] : [],
    ),
  );
}
