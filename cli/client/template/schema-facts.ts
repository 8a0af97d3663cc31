/** Facts of the schema that its types do not say; `sigap client init --again` writes them anew. */

/** What the values of each scalar are. */
export const SCALARS = {
  Period: 'string',
  Rupiah: 'number',
};

/** Types that are found by another field than `id`. */
export const KEYS: Readonly<Record<string, readonly string[]>> = { Person: ['token'] };

/** Types without an identity of their own, which stand in another object. */
export const TYPES_IN_OTHERS: readonly string[] = ['PageInfo'];

/** The same, of one month: their `basis` says which. */
export const TYPES_IN_OTHERS_OF_ONE_MONTH: readonly string[] = ['Coverage'];

/** Of each interface, its object types: a fragment on one holds for these. */
export const POSSIBLE_TYPES: Readonly<Record<string, readonly string[]>> = { Node: ['City', 'District'] };
