/** Refuses requests that filter or sort by what their caller may not read. */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Denial } from '../../disclosure/field-policy.ts';
import { auditFault } from '../../audit/errors.ts';
import type { RequestVariables } from '../variables.ts';
import { policyFault } from './errors.ts';
import { inputValues } from './input-values.ts';

/** Coordinate of an input -> why the caller may not use it. */
export type DeniedInputs = ReadonlyMap<string, Denial>;

/**
 * @param document valid against `schema`
 * @returns validates a request's variables, and throws CodedError FORBIDDEN_FILTER, PURPOSE_REQUIRED or AUDIT_UNAVAILABLE for a denied
 * input; undefined where the operation can use none
 */
export function inputValidator(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  denied: DeniedInputs,
): ((variables: RequestVariables) => void) | undefined {
  const usedInputs = denied.size === 0 ? undefined : inputValues(schema, document, operation, denied);
  if (usedInputs === undefined) return undefined;
  return (variables) => {
    for (const { coordinates } of usedInputs(variables)) throw refusal(denied.get(coordinates[0]!)!);
  };
}

function refusal(denial: Denial): Error {
  const { coordinate } = denial.extensions as { coordinate: string };
  if (denial.code === 'AUDIT_UNAVAILABLE')
    return auditFault('AUDIT_UNAVAILABLE', undefined, { extensions: { coordinate } });
  return policyFault(denial.code === 'PURPOSE_REQUIRED' ? 'PURPOSE_REQUIRED' : 'FORBIDDEN_FILTER', coordinate, {
    extensions: { coordinate },
  });
}
