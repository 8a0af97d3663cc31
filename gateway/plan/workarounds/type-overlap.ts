/** Whether an object can have two types at once. */
import { doTypesOverlap, isCompositeType, type GraphQLSchema } from 'graphql';

/** By the types' names. A type hidden from clients, and an empty name, overlap with every type. */
export type Overlap = (one: string, other: string) => boolean;

/** @param schema what clients see @returns a function that remembers its results */
export function overlapIn(schema: GraphQLSchema): Overlap {
  const known = new Map<string, boolean>();
  return (one, other) => {
    if (one === other || one === '' || other === '') return true;
    const key = `${one} ${other}`;
    let overlap = known.get(key);
    if (overlap === undefined) {
      const [first, second] = [schema.getType(one), schema.getType(other)];
      known.set(
        key,
        (overlap = !isCompositeType(first) || !isCompositeType(second) || doTypesOverlap(schema, first, second)),
      );
    }
    return overlap;
  };
}
