/** Who uses what: by operation, by coordinate, and what nobody uses. */
import type { UsageDayDocument, UsedOperationDocument } from '../model/documents.ts';
import { readText } from '../model/texts.ts';
import { currentState } from '../service/change-supergraph.ts';
import type { Ground } from '../service/ground.ts';
import { operationTitle } from './operation-title.ts';
import { firstDayOf } from './usage-days.ts';

/** How often an operation was run in some days, and by whom. */
interface OperationTotal {
  readonly hash: string;
  /** Null without a name. */
  readonly name: string | null;
  /** Its name, or the fields that it begins with. */
  readonly title: string;
  readonly document: string;
  readonly count: number;
  readonly lastDay: string;
  readonly clients: readonly {
    readonly name: string | null;
    readonly version: string | null;
    readonly count: number;
  }[];
  readonly errors: UsageDayDocument['faults'];
}

/** Usage of some days. */
export interface UsageTotals {
  /** The first day of them that anything was counted on; null where nothing was. */
  readonly since: string | null;
  /** Those that are run most often first. */
  readonly operations: readonly OperationTotal[];
  /** Runs of which the operation is not known. */
  readonly others: number;
}

/** Runs of an operation by one client, added up over the days by the database: 400 days are more rows than one answer needs. */
interface RunRow {
  readonly _id: Partial<Pick<UsageDayDocument, 'operation' | 'client' | 'version'>>;
  readonly count: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Errors of an operation with one code in one subgraph. */
interface FaultRow {
  readonly _id: Partial<Pick<UsageDayDocument, 'operation'> & UsageDayDocument['faults'][number]>;
  readonly count: number;
}

/** @param days today is the last of them */
export async function readUsage(
  { database, now }: Pick<Ground, 'database' | 'now'>,
  days: number,
): Promise<UsageTotals> {
  const inDays = { $match: { day: { $gte: firstDayOf(days, now()) } } };
  const [runs, faults] = await Promise.all([
    database.usageDays.aggregate<RunRow>([
      inDays,
      {
        $group: {
          _id: { operation: '$operation', client: '$client', version: '$version' },
          count: { $sum: '$count' },
          firstDay: { $min: '$day' },
          lastDay: { $max: '$day' },
        },
      },
    ]),
    database.usageDays.aggregate<FaultRow>([
      inDays,
      { $unwind: '$faults' },
      {
        $group: {
          _id: { operation: '$operation', code: '$faults.code', subgraph: '$faults.subgraph' },
          count: { $sum: '$faults.count' },
        },
      },
    ]),
  ]);
  const byOperation = Map.groupBy(runs, ({ _id }) => _id.operation ?? null);
  const faultsOf = Map.groupBy(faults, ({ _id }) => _id.operation ?? null);
  const hashes = [...byOperation.keys()].filter((hash) => hash !== null);
  const kept = await database.usedOperations.find({ _id: { $in: hashes } }).lean<UsedOperationDocument[]>();
  const operations = kept.map((each) => totalOf(each, byOperation.get(each._id)!, faultsOf.get(each._id) ?? []));
  return {
    since: runs.map(({ firstDay }) => firstDay).sort()[0] ?? null,
    operations: operations.sort(mostFirst),
    others: sumOf(byOperation.get(null) ?? []),
  };
}

function totalOf(
  { _id, name, text }: UsedOperationDocument,
  runs: readonly RunRow[],
  faults: readonly FaultRow[],
): OperationTotal {
  return {
    hash: _id,
    name: name ?? null,
    title: operationTitle(name ?? null, text),
    document: text,
    count: sumOf(runs),
    lastDay: runs
      .map(({ lastDay }) => lastDay)
      .sort()
      .at(-1)!,
    clients: runs.toSorted(mostFirst).map(({ _id: { client, version }, count }) => ({
      name: client ?? null,
      version: version ?? null,
      count,
    })),
    errors: faults
      .toSorted(mostFirst)
      .map(({ _id: { code, subgraph }, count }) => ({ code: code!, subgraph: subgraph ?? null, count })),
  };
}

const mostFirst = (one: { readonly count: number }, other: { readonly count: number }): number =>
  other.count - one.count;

const sumOf = (rows: readonly { readonly count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** Which coordinates the operations of some days use, on what is served now. */
interface CoordinateUsage extends Omit<UsageTotals, 'operations'> {
  readonly days: number;
  readonly operations: readonly OperationTotal[];
  /** By the hash of the operation. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
  /** All that clients could use. */
  readonly all: readonly string[];
}

async function coordinateUsage(ground: Ground, days: number): Promise<CoordinateUsage> {
  const [state, totals] = await Promise.all([currentState(ground), readUsage(ground, days)]);
  const sdl = state === undefined ? '' : await readText(ground.database, state.supergraph.hash);
  const documents = totals.operations.map(({ document }) => document);
  const { used, all } = await ground.checker.run<'usage'>({ kind: 'usage', sdl, documents });
  return {
    ...totals,
    days,
    used: new Map(totals.operations.map(({ hash }, at) => [hash, new Set(used[at])])),
    all,
  };
}

/** Who uses a field, argument, input field or enum value: `Worker.nik`, `Query.workers.first`. */
export async function usageOf(ground: Ground, coordinate: string, days: number) {
  const usage = await coordinateUsage(ground, days);
  const operations = usage.operations.filter(({ hash }) => usage.used.get(hash)!.has(coordinate));
  const { since, others } = usage;
  return {
    coordinate,
    days,
    since,
    known: usage.all.includes(coordinate),
    count: sumOf(operations),
    operations,
    others,
  };
}

/** What nobody uses. */
export async function unusedIn(ground: Ground, days: number) {
  const { used, all, since, others } = await coordinateUsage(ground, days);
  const asked = new Set([...used.values()].flatMap((each) => [...each]));
  return { days, since, unused: all.filter((coordinate) => !asked.has(coordinate)), of: all.length, others };
}
