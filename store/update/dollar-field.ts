/** Fields of a document itself may not begin with a dollar, where an update writes them; fields of its fields may. */
import { storeFault, type StoreError } from '../errors.ts';
import { REFERENCE_FIELDS } from '../query/parse.ts';

/** MongoDB's error for a field with a dollar: it takes `$ref`, `$id` and `$db` for parts of a reference. @param path that begins with the field */
export function dollarField(name: string, path = name): StoreError {
  if (REFERENCE_FIELDS.has(name))
    return storeFault('InvalidDBRef', `Found ${name} field outside of a reference, which is invalid: '${path}'`);
  return storeFault(
    'DollarPrefixedFieldName',
    `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update's replacement document.`,
  );
}
