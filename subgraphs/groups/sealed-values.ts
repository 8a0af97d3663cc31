/** What of a member is sealed, and with which place. */
import { sealedOfEvents } from '../changes/record-event.ts';
import type { SealedCollection, SealedValue } from '../data/reseal.ts';
import { MEMBER_EVENTS } from './lifecycle/member-event.ts';
import type { Member } from './models.ts';

/** @returns what a value of a member is sealed with @param field `nik` or `kpj` */
export const placeInMember = (field: string, id: string): string => `members.${field}:${id}`;

/** The sealed values of the collections `members` and `member_events`. */
export const SEALED_OF_MEMBERS: readonly SealedCollection[] = [
  { name: 'members', valuesOf },
  sealedOfEvents(MEMBER_EVENTS),
];

function valuesOf({ _id, nik, membership }: Member): SealedValue[] {
  return [
    { path: 'nik', value: nik, place: placeInMember('nik', _id) },
    { path: 'membership.kpj', value: membership?.kpj, place: placeInMember('kpj', _id) },
  ];
}
