/**
 * Cell keys add up, and in a table that is looked up by the key itself a large key means large noise. Then the three numbers shown of two
 * parts and their sum must fit each other, which leaves few counts for small cells (test/subgraphs/counts/attacker.test.ts). So the key
 * is scattered before it is looked up: one to one, the same for the same people, and uniform as before. From the scattered keys of
 * two parts nothing follows about that of their sum.
 */

/**
 * The hash of 32 bits known as lowbias32, whose bits are less biased than those of MurmurHash3's finalizer.
 * @param key a whole number from 0 to 2^32 - 1
 * @returns another such number
 */
export function scatter(key: number): number {
  let mixed = key >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
