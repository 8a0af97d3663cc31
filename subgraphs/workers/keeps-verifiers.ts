/**
 * A mongoose plugin of verifications: each write makes `verifiers` of the workers it touches equal to the agencies that verify them or have
 * proposed them.
 * Kept on the worker, since a page of an agency's workers must be read from one index.
 */
import type { ClientSession, Collection, Document, Model, Query, Schema } from 'mongoose';
import { QUERY_WRITES } from '../counts/invalidates-counts.ts';

/** What the plugin knows of a verification. */
interface VerificationKeys {
  readonly worker: string;
  readonly agency: string;
}

/** What it keeps of a worker. */
export interface VerifiedWorker {
  readonly _id: string;
  verifiers: string[];
  /** Code of the agency that proposed them. */
  readonly proposedBy?: string | null;
}

/** @returns the agencies that see a worker, each once, in their order */
export const verifiersOf = (agencies: readonly string[], proposedBy?: string | null): string[] =>
  [...new Set([...agencies, ...(proposedBy == null ? [] : [proposedBy])])].sort();

interface Options {
  readonly workers: Collection<VerifiedWorker>;
}

type Verifications = Model<VerificationKeys>;

/** As with `invalidatesCounts`, writes that bypass the model are not noticed. */
export function keepsVerifiers<Row extends VerificationKeys>(schema: Schema<Row>, { workers }: Options): void {
  const touched = new WeakMap<object, string[]>();
  const workersOf = async (model: Verifications, filter: object): Promise<string[]> =>
    model.distinct('worker', filter as never);
  const after = (model: Verifications, writer: object, more: readonly string[] = []): Promise<void> =>
    follow(model, workers, [...new Set([...(touched.get(writer) ?? []), ...more])]);

  schema.pre('save', async function save(this: Document) {
    if (!this.isNew) touched.set(this, await workersOf(this.constructor as Verifications, { _id: this._id }));
  });
  schema.post('save', function save(this: Document) {
    return after(this.constructor as Verifications, this, [this.get('worker') as string]);
  });
  schema.post('insertMany', function insertMany(this: unknown, docs: unknown) {
    const rows = (Array.isArray(docs) ? docs : [docs]) as VerificationKeys[];
    return after(
      this as Verifications,
      rows,
      rows.map(({ worker }) => worker),
    );
  });
  schema.pre(
    QUERY_WRITES as never,
    { document: false, query: true } as never,
    async function write(this: Query<unknown, unknown>) {
      touched.set(this, await workersOf(this.model as never, this.getFilter()));
    } as never,
  );
  schema.post(
    QUERY_WRITES as never,
    { document: false, query: true } as never,
    async function write(this: Query<unknown, unknown>) {
      await after(this.model as never, this, target(this.getUpdate()));
    } as never,
  );
}

/** The worker that a write assigns verifications to, if it assigns one. */
function target(update: unknown): string[] {
  const {
    $set = {},
    $setOnInsert = {},
    ...plain
  } = (update ?? {}) as Record<string, { worker?: string }> & { worker?: string };
  return [$set.worker, $setOnInsert.worker, plain.worker].filter((worker) => typeof worker === 'string');
}

const follow = (model: Verifications, workers: Collection<VerifiedWorker>, ids: readonly string[]): Promise<void> =>
  followVerifications(model.collection as unknown as Collection<VerificationKeys>, workers, ids);

/**
 * Makes `verifiers` of workers equal to the agencies that verify them or have proposed them: for writes that bypass the model.
 * @param ids of the workers @param session of the transaction that wrote
 */
export async function followVerifications(
  verifications: Collection<VerificationKeys>,
  workers: Collection<VerifiedWorker>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await verifications
    .aggregate<{ _id: string; agencies: string[] }>(
      [{ $match: { worker: { $in: ids } } }, { $group: { _id: '$worker', agencies: { $addToSet: '$agency' } } }],
      { session },
    )
    .toArray();
  const agencies = new Map(rows.map((row) => [row._id, row.agencies]));
  const proposed = workers.find({ _id: { $in: [...ids] }, proposedBy: { $ne: null } }, { session });
  const proposers = new Map((await proposed.toArray()).map(({ _id, proposedBy }) => [_id, proposedBy]));
  const updates = ids.map((_id) => {
    const verifiers = verifiersOf(agencies.get(_id) ?? [], proposers.get(_id));
    return { updateOne: { filter: { _id }, update: { $set: { verifiers } } } };
  });
  await workers.bulkWrite(updates, { session, ordered: false });
}
