/**
 * What a click writes for a value that must be given, so that the question can be asked as it stands: the example in the description of
 * the argument (`Code, as `32.75.01`.`), a month or year of which there are data, a value of the enum. Where there is none, such as for
 * the number of a person, it is what is expected in words: the reader sees there what to write.
 */
import { isEnumType, Kind, type ConstValueNode, type GraphQLArgument, type GraphQLInputType } from 'graphql';
import { partIn } from '../language/bilingual.ts';
import type { Language } from '../language/languages.ts';
import { scalarNamed } from './variables/scalars.ts';

const EXAMPLE = /(?:\bas|misalnya) `([^`…]+)`/;
/** A year of which the sample has data, as the examples of the forms have. */
const YEAR = '2025';
/** Rows of a page, as GraphiQL's own explorer writes. */
const FEW = '10';

/** @param type of the argument without its `!` and lists, a leaf */
export function sampleValue(
  { name, description }: Pick<GraphQLArgument, 'name' | 'description'>,
  type: GraphQLInputType,
  language: Language,
): ConstValueNode {
  if (isEnumType(type)) return { kind: Kind.ENUM, value: type.getValues()[0]!.name };
  const said = partIn(description ?? '', language);
  const scalar = 'name' in type ? type.name : '';
  switch (scalar) {
    case 'Boolean':
      return { kind: Kind.BOOLEAN, value: false };
    case 'Int':
      return { kind: Kind.INT, value: name === 'year' ? YEAR : name === 'version' ? '0' : FEW };
    case 'Float':
      return { kind: Kind.FLOAT, value: '0.5' };
    case 'Rupiah':
      return { kind: Kind.INT, value: scalarNamed(scalar).example! };
    default:
      return {
        kind: Kind.STRING,
        value: EXAMPLE.exec(said)?.[1] ?? scalarNamed(scalar).example ?? expected(said, name),
      };
  }
}

/** The first sentence of the description; the argument's name where it has none. */
const expected = (said: string, name: string): string => said.split(/\.(?:\s|$)/)[0]!.trim() || name;
