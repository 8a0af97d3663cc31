/** Codes of areas nest: `32.75` city, `32.75.01` district, `32.75.01.1001` village of residence. */

/** Stands for the whole city, wherever its people live. */
export const ALL = '*';

/** @param village code of a village @returns the code of its district */
export const districtOf = (village: string): string => village.slice(0, village.lastIndexOf('.'));

/** @param village null for those without one @returns the areas it is part of, itself the first */
export function areasOfVillage(village: string | null): (string | null)[] {
  return village === null ? [null, ALL] : [village, districtOf(village), ALL];
}

/** Stands for an unknown village where a key must be text. */
export const NO_VILLAGE = 'none';
