/** Whether an operation filters or sorts by what its caller may not read: judged on the values they give. */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Denial } from '../../disclosure/field-policy.ts';
import { auditFault } from '../../audit/errors.ts';
import type { RequestVariables } from '../variables.ts';
import { policyFault } from './errors.ts';
import { inputValues } from './input-values.ts';

export type DeniedInputs = ReadonlyMap<string, Denial>;

/**
 * @param document valid against `schema`
 * @returns throws for variables that use what is denied, CodedError FORBIDDEN_FILTER, PURPOSE_REQUIRED, AUDIT_UNAVAILABLE; undefined when none could
 */
export function inputValidator(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  denied: DeniedInputs,
): ((variables: RequestVariables) => void) | undefined {
  const given = denied.size === 0 ? undefined : inputValues(schema, document, operation, denied);
  return (
    given &&
    ((variables) => {
      for (const {
        coordinates: [coordinate],
      } of given(variables))
        throw refusal(denied.get(coordinate!)!);
    })
  );
}

function refusal(denial: Denial): Error {
  const { coordinate } = denial.extensions as { coordinate: string };
  if (denial.code === 'AUDIT_UNAVAILABLE')
    return auditFault('AUDIT_UNAVAILABLE', undefined, { extensions: { coordinate } });
  return policyFault(denial.code === 'PURPOSE_REQUIRED' ? 'PURPOSE_REQUIRED' : 'FORBIDDEN_FILTER', coordinate, {
    extensions: { coordinate },
  });
}
