/** The sector of an occupation: each has one, by which the contribution rate goes. */

const TRANSPORT: readonly string[] = ['OJEK', 'BECAK', 'DRIVER'];

/** @param occupation a value of the enum `Occupation` @returns a value of the enum `Sector` */
export const sectorOf = (occupation: string): 'TRANSPORT' | 'OTHER' =>
  TRANSPORT.includes(occupation) ? 'TRANSPORT' : 'OTHER';
