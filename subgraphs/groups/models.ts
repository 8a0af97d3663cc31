/** Groups and their members as they are kept. NIK and KPJ are sealed (`field-encryption.ts`). */
import { Schema, type Model } from 'mongoose';
import { changeRequestsOf, type ChangeRequest } from '../changes/change-request.ts';
import { eventsOf } from '../changes/record-event.ts';
import type { DatabaseConnection } from '../data/database.ts';
import { MEMBER_EVENTS, type MemberEvent } from './lifecycle/member-event.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';

/** A group of people who serve the city. */
export interface Group {
  /** The kind. */
  _id: string;
  name: string;
  /** Code of the agency that owns it. */
  owner: string;
  /** Code of the programme that pays for its members. */
  programme: string;
}

/** A member's cover at BPJS Ketenagakerjaan. */
export interface MemberMembership {
  /** Card number of 11 digits, sealed. */
  kpj: Uint8Array;
  /** Of the card number (`card-token.ts`); absent until the next start where the models did not write it, null where no key opens the number. */
  cardToken?: string | null;
  /** Codes, `JKK` and `JKM`. */
  programmes: string[];
  /** First and last day, `YYYY-MM-DD`; null while it runs. */
  from: string;
  to: string | null;
  /** A value of the enum `InsurerStatus`: the insurer's word, not the member's own status. */
  insurerStatus: string;
  /** Last month paid, `YYYY-MM`. */
  paidThrough: string | null;
  /** Months paid without a gap. */
  monthsInRow: number;
}

/** A member of a group. */
export interface Member {
  _id: string;
  name: string;
  /** 16 digits, sealed. */
  nik: Uint8Array | null;
  /** The person's token; null when the NIK was never valid. */
  token: string | null;
  /** Tokens that they had before IDENTITY_KEY was changed; absent where there are none. */
  formerTokens?: string[];
  /** `YYYY-MM-DD` */
  birthDate: string | null;
  /** Kind of the group. */
  group: string;
  /** School, post or neighbourhood where they serve. */
  unit: string;
  /** Codes of where they live. */
  village: string | null;
  district: string | null;
  /** A value of the enum `MemberStatus`. */
  status: string;
  /** Term of office, `YYYY-MM-DD`; null while it runs. */
  termFrom: string;
  termTo: string | null;
  membership: MemberMembership | null;
  /** 1 at first, one more with each change (`record-version.ts`); absent from documents older than versions. */
  version?: number;
}

/** The collections of the database `sigap_groups`. */
export interface GroupModels {
  readonly Group: Model<Group>;
  readonly Member: Model<Member>;
  readonly MemberEvent: Model<MemberEvent>;
  readonly ChangeRequest: Model<ChangeRequest>;
}

/** Every list is offered latest or earliest first, so each filter's index ends in the order. */
const ORDERED = ['village', 'district', 'group', 'status', 'membership.insurerStatus'];

function memberSchema(): Schema<Member> {
  const text = { type: String, required: true };
  const membership = new Schema(
    {
      kpj: Buffer,
      cardToken: String,
      programmes: [String],
      from: String,
      to: String,
      insurerStatus: String,
      paidThrough: String,
      monthsInRow: Number,
    },
    { _id: false },
  );
  const schema = new Schema<Member>(
    {
      _id: text,
      name: text,
      nik: Buffer,
      token: { type: String, default: null },
      formerTokens: { type: [String], default: undefined },
      birthDate: String,
      group: text,
      unit: text,
      village: { type: String, default: null },
      district: { type: String, default: null },
      status: text,
      termFrom: text,
      termTo: String,
      membership: { type: membership, default: null },
      version: { type: Number, default: 1 },
    },
    { versionKey: false },
  );
  schema.index({ termFrom: 1, _id: 1 }).index({ token: 1 }).index({ 'membership.cardToken': 1 });
  for (const field of ORDERED) schema.index({ [field]: 1, termFrom: 1, _id: 1 });
  return schema;
}

/**
 * @param queue where writes mark what is to be counted again
 * @param keyOf makes record keys
 */
export function groupModels(connection: DatabaseConnection, queue: RecountQueue, keyOf: RecordKeyOf): GroupModels {
  const text = { type: String, required: true };
  const group = new Schema<Group>({ _id: text, name: text, owner: text, programme: text }, { versionKey: false });
  group.index({ owner: 1, _id: 1 });
  const member = memberSchema();
  member.plugin(invalidatesCounts, { queue, source: 'members', partition: 'village' });
  member.plugin(keepsRecordKeys, { keyOf });
  return {
    Group: connection.model<Group, Model<Group>>('Group', group, 'groups'),
    Member: connection.model<Member, Model<Member>>('Member', member, 'members'),
    MemberEvent: eventsOf(connection, 'MemberEvent', MEMBER_EVENTS),
    ChangeRequest: changeRequestsOf(connection),
  };
}
