/**
 * The counts of the months before the one that the sample stands at, computed from the people as they were then, so that there is a
 * trend. The last month is not here: the subgraphs copy it themselves.
 */
import type { DatabaseConnection } from '../data/database.ts';
import { monthsBetween } from '../data/period.ts';
import { recordKeys } from '../counts/record-key.ts';
import { together } from '../counts/tally.ts';
import { MonthlySnapshots } from '../counts/monthly-snapshots.ts';
import { partitionId, MaterializedCounts, type Cell, type Part } from '../counts/materialized-counts.ts';
import type { Verification } from '../workers/models.ts';
import { FUNDED_WORKER_STATUSES as FUNDED_WORKERS } from '../workers/coverage.ts';
import { SAFE_MONTHS } from '../counts/months-in-row.ts';
import type { PlainMember } from './members.ts';
import { AS_OF, type PlainMembership, type PlainWorker } from './workers.ts';

/** The year that ends with the month the sample stands at. */
const MONTHS = Array.from({ length: 11 }, (_, at) => `2025-${String(at + 1).padStart(2, '0')}`);
const LAST = AS_OF.slice(0, 7);

const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const ENDS = MONTHS.map((month) => ({ month, day: lastDay(month) }));
type Person = { readonly token: string | null; readonly recordKey: number };

/** Counts of every month, filled as the people are made. */
export class SampleMonths {
  readonly #counts = new Map(MONTHS.map((month) => [month, new Map<string, Counted>()]));
  readonly #paidWorkers = new Map(MONTHS.map((month) => [month, new Map<string, string | null>()]));
  readonly #doubleKey: (token: string) => number;

  /**
   * @param recordKey secret that record keys of people paid for twice are made with
   * @param villages codes; each has a row in every month, also of zero
   */
  constructor(recordKey: string, villages: readonly string[]) {
    this.#doubleKey = recordKeys(recordKey, 'funding');
    for (const parts of this.#counts.values()) {
      for (const source of ['workers', 'members', 'doubles'])
        for (const village of [...villages, null]) this.#part(parts, source, village);
    }
  }

  /** Counts a worker in every month since they enrolled. */
  addWorker(worker: PlainWorker, { token, recordKey }: Person): void {
    for (const { month, day } of ENDS) {
      if (worker.enrolledOn > day) continue;
      const status = worker.history.findLast(({ on }) => on <= day)?.status ?? worker.status;
      const insurance = insuranceAt(worker.membership, status, day);
      const { occupation, sector, decileBand, village } = worker;
      this.#add(month, 'workers', village, { occupation, sector, decileBand, status, ...insurance }, recordKey);
      if (token !== null && FUNDED_WORKERS.includes(status)) this.#paidWorkers.get(month)!.set(token, village);
    }
  }

  /** Counts a verification in every month since it was requested. */
  addVerification(
    { agency, verdict, requestedOn, answeredOn, expiresOn, bucket }: Verification,
    recordKey: number,
  ): void {
    for (const { month, day } of ENDS) {
      if (requestedOn > day) continue;
      const isPending = answeredOn === null || answeredOn > day;
      const then = isPending ? 'PENDING' : verdict === 'EXPIRED' && expiresOn! > day ? 'MATCH' : verdict;
      const days = isPending ? null : (Date.parse(answeredOn) - Date.parse(requestedOn)) / 86_400_000;
      this.#add(
        month,
        'verifications',
        bucket,
        { agency, verdict: then, requestedOn: isPending ? requestedOn : null, days },
        recordKey,
      );
    }
  }

  /** Counts a member in every month of their term; called after all workers. */
  addMember(member: PlainMember, { token, recordKey }: Person): void {
    for (const { month, day } of ENDS) {
      if (member.termFrom > day) continue;
      const ended = member.membership?.to != null && day >= member.membership.to;
      const status = ['TERM_ENDED', 'EXITED'].includes(member.status) && !ended ? 'ACTIVE' : member.status;
      this.#add(
        month,
        'members',
        member.village,
        { group: member.group, status, ...insuranceAt(member.membership, status, day) },
        recordKey,
      );
      const home = this.#paidWorkers.get(month)!;
      if (token !== null && ['ACTIVE', 'IN_ARREARS'].includes(status) && home.has(token)) {
        this.#add(month, 'doubles', home.get(token)!, { village: home.get(token)! }, this.#doubleKey(token));
      }
    }
  }

  /** Writes the copies of all months. @param sources those that the connection's subgraph counts */
  async keep(connection: DatabaseConnection, sources: readonly string[]): Promise<void> {
    if (sources.length === 0) return;
    const months = new MonthlySnapshots({
      connection,
      summary: new MaterializedCounts(connection, []),
      queues: [],
      now: () => Date.parse(`${AS_OF}T24:00:00+07:00`),
    });
    for (const { month, day } of ENDS) await months.keep(month, this.#parts(month, sources, day), day);
  }

  #add(
    month: string,
    source: string,
    partition: string | null,
    cell: Readonly<Record<string, unknown>>,
    key: number,
  ): void {
    const part = this.#part(this.#counts.get(month)!, source, partition);
    const name = Object.values(cell).join(' ');
    const counted = part.cells.get(name);
    if (counted === undefined) part.cells.set(name, { ...cell, n: 1, key });
    else Object.assign(counted, together([counted, { n: 1, key }]));
  }

  #part(parts: Map<string, Counted>, source: string, partition: string | null): Counted {
    const id = partitionId(source, partition);
    let part = parts.get(id);
    if (part === undefined) parts.set(id, (part = { source, partition, cells: new Map() }));
    return part;
  }

  #parts(month: string, sources: readonly string[], day: string): Part[] {
    const computedAt = new Date(`${day}T24:00:00+07:00`);
    const parts = [...this.#counts.get(month)!].filter(([, { source }]) => sources.includes(source));
    return parts.map(([_id, { source, partition, cells }]) => ({
      _id,
      source,
      partition,
      cells: [...cells.values()],
      computedAt,
    }));
  }
}

interface Counted {
  readonly source: string;
  readonly partition: string | null;
  readonly cells: Map<string, Cell>;
}

/** @returns the insurer's status and months in a row on a day, computed from the membership as it is now */
function insuranceAt(
  membership: PlainMembership | null,
  status: string,
  day: string,
): { insurerStatus?: string; months?: number } {
  if (membership === null || ['PROPOSED', 'VERIFYING', 'ELIGIBLE'].includes(status)) return {};
  if (membership.from > day) return { insurerStatus: 'PENDING', months: 0 };
  const [run, ago] = [monthsBetween(membership.from, day) + 1, monthsBetween(day, LAST)];
  // A worker who pays for the first time now had paid months before, unless the membership is that young.
  const inRow = membership.monthsInRow > ago ? membership.monthsInRow - ago : run;
  const months = Math.min(SAFE_MONTHS, run, inRow);
  if (membership.to !== null && day >= membership.to) return { insurerStatus: 'CLOSED', months };
  const isPaid = membership.paidThrough !== null && membership.paidThrough >= day.slice(0, 7);
  return { insurerStatus: isPaid || membership.insurerStatus === 'ACTIVE' ? 'ACTIVE' : 'INACTIVE', months };
}
