/**
 * Which answers hold nothing that is kept from anybody. They may be compressed: what is compressed together can be told apart by its size
 * (BREACH), so an answer with a secret in it is not compressed together with what its client has sent, and every answer repeats something
 * of that, if only its aliases.
 */
import type { GraphQLSchema } from 'graphql';
import { requestedFields } from '../../plan/requested-fields.ts';
import type { PreparedOperation } from '../../plan/prepared-operation.ts';
import { inputValues } from './input-values.ts';
import type { Policy } from './policy.ts';
import { meets, type Requirement, type Standing } from './requirement.ts';

/** Somebody without any right. */
const NOBODY: Standing = { authenticated: false, scopes: new Set(), policies: new Set() };
const isFree = (requirement: Requirement): boolean => meets(NOBODY, requirement);

/** @returns true for a query of fields that require nothing of their reader and are not personal, filtered by none that do or are */
export function isOpenAnswer(
  policy: Policy,
  schema: GraphQLSchema,
  { kind, document, operation }: Pick<PreparedOperation, 'kind' | 'document' | 'operation'>,
): boolean {
  if (kind !== 'query') return false;
  return (
    inputValues(schema, document, operation, closedInputs(policy)) === undefined &&
    requestedFields(schema, document, operation).every(
      ({ typeName, fieldName, objectTypes }) =>
        isFree(policy.interfaceRequirement(typeName, fieldName)) &&
        objectTypes.every(
          (type) => !policy.personal.has(`${type}.${fieldName}`) && isFree(policy.fieldRequirement(type, fieldName)),
        ),
    )
  );
}

function closedInputs({ filters }: Policy): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...filters].flatMap(([coordinate, { requirement, personal, fields }]) =>
      personal.length > 0 || !isFree(requirement) ? [[coordinate, fields] as const] : [],
    ),
  );
}
