/** Groups and their members as they are kept. NIK and KPJ are sealed (`field-encryption.ts`). */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';

export interface Group {
  /** The kind. */
  _id: string;
  name: string;
  owner: string;
  programme: string;
}

export interface MemberMembership {
  kpj: Uint8Array;
  programmes: string[];
  from: string;
  to: string | null;
  insurerStatus: string;
  paidThrough: string | null;
  monthsInRow: number;
}

export interface Member {
  _id: string;
  name: string;
  nik: Uint8Array | null;
  token: string | null;
  birthDate: string | null;
  group: string;
  unit: string;
  village: string | null;
  district: string | null;
  status: string;
  termFrom: string;
  termTo: string | null;
  membership: MemberMembership | null;
}

export interface GroupModels {
  readonly Group: Model<Group>;
  readonly Member: Model<Member>;
}

/** Every list is offered latest or earliest first, so each filter's index ends in the order. */
const ORDERED = ['village', 'district', 'group', 'status', 'membership.insurerStatus'];

function memberSchema(): Schema<Member> {
  const text = { type: String, required: true };
  const membership = new Schema(
    {
      kpj: Buffer,
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
      birthDate: String,
      group: text,
      unit: text,
      village: { type: String, default: null },
      district: { type: String, default: null },
      status: text,
      termFrom: text,
      termTo: String,
      membership: { type: membership, default: null },
    },
    { versionKey: false },
  );
  schema.index({ termFrom: 1, _id: 1 }).index({ token: 1 });
  for (const field of ORDERED) schema.index({ [field]: 1, termFrom: 1, _id: 1 });
  return schema;
}

/**
 * @param queue where writes mark what is to be counted again
 * @param keyOf gives records their keys
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
  };
}
