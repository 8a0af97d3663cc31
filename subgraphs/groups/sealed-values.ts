/** What of a member is sealed, and with which place. */
import type { SealedCollection, SealedValue } from '../data/reseal.ts';
import type { Member } from './models.ts';

/** @returns what a value of a member is sealed with @param field `nik` or `kpj` */
export const placeInMember = (field: string, id: string): string => `members.${field}:${id}`;

/** The sealed values of the collection `members`. */
export const SEALED_OF_MEMBERS: readonly SealedCollection[] = [{ name: 'members', valuesOf }];

function valuesOf({ _id, nik, membership }: Member): SealedValue[] {
  return [
    { path: 'nik', value: nik, place: placeInMember('nik', _id) },
    { path: 'membership.kpj', value: membership?.kpj, place: placeInMember('kpj', _id) },
  ];
}
