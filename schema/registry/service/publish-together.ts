import { registryFault } from '../errors.ts';
import type { SupergraphDocument, VersionDocument } from '../model/documents.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import { readText } from '../model/texts.ts';
import { changeSupergraph, withVersion, type State } from './change-supergraph.ts';
import type { Actor, Ground } from './ground.ts';
import { ownedServices, versionId } from './owned-services.ts';
import { claimName, holdName } from './names.ts';
import { addVersion, dropDraft, settleVersions, type Candidate } from './versions.ts';

/** What came of it: the versions that are new, and the supergraph with them; none where all were published already. */
export interface PublishedTogether {
  readonly versions: readonly VersionDocument[];
  readonly supergraph?: SupergraphDocument;
}

/**
 * Publishes several subgraphs as one change, for those that do not compose one by one: the first of a graph, a field that moves. Composition
 * and privacy are checked. Owners are not asked, so only an operator may, and every version says so.
 * @throws CodedError REGISTRY_NOT_COMPOSABLE, REGISTRY_FORBIDDEN, REGISTRY_CHECK_FAILED, REGISTRY_RACE
 */
export async function publishTogether(
  ground: Ground,
  candidates: readonly Candidate[],
  actor: Actor,
): Promise<PublishedTogether> {
  for (const { name, owner } of candidates) await claimName(ground, name, owner);
  let drafts: VersionDocument[] = [];
  return changeSupergraph<PublishedTogether>(ground, async (state) => {
    for (const draft of drafts) await dropDraft(ground, draft);
    drafts = [];
    const fresh = await notPublished(ground, state, candidates);
    if (fresh.length === 0) return { done: { versions: [] } };
    await requireComposable(ground, state, fresh);
    for (const { name, owner } of fresh) await holdName(ground, name, owner);
    for (const candidate of fresh)
      drafts.push(
        await addVersion(ground, candidate, actor, {
          state: 'PUBLISHED',
          report: reportOf(candidate),
          committed: false,
        }),
      );
    const before = state?.versions ?? [];
    return {
      next: {
        cause: { kind: 'PUBLISH', subgraphs: fresh.map(({ name }) => name) },
        why: fresh[0]!.why,
        actor,
        versions: drafts.reduce((versions, { subgraph, number }) => withVersion(versions, subgraph, number), before),
      },
      result: async (supergraph) => {
        await settleVersions(ground, [before, supergraph.versions]);
        return { versions: drafts.map((draft) => ({ ...draft, committed: true })), supergraph };
      },
    };
  });
}

async function notPublished(ground: Ground, state: State, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const published = await Promise.all(
    candidates.map(async ({ name, url, sdl }) => {
      const current = state?.versions.find((each) => each.name === name);
      if (current === undefined) return false;
      const version = await ground.database.versions.findById(versionId(name, current.version)).lean<VersionDocument>();
      return version?.url === url && (await readText(ground.database, version.hash)) === sdl;
    }),
  );
  return candidates.filter((_candidate, at) => !published[at]);
}

/** Composes everything that is published with what is new, also what is quarantined or pinned away. */
async function requireComposable(ground: Ground, state: State, fresh: readonly Candidate[]): Promise<void> {
  const names = new Set(fresh.map(({ name }) => name));
  const others = await ownedServices(
    ground,
    (state?.versions ?? []).filter(({ name }) => !names.has(name) && !state!.quarantined.includes(name)),
  );
  const composed = await ground.composer.run<'compose'>({
    kind: 'compose',
    services: [...others, ...fresh],
    policy: ground.policy,
    contracts: ground.contracts,
  });
  if (composed.errors !== undefined)
    throw registryFault(
      'REGISTRY_NOT_COMPOSABLE',
      composed.errors.map(({ code, message }) => `${code}: ${message}`).join('\n'),
      {
        extensions: { errors: composed.errors },
      },
    );
  const lost = composed.variants.filter(
    (each) => 'problem' in each && state?.variants.some(({ name, ...rest }) => name === each.name && 'hash' in rest),
  );
  if (lost.length > 0)
    throw registryFault(
      'REGISTRY_NOT_COMPOSABLE',
      lost.map((each) => `CONTRACT/PROBLEM: ${each.name}: ${'problem' in each ? each.problem : ''}`).join('\n'),
    );
}

function reportOf({ name, sdl }: Candidate): VersionDocument['report'] {
  return {
    subgraph: name,
    hash: sha256Of(sdl),
    outcome: 'passed',
    findings: [
      {
        rule: 'COMPOSITION/TOGETHER',
        severity: 'notice',
        coordinate: name,
        why: 'An operator published it together with others: composition and privacy were checked, owners were not asked.',
        todo: 'Publish it alone where it composes alone.',
      },
    ],
  };
}
