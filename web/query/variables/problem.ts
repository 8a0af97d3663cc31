/** What is wrong with a value for its type, said as what was expected. What stands inside a list or an object is told where it stands. */
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLInputType,
} from 'graphql';
import type { Say } from '../../language/say.ts';
import { scalarNamed, typedOf } from './scalars.ts';

/** @param optional whether it may be left out, as one with a default may @returns undefined where nothing is wrong */
export function problemOf(type: GraphQLInputType, value: unknown, optional: boolean, say: Say): string | undefined {
  if (value === undefined)
    return isNonNullType(type) && !optional ? say('query.variables.expected.something') : undefined;
  if (value === null) return isNonNullType(type) ? say('query.variables.expected.something') : undefined;
  return wrongValue(getNullableType(type), value, say);
}

function wrongValue(type: GraphQLInputType, value: unknown, say: Say): string | undefined {
  const got = typedOf(value);
  if (isListType(type)) return Array.isArray(value) ? undefined : say('query.variables.expected.list', { got });
  if (isInputObjectType(type))
    return typeof value === 'object' && !Array.isArray(value)
      ? undefined
      : say('query.variables.expected.object', { got });
  if (isEnumType(type))
    return typeof value === 'string' && type.getValue(value) != null
      ? undefined
      : say('query.variables.expected.enum', { got });
  if (!isScalarType(type)) return undefined;
  if (type.name === 'Boolean')
    return typeof value === 'boolean' ? undefined : say('query.variables.expected.truth', { got });
  const { accepts, expected } = scalarNamed(type.name);
  return accepts(value) ? undefined : say(expected, { got });
}
