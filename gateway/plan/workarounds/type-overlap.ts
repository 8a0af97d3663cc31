/** Whether an object may be of two types at once. */
import { doTypesOverlap, isCompositeType, type GraphQLSchema } from 'graphql';

/** By the types' names. Those that clients do not see, and a name left empty, may be anything. */
export type Overlap = (one: string, other: string) => boolean;

/** @param schema what clients see */
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
