/** A version is checked, and published, waits for approvals, or fails. Who loses a race is checked again on what the winner published. */
import { randomUUID } from 'node:crypto';
import type { CheckReport, Finding } from '../../checks/finding.ts';
import { registryFault } from '../errors.ts';
import type { SupergraphDocument, VersionDocument, VersionState } from '../model/documents.ts';
import { readText } from '../model/texts.ts';
import { changeSupergraph, currentState, withVersion, type Decide, type State } from './change-supergraph.ts';
import { checkVersion } from './check-version.ts';
import type { Actor, Ground } from './ground.ts';
import { versionId } from './owned-services.ts';
import { takenBack } from './taken-back.ts';
import { requireNotRevoked, revokedAmong } from './tokens.ts';
import { claimName, holdName } from './names.ts';
import { addVersion, closeOvertaken, dropDraft, requireFewFailed, settleVersions, type Candidate } from './versions.ts';

/** What came of a publish. */
export interface Published {
  readonly version: VersionDocument;
  readonly report: CheckReport;
  /** The supergraph that has it; none while it waits or when it failed. */
  readonly supergraph?: SupergraphDocument;
  /** The same SDL and address are published already: nothing was written. */
  readonly unchanged?: true;
}

/**
 * Publishes a version of a subgraph.
 * @throws CodedError REGISTRY_FORBIDDEN, REGISTRY_CHECK_FAILED, REGISTRY_FAILED_OFTEN, REGISTRY_RACE, REGISTRY_NOT_COMPOSABLE, REGISTRY_UNAUTHENTICATED
 */
export async function publish(ground: Ground, candidate: Candidate, actor: Actor): Promise<Published> {
  await claimName(ground, candidate.name, candidate.owner);
  return checkAndPublish(ground, { candidate, actor });
}

/**
 * Publishes a version that waited, now that every owner has agreed; its check is run again. Who sent it with a token that has been revoked since
 * may be a thief: its agency sends the same text once more, for which the agreements stand.
 * @throws CodedError REGISTRY_NOT_NOW there, and as `publish`
 */
export async function publishWaiting(ground: Ground, version: VersionDocument, actor: Actor): Promise<Published> {
  const { subgraph, number, by } = version;
  if ((await revokedAmong(ground, [actor.token])).size > 0)
    throw registryFault(
      'REGISTRY_NOT_NOW',
      `you have agreed, and the token that sent ${subgraph} ${number} was revoked: ${by} publishes the same text again`,
    );
  const found = await ground.database.subgraphs.findById(version.subgraph).lean<{ owner: string }>();
  const owner = found?.owner ?? version.by;
  const sdl = await readText(ground.database, version.hash);
  const candidate = { name: version.subgraph, owner, url: version.url, sdl, why: version.why };
  return checkAndPublish(ground, { candidate, actor, waiting: version });
}

interface ToPublish {
  readonly candidate: Candidate;
  readonly actor: Actor;
  /** The version that has waited. */
  readonly waiting?: VersionDocument;
}

/** How often a check that was overtaken is run again beside other changes; then it is run while they wait. */
const MOST_OVERTAKEN = 3;

/** A check may take a minute, so it is run before its turn: a rollback does not wait for it. */
async function checkAndPublish(ground: Ground, wanted: ToPublish): Promise<Published> {
  for (let tries = 0; tries < MOST_OVERTAKEN; tries++) {
    const seen = await currentState(ground);
    const judged = await judge(ground, seen, wanted);
    const judgedOn = (state: State): Judged | undefined => (isSameGraph(seen, state) ? judged : undefined);
    const published = await changeSupergraph(ground, publishing(ground, wanted, judgedOn));
    if (published !== undefined) return published;
  }
  return (await changeSupergraph(
    ground,
    publishing(ground, wanted, (state) => judge(ground, state, wanted)),
  ))!;
}

/** What a state of the graph says of a candidate: it is published already, or a report. */
type Judged = { readonly same: VersionDocument } | { readonly report: CheckReport };

async function judge(ground: Ground, state: State, { candidate, waiting }: ToPublish): Promise<Judged> {
  const isAsked = waiting === undefined && (await takenBack(ground, candidate.name)).length === 0;
  const same = isAsked ? await publishedAlready(ground, state, candidate) : undefined;
  return same === undefined ? { report: await checkVersion(ground, state, candidate) } : { same };
}

/** Whether what was judged on one state holds on the other. */
const isSameGraph = (one: State, other: State): boolean =>
  JSON.stringify([one?.versions, one?.quarantined]) === JSON.stringify([other?.versions, other?.quarantined]);

/** @param judgedOn nothing where others have published since: then `undefined` comes of it */
function publishing(
  ground: Ground,
  { candidate, actor, waiting }: ToPublish,
  judgedOn: (state: State) => Promise<Judged> | Judged | undefined,
): Decide<Published | undefined> {
  let draft: VersionDocument | undefined;
  return async (state) => {
    if (draft !== undefined) await dropDraft(ground, draft);
    draft = undefined;
    const judged = await judgedOn(state);
    if (judged === undefined) return { done: undefined };
    if (waiting === undefined) await requireNotRevoked(ground, actor.token);
    if ('same' in judged) return { done: { version: judged.same, report: judged.same.report, unchanged: true } };
    const { report } = judged;
    if (report.outcome !== 'passed')
      return { done: await keepUnpublished(ground, { candidate, actor, report, waiting }) };
    await holdName(ground, candidate.name, candidate.owner);
    const version =
      waiting ?? (draft = await addVersion(ground, candidate, actor, { state: 'PUBLISHED', report, committed: false }));
    const before = state?.versions ?? [];
    return {
      next: {
        cause: { kind: 'PUBLISH', subgraphs: [candidate.name] },
        why: candidate.why,
        actor,
        versions: withVersion(before, candidate.name, version.number),
      },
      result: async (supergraph) => {
        await settleVersions(ground, [before, supergraph.versions]);
        if (waiting !== undefined) await ground.database.versions.updateOne({ _id: version._id }, { $set: { report } });
        await closeOvertaken(ground, version);
        return { version: { ...version, state: 'PUBLISHED', committed: true, report }, report, supergraph };
      },
    };
  };
}

async function publishedAlready(
  ground: Ground,
  state: State,
  candidate: Candidate,
): Promise<VersionDocument | undefined> {
  const current = state?.versions.find(({ name }) => name === candidate.name);
  if (current === undefined) return undefined;
  const version = await ground.database.versions
    .findById(versionId(current.name, current.version))
    .lean<VersionDocument>();
  if (version?.url !== candidate.url) return undefined;
  return (await readText(ground.database, version.hash)) === candidate.sdl ? version : undefined;
}

interface Unpublished {
  readonly candidate: Candidate;
  readonly actor: Actor;
  readonly report: CheckReport;
  readonly waiting: VersionDocument | undefined;
}

/** Keeps a version that failed or waits, and asks the owners. */
async function keepUnpublished(ground: Ground, parts: Unpublished): Promise<Published> {
  const { candidate, actor, report, waiting } = parts;
  const state: VersionState = report.outcome === 'waits' ? 'WAITING' : 'FAILED';
  if (state === 'WAITING') await holdName(ground, candidate.name, candidate.owner);
  else await requireFewFailed(ground, candidate.name);
  const version =
    waiting === undefined
      ? await addVersion(ground, candidate, actor, { state, report, committed: true })
      : { ...waiting, state, report };
  if (waiting !== undefined)
    await ground.database.versions.updateOne({ _id: waiting._id }, { $set: { state, report } });
  if (state === 'WAITING') {
    await closeOvertaken(ground, version);
    await askOwners(ground, version, report.findings);
  }
  return { version, report };
}

/** One open approval a finding; those that were asked before stay as they are. */
async function askOwners(ground: Ground, version: VersionDocument, findings: readonly Finding[]): Promise<void> {
  const { subgraph, number, hash, url } = version;
  for (const { rule, coordinate, why, owner } of findings.filter(({ severity }) => severity === 'approval'))
    await ground.database.approvals.updateOne(
      { subgraph, version: number, rule, coordinate, owner, state: 'OPEN' },
      { $setOnInsert: { _id: randomUUID(), hash, url, finding: why, askedAt: ground.now() } },
      { upsert: true },
    );
}
