import { createConnection, Schema } from 'mongoose';
import type { Records, StoredRecord, Visible } from './records.js';

/** Records of one command; by default the driver asks for more after 101. */
const ROWS = 10_000;

const schema = new Schema<StoredRecord>(
  {
    _id: { type: String, required: true },
    token: { type: String, required: true, index: true },
    name: { type: Buffer, required: true },
    district: { type: String, required: true },
    agency: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, default: null },
    recordKey: { type: Number, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ district: 1, from: 1 });

const conditionOf = (visible: Visible): object =>
  visible === 'all' ? {} : visible === 'none' ? { _id: { $in: [] } } : { agency: visible.agency };

/** @param uri of MongoDB, or of the store of sigap-graph @returns records in the database `sigap_kit-name` */
export async function mongoRecords(uri: string): Promise<Records> {
  const connection = await createConnection(uri, {
    dbName: 'sigap_kit-name',
    serverSelectionTimeoutMS: 5_000,
  }).asPromise();
  const model = connection.model('Record', schema, 'records');
  await model.createIndexes();
  const find = async (condition: object, visible: Visible): Promise<StoredRecord[]> =>
    (
      await model
        .find({ $and: [condition, conditionOf(visible)] })
        .batchSize(ROWS)
        .lean<StoredRecord[]>()
    ).map(plain);
  return {
    byIds: (ids, visible) => find({ _id: { $in: ids } }, visible),
    byTokens: (tokens, visible) => find({ token: { $in: tokens } }, visible),
    page: async (after, size, visible) =>
      (
        await model
          .find({ $and: [{ _id: { $gt: after } }, conditionOf(visible)] })
          .sort({ _id: 1 })
          .limit(size)
          .lean<StoredRecord[]>()
      ).map(plain),
    async countByDistrict(districts, day) {
      const runs = { district: { $in: districts }, from: { $lte: day }, $or: [{ to: null }, { to: { $gt: day } }] };
      const counted = await model.aggregate<{ _id: string; n: number; key: number }>([
        { $match: runs },
        { $group: { _id: { district: '$district', token: '$token' }, key: { $first: '$recordKey' } } },
        { $group: { _id: '$_id.district', n: { $sum: 1 }, key: { $sum: '$key' } } },
      ]);
      return new Map(counted.map(({ _id, n, key }) => [_id, { n, key: key % 2 ** 32 }]));
    },
    add: async (records) => void (await model.insertMany(records)),
    ping: async () => void (await connection.db!.command({ ping: 1 })),
    close: () => connection.close(),
  };
}

/** The driver gives binary values as its own class. */
const plain = (row: StoredRecord): StoredRecord => ({
  ...row,
  name: Buffer.isBuffer(row.name) ? row.name : Buffer.from((row.name as { buffer: Uint8Array }).buffer),
});
