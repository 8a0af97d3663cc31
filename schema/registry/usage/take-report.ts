/** Takes a report of usage: once, and whole or not at all. */
import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import type { UsageDayDocument } from '../model/documents.ts';
import type { RegistryDatabase } from '../model/open-database.ts';
import type { Ground } from '../service/ground.ts';
import { reportOutcomes, type ReportedOutcomes } from '../service/report-outcomes.ts';
import { forgetOldUsage } from './forget-old-usage.ts';
import { dayOf } from './usage-days.ts';
import type { TakenReport } from './report-shape.ts';

/**
 * Operations that are kept. Those beyond are counted without a name: who asks ever new questions fills no database, and what is known goes
 * on being counted.
 */
const MOST_OPERATIONS = 50_000;

/**
 * Clients of an operation on a day, and kinds of error of a client: a client says itself what it is called, and a subgraph what its errors are. Those
 * beyond are counted together.
 */
const MOST_CLIENTS = 200;
const MOST_FAULTS = 100;

type Client = TakenReport['operations'][number]['clients'][number];

/** @returns whether it counts: false where it has come before */
export async function takeReport(ground: Ground, report: TakenReport): Promise<boolean> {
  const { database, now } = ground;
  const day = dayOf(now());
  const known = await knownAmong(database, report);
  const isNew = await database.connection.transaction(async (session) => {
    const before = await database.usageReports.findById(report.id).session(session).lean();
    if (before !== null) return false;
    await database.usageReports.collection.insertOne({ _id: report.id, at: now() } as never, { session });
    await countOperations(database, session, { report, day, known });
    return true;
  });
  if (isNew) await afterwards(ground, report, day);
  return isNew;
}

/** Hashes of the report whose operations are kept, or will be. */
async function knownAmong({ usedOperations }: RegistryDatabase, { operations }: TakenReport): Promise<Set<string>> {
  const hashes = operations.map(({ hash }) => hash);
  const kept = await usedOperations.find({ _id: { $in: hashes } }, { _id: 1 }).lean<{ _id: string }[]>();
  const known = new Set(kept.map(({ _id }) => _id));
  const room = MOST_OPERATIONS - (await usedOperations.estimatedDocumentCount());
  const added = hashes.filter((hash) => !known.has(hash)).slice(0, Math.max(room, 0));
  return new Set([...known, ...added]);
}

interface Counting {
  readonly report: TakenReport;
  readonly day: string;
  readonly known: ReadonlySet<string>;
}

async function countOperations(database: RegistryDatabase, session: ClientSession, counting: Counting): Promise<void> {
  const { report, day, known } = counting;
  const operations = report.operations.filter(({ hash }) => known.has(hash));
  if (operations.length > 0)
    await database.usedOperations.bulkWrite(
      operations.map(({ hash, name, document }) => ({
        updateOne: {
          filter: { _id: hash },
          update: { $set: { lastDay: day }, $setOnInsert: { name, text: document, firstDay: day } },
          upsert: true,
        },
      })),
      { session },
    );
  const rows = await withinBounds(database, [...rowsOf(counting)], day);
  if (rows.length === 0) return;
  const kept = await database.usageDays
    .find({ _id: { $in: rows.map(({ _id }) => _id) } })
    .session(session)
    .lean<UsageDayDocument[]>();
  const before = new Map(kept.map((each) => [each._id, each]));
  await database.usageDays.bulkWrite(
    rows.map((row) => ({
      replaceOne: { filter: { _id: row._id }, replacement: added(before.get(row._id), row), upsert: true },
    })) as never,
    { session },
  );
}

/** Rows of clients that an operation has no room for on a day become one. Gateways that report at once may exceed it by a report. */
async function withinBounds(
  { usageDays }: RegistryDatabase,
  rows: readonly UsageDayDocument[],
  day: string,
): Promise<UsageDayDocument[]> {
  const [kept, counts] = await Promise.all([
    usageDays.find({ _id: { $in: rows.map(({ _id }) => _id) } }, { _id: 1 }).lean<{ _id: string }[]>(),
    usageDays.aggregate<{ _id: string | null; rows: number }>([
      { $match: { day, operation: { $in: [...new Set(rows.map(({ operation }) => operation))] } } },
      { $group: { _id: '$operation', rows: { $sum: 1 } } },
    ]),
  ]);
  const known = new Set(kept.map(({ _id }) => _id));
  const taken = new Map(counts.map((each) => [each._id, each.rows]));
  const bounded = new Map<string, UsageDayDocument>();
  for (const row of rows) {
    const before = taken.get(row.operation) ?? 0;
    const isOwn = known.has(row._id) || before < MOST_CLIENTS;
    if (isOwn && !known.has(row._id)) taken.set(row.operation, before + 1);
    const { count, faults } = row;
    const one = isOwn ? row : { ...named({ ...row, client: 'others', version: null }), count, faults };
    bounded.set(one._id, added(bounded.get(one._id), one));
  }
  return [...bounded.values()];
}

type Naming = Pick<UsageDayDocument, 'day' | 'operation' | 'client' | 'version'>;

/** A row's names, and the id that is made of them. */
function named({ day, operation, client, version }: Naming): Naming & { readonly _id: string } {
  const names = { day, operation, client, version };
  const _id = createHash('sha256')
    .update(JSON.stringify(Object.values(names)))
    .digest('base64url');
  return { _id, ...names };
}

/** The rows of a report, each once. */
function rowsOf({ report, day, known }: Counting): Iterable<UsageDayDocument> {
  const rows = new Map<string, UsageDayDocument>();
  const add = (operation: string | null, { name, version, count, errors }: Client): void => {
    const row = { ...named({ day, operation, client: name, version }), count, faults: errors };
    rows.set(row._id, added(rows.get(row._id), row));
  };
  for (const { hash, clients } of report.operations)
    for (const client of clients) add(known.has(hash) ? hash : null, client);
  if (report.others > 0) add(null, { name: null, version: null, count: report.others, errors: [] });
  return rows.values();
}

function added(before: UsageDayDocument | undefined, row: UsageDayDocument): UsageDayDocument {
  if (before === undefined) return row;
  const faults = new Map(before.faults.map((fault) => [keyOf(fault), fault]));
  for (const each of row.faults) {
    const isKnown = faults.has(keyOf(each)) || faults.size < MOST_FAULTS;
    const fault = isKnown ? each : { ...each, code: 'OTHERS', subgraph: null };
    const key = keyOf(fault);
    faults.set(key, { ...fault, count: fault.count + (faults.get(key)?.count ?? 0) });
  }
  return { ...before, count: before.count + row.count, faults: [...faults.values()] };
}

const keyOf = ({ code, subgraph }: UsageDayDocument['faults'][number]): string => `${code} ${subgraph}`;

/** Versions that fail are taken back, and what is too old is forgotten. */
async function afterwards(ground: Ground, report: TakenReport, day: string): Promise<void> {
  await reportOutcomes(ground, outcomesOf(report));
  await forgetOldUsage(ground, day);
}

/**
 * What an answer says of the subgraph: it failed, or it does not fit the schema. Any other code is its answer to what a client has asked, and who asks
 * for what is refused must not be able to roll a version back.
 */
const FAULT = /^(?:INTERNAL_SERVER_ERROR|UNCODED|GRAPHQL_\w+|SUBGRAPH_\w+)$/;

/** A request failed where there was no answer, or a fault of the subgraph in it. */
function outcomesOf({ subgraphs, operations, supergraph }: TakenReport): ReportedOutcomes[] {
  const inAnswers = new Map<string, number>();
  for (const { subgraph, code, count } of operations.flatMap(({ clients }) => clients.flatMap(({ errors }) => errors)))
    if (subgraph !== null && FAULT.test(code)) inAnswers.set(subgraph, (inAnswers.get(subgraph) ?? 0) + count);
  return subgraphs.map(({ name, requests, failures }) => {
    const unanswered = failures.reduce((sum, { count }) => sum + count, 0);
    // A request that was not answered is an error of the answer as well.
    const failed = Math.max(unanswered, inAnswers.get(name) ?? 0);
    return { subgraph: name, supergraph, requests, failures: Math.min(failed, requests) };
  });
}
