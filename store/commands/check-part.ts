/** Parts of commands: statements, options of cursors, concerns. */
import { storeFault, type StoreError } from '../errors.ts';
import type { Document } from '../value/types.ts';

/** Checks a part of a command. @param place of the part, for the message @throws StoreError Location40415, Location40414 */
export function checkPart(
  place: string,
  part: Document,
  known: ReadonlySet<string>,
  required: readonly string[] = [],
): void {
  for (const field of part.keys()) if (!known.has(field)) throw unknownField(`${place}.${field}`);
  for (const field of required)
    if (!part.has(field))
      throw storeFault('Location40414', `BSON field '${place}.${field}' is missing but a required field`);
}

/** MongoDB's error for a field that a command does not have. */
export const unknownField = (field: string): StoreError =>
  storeFault('Location40415', `BSON field '${field}' is an unknown field.`);
