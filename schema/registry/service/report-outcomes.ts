/** What gateways report of a subgraph: counted on the version that serves, and judged while that version is new. */
import type { CodedError } from '../../../base/errors.ts';
import type { SupergraphDocument, VersionDocument, Versions } from '../model/documents.ts';
import { changeSupergraph, currentState, withVersion } from './change-supergraph.ts';
import type { Ground } from './ground.ts';
import { judgeRollout, type Outcomes } from './judge-rollout.ts';
import { versionId } from './owned-services.ts';
import { settleVersions } from './versions.ts';

/** Outcomes of one subgraph, under the supergraph that the gateway served. */
export interface ReportedOutcomes extends Outcomes {
  readonly subgraph: string;
  /** SHA-256 of the supergraph's text or of its variant's. What was served before the version came does not count against it. */
  readonly supergraph: string;
}

/** @returns the supergraph that takes a version back, if a report made it so */
export async function reportOutcomes(
  ground: Ground,
  reports: readonly ReportedOutcomes[],
): Promise<SupergraphDocument | undefined> {
  const state = await currentState(ground);
  if (state === undefined) return undefined;
  const hashes = [state.supergraph.hash, ...state.variants.flatMap((each) => ('hash' in each ? [each.hash] : []))];
  let rolledBack: SupergraphDocument | undefined;
  for (const { subgraph, supergraph, requests, failures } of reports) {
    const served = state.served.find(({ name }) => name === subgraph);
    if (served === undefined || !hashes.includes(supergraph)) continue;
    const version = await ground.database.versions
      .findOneAndUpdate(
        { _id: versionId(subgraph, served.version), state: 'PUBLISHED' },
        { $inc: { requests, failures } },
        { returnDocument: 'after' },
      )
      .lean<VersionDocument>();
    if (version !== null) rolledBack = (await judged(ground, version)) ?? rolledBack;
  }
  return rolledBack;
}

async function judged(ground: Ground, version: VersionDocument): Promise<SupergraphDocument | undefined> {
  if (version.servedAt == null) return undefined;
  const before = await versionBefore(ground, version);
  const age = ground.now().getTime() - version.servedAt.getTime();
  const why = judgeRollout({ age, now: version, ...(before !== undefined && { before }) }, ground.rollout);
  if (why === undefined) return undefined;
  try {
    return await takeBack(ground, version, before, why);
  } catch (thrown) {
    // What is left does not compose without it: its owner is told, and the operators decide.
    const note = `Its errors are above the threshold, and it could not be taken back (${(thrown as CodedError).code}): ${why}`;
    await ground.database.versions.updateOne({ _id: version._id }, { $set: { note } });
    ground.log.warn(
      { subgraph: version.subgraph, version: version.number, why },
      'a version fails and cannot be taken back',
    );
    return undefined;
  }
}

/** The version of the same subgraph that was published before it. */
async function versionBefore(
  { database }: Ground,
  { subgraph, number }: VersionDocument,
): Promise<VersionDocument | undefined> {
  const first = await database.supergraphs
    .findOne({ versions: { $elemMatch: { name: subgraph, version: number } } }, { _id: 1 })
    .sort({ _id: 1 })
    .lean<{ _id: number }>();
  if (first === null) return undefined;
  const earlier = await database.supergraphs.findById(first._id - 1, { versions: 1 }).lean<{ versions: Versions }>();
  const found = earlier?.versions.find(({ name }) => name === subgraph);
  if (found === undefined) return undefined;
  return (await database.versions.findById(versionId(subgraph, found.version)).lean<VersionDocument>()) ?? undefined;
}

/** A first version leaves the graph; another goes back to the one before. */
function takeBack(
  ground: Ground,
  { subgraph, number }: VersionDocument,
  before: VersionDocument | undefined,
  why: string,
): Promise<SupergraphDocument | undefined> {
  return changeSupergraph<SupergraphDocument | undefined>(ground, (state) => {
    const serves = state?.versions.some(({ name, version }) => name === subgraph && version === number) ?? false;
    // Another report was faster, or its owner has published the next.
    if (state === undefined || !serves) return Promise.resolve({ done: undefined });
    return Promise.resolve({
      next: {
        cause: { kind: 'ERRORS', subgraphs: [subgraph] },
        why,
        actor: { agency: 'REGISTRY', token: 'errors' },
        versions: withVersion(state.versions, subgraph, before?.number),
      },
      result: async (supergraph) => {
        await settleVersions(ground, [state.versions, supergraph.versions], { state: 'ROLLED_BACK', note: why });
        ground.log.warn({ subgraph, version: number, why }, 'a version was rolled back for its errors');
        return supergraph;
      },
    });
  });
}
