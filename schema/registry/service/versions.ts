/** Writes versions: their numbers, and where they stand. */
import type { OwnedSubgraph } from '../../checks/check-input.ts';
import type { CheckReport } from '../../checks/finding.ts';
import { registryFault } from '../errors.ts';
import type { VersionDocument, Versions, VersionState } from '../model/documents.ts';
import { keepText } from '../model/texts.ts';
import { isTaken } from './change-supergraph.ts';
import type { Actor, Ground } from './ground.ts';
import { versionId } from './owned-services.ts';

/** A subgraph that wants to be published, and why. */
export interface Candidate extends OwnedSubgraph {
  readonly why: string;
}

/** Of two programs that add a version at once one finds its number taken; more than this at once are no programs of people. */
const MOST_TRIES = 200;

/** Adds a version with the next number. `committed: false` is a draft until a supergraph has it. */
export async function addVersion(
  ground: Ground,
  candidate: Candidate,
  actor: Actor,
  { state, report, committed }: { state: VersionState; report: CheckReport; committed: boolean },
): Promise<VersionDocument> {
  const { database, now } = ground;
  const hash = await keepText(database, candidate.sdl);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const number = (await lastNumber(ground, candidate.name)) + 1;
    const document: VersionDocument = {
      _id: versionId(candidate.name, number),
      subgraph: candidate.name,
      number,
      hash,
      url: candidate.url,
      by: actor.agency,
      token: actor.token,
      at: now(),
      why: candidate.why,
      state,
      report,
      committed,
      requests: 0,
      failures: 0,
    };
    try {
      await database.versions.create(document);
      return document;
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
    }
  }
  throw registryFault('REGISTRY_RACE', `${MOST_TRIES} times for a number of ${candidate.name}`);
}

async function lastNumber({ database }: Ground, subgraph: string): Promise<number> {
  const last = await database.versions
    .findOne({ subgraph }, { number: 1 })
    .sort({ number: -1 })
    .lean<{ number: number }>();
  return last?.number ?? 0;
}

/** What failed is kept for who wants to know why, and forever. A build that publishes in a loop must not fill the database. */
const MOST_FAILED_A_DAY = 100;
const DAY_MS = 86_400_000;

/** @throws CodedError REGISTRY_FAILED_OFTEN where so many versions of a subgraph failed within a day that no more are kept */
export async function requireFewFailed({ database, now }: Ground, subgraph: string): Promise<void> {
  const since = new Date(now().getTime() - DAY_MS);
  const failed = await database.versions.countDocuments({ subgraph, state: 'FAILED', at: { $gt: since } });
  if (failed >= MOST_FAILED_A_DAY)
    throw registryFault(
      'REGISTRY_FAILED_OFTEN',
      `${failed} versions of ${subgraph} failed within a day; this one failed as well`,
    );
}

/** Takes a draft back that lost its race: its number goes to whoever is next. */
export async function dropDraft({ database }: Ground, { _id }: VersionDocument): Promise<void> {
  await database.versions.deleteOne({ _id, committed: false });
}

/** Writes what became of versions when the graph changed: those that came are published, those that left are `left`. */
export async function settleVersions(
  { database, now }: Ground,
  [before, after]: readonly [Versions, Versions],
  left?: { readonly state: VersionState; readonly note: string },
): Promise<void> {
  const ids = (versions: Versions): string[] => versions.map(({ name, version }) => versionId(name, version));
  const [had, has] = [ids(before), ids(after)];
  const came = has.filter((id) => !had.includes(id));
  const gone = had.filter((id) => !has.includes(id));
  // The time they serve since begins anew: what failed before a rollback does not count after it.
  const served = { state: 'PUBLISHED', committed: true, servedAt: now(), requests: 0, failures: 0 };
  if (came.length > 0)
    await database.versions.updateMany({ _id: { $in: came } }, { $set: served, $unset: { note: 1 } });
  if (left !== undefined && gone.length > 0) await database.versions.updateMany({ _id: { $in: gone } }, { $set: left });
}

/** Closes versions that wait and are overtaken by a newer one of the same subgraph. */
export async function closeOvertaken({ database }: Ground, { subgraph, number }: VersionDocument): Promise<void> {
  const older = await database.versions
    .find({ subgraph, state: 'WAITING', number: { $lt: number } }, { number: 1 })
    .lean<{ number: number }[]>();
  if (older.length === 0) return;
  const numbers = older.map((each) => each.number);
  await database.versions.updateMany(
    { subgraph, number: { $in: numbers }, state: 'WAITING' },
    { $set: { state: 'RETRACTED', note: `Version ${number} came before it was approved.` } },
  );
  await database.approvals.updateMany(
    { subgraph, version: { $in: numbers }, state: 'OPEN' },
    { $set: { state: 'CLOSED' } },
  );
}

/** At the start: versions of the newest state are published, whatever a program that was cut off left undone. */
export async function settleAfterCut(ground: Ground, versions: Versions): Promise<void> {
  await ground.database.versions.updateMany(
    { _id: { $in: versions.map(({ name, version }) => versionId(name, version)) }, committed: false },
    { $set: { state: 'PUBLISHED', committed: true, servedAt: ground.now() } },
  );
}
