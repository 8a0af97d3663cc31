/** A membership of BPJS Ketenagakerjaan in the cells of a row, the same for workers and for members of groups. */
import { isDeepStrictEqual } from 'node:util';
import { outOfBounds } from '../data/cover-bounds.ts';
import { holderOf } from '../data/card-holders.ts';
import { decrypted, type FieldEncryption } from '../data/field-encryption.ts';
import type { EnumWords } from '../../base/enum-words.ts';
import type { CardClaim } from './import-kind.ts';
import type { ImportReason } from './reasons.ts';
import type { RowReader } from './row-reader.ts';

/** What a row says of a membership; what it does not say is undefined. */
export interface MembershipCells {
  readonly kpj?: string;
  readonly programmes?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly insurerStatus?: string;
  readonly paidThrough?: string;
  readonly monthsInRow?: number;
}

/** A membership as it is kept, by workers and groups alike. */
export interface KeptMembership {
  readonly kpj: Uint8Array;
  readonly cardToken?: string | null;
  readonly programmes: readonly string[];
  readonly from: string;
  readonly to: string | null;
  readonly insurerStatus: string;
  readonly paidThrough: string | null;
  readonly monthsInRow: number;
}

/** Columns of a membership. */
export const MEMBERSHIP_FIELDS = [
  'kpj',
  'programmes',
  'coverFrom',
  'coverTo',
  'insurerStatus',
  'paidThrough',
  'monthsInRow',
] as const;

const MOST_MONTHS = 600;

/** @returns undefined where the row says nothing of a membership */
export function readMembership(
  row: RowReader,
  words: { readonly programmes: EnumWords; readonly statuses: EnumWords },
): MembershipCells | undefined {
  const read = {
    kpj: row.kpj('kpj'),
    programmes: row.several('programmes', words.programmes),
    from: row.day('coverFrom'),
    to: row.day('coverTo'),
    insurerStatus: row.oneOf('insurerStatus', words.statuses),
    paidThrough: row.month('paidThrough'),
    monthsInRow: row.whole('monthsInRow', 0, MOST_MONTHS),
  };
  const said = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as MembershipCells;
  return Object.keys(said).length === 0 ? undefined : said;
}

/** What a card number is kept with. */
export interface CardSealing {
  readonly seal: FieldEncryption;
  /** @returns the number's token */
  readonly cardOf: (kpj: string) => string;
}

/**
 * @param kept the membership so far @param place that the card number is sealed with @param today `YYYY-MM-DD`
 * @returns the membership afterwards, the same object where nothing changes, or why there cannot be one
 */
export function membershipAfter(
  said: MembershipCells,
  kept: KeptMembership | null,
  sealing: CardSealing,
  { place, today }: { readonly place: string; readonly today: string },
): KeptMembership | ImportReason {
  const after = joined(said, kept, sealing, place);
  if (after === kept || isReason(after)) return after;
  const field = outOfBounds(after, today, after.from === kept?.from);
  return field === undefined ? after : { code: 'COVER_BOUNDS', field, likely: [] };
}

function joined(
  said: MembershipCells,
  kept: KeptMembership | null,
  { seal, cardOf }: CardSealing,
  place: string,
): KeptMembership | ImportReason {
  const { kpj, ...rest } = said;
  if (kept === null) {
    const { from, insurerStatus } = rest;
    if (kpj === undefined || from === undefined || insurerStatus === undefined)
      return { code: 'MEMBERSHIP_INCOMPLETE', field: 'kpj', likely: [] };
    const blank = { programmes: ['JKK', 'JKM'], to: null, paidThrough: null, monthsInRow: 0 };
    return { ...blank, ...rest, from, insurerStatus, kpj: seal.encrypt(kpj, place), cardToken: cardOf(kpj) };
  }
  const isCardNew = kpj !== undefined && decrypted(seal, kept.kpj, place) !== kpj;
  const after = { ...kept, ...rest, ...(isCardNew && { kpj: seal.encrypt(kpj, place), cardToken: cardOf(kpj) }) };
  return isCardNew || !isDeepStrictEqual({ ...after, kpj: null }, { ...kept, kpj: null }) ? after : kept;
}

/** Whether there cannot be a membership. */
export const isReason = (value: KeptMembership | ImportReason): value is ImportReason => 'code' in value;

/** @returns what a row says of a card of somebody's; undefined where it names none */
export const claimOf = (
  said: MembershipCells | undefined,
  { cardOf }: Pick<CardSealing, 'cardOf'>,
  whose: Parameters<typeof holderOf>[0],
): { readonly claim?: CardClaim } =>
  said?.kpj === undefined ? {} : { claim: { card: cardOf(said.kpj), person: holderOf(whose) } };

/** @returns the card that a change gives somebody, where it does */
export const newCards = (
  after: KeptMembership | null | undefined,
  before: KeptMembership | null,
): { cards?: string[] } =>
  after?.cardToken == null || after.cardToken === before?.cardToken ? {} : { cards: [after.cardToken] };

/** @returns the membership with the token that its card has by now */
export function withCardToken(
  membership: KeptMembership | null,
  { seal, cardOf }: CardSealing,
  place: string,
): KeptMembership | null {
  return membership && { ...membership, cardToken: cardOf(decrypted(seal, membership.kpj, place)!) };
}
