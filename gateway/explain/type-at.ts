/** The type of a place of a response, as the schema writes it. */
import { isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import type { FieldPlan, ObjectPlan } from '../result/response-plan.ts';
import type { AnswerPath } from './explanation.ts';

/**
 * @param plan of the response
 * @returns `String!`; where types of an interface declare the field otherwise, that of the first; undefined for a path that is not selected
 */
export function typeAt(plan: ObjectPlan, path: AnswerPath): string | undefined {
  let objects: readonly ObjectPlan[] = [plan];
  let type: GraphQLOutputType | undefined;
  for (const part of path) {
    if (typeof part === 'number') {
      type = type && entryOf(type);
      continue;
    }
    const fields: readonly FieldPlan[] = objects.flatMap((object) =>
      [...object.fields.values()].flat().filter(({ name }) => name === part),
    );
    type = fields[0]?.type;
    objects = [...new Set(fields.flatMap(({ object }) => (object ? [object] : [])))];
  }
  return type && String(type);
}

function entryOf(type: GraphQLOutputType): GraphQLOutputType | undefined {
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) ? list.ofType : undefined;
}
