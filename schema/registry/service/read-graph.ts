/** Reads: subgraphs with where they stand, versions, the history, what differs, and the text that is served. */
import { registryFault } from '../errors.ts';
import type {
  ApprovalDocument,
  Signed,
  SubgraphDocument,
  SupergraphDocument,
  VersionDocument,
} from '../model/documents.ts';
import { readText } from '../model/texts.ts';
import type { SchemaDiff } from '../composer/schema-diff.ts';
import { currentState, supergraphNumber, type State } from './change-supergraph.ts';
import type { Ground } from './ground.ts';
import { versionId } from './owned-services.ts';
import { approvalView, supergraphView, versionView } from './views.ts';

/** Every subgraph: its owner, the version that is published, the newest one, and what its owner should know. */
export async function listSubgraphs({ database }: Ground) {
  const state = await currentState({ database });
  const [subgraphs, newest, open] = await Promise.all([
    database.subgraphs.find().sort({ _id: 1 }).lean<SubgraphDocument[]>(),
    database.versions.aggregate<{ _id: string; number: number }>([
      { $match: { committed: true } },
      { $group: { _id: '$subgraph', number: { $max: '$number' } } },
    ]),
    database.approvals.find({ state: 'OPEN' }, { subgraph: 1 }).lean<{ subgraph: string }[]>(),
  ]);
  const wanted = new Map(state?.versions.map(({ name, version }) => [name, version]));
  const ids = [
    ...newest.map(({ _id, number }) => versionId(_id, number)),
    ...[...wanted].map(([name, version]) => versionId(name, version)),
  ];
  const versions = new Map(
    (await database.versions.find({ _id: { $in: ids } }, { report: 0 }).lean<VersionDocument[]>()).map((each) => [
      each._id,
      each,
    ]),
  );
  const view = (name: string, number: number | undefined) => {
    const found = number === undefined ? undefined : versions.get(versionId(name, number));
    return found && versionView(found);
  };
  return subgraphs.map(({ _id: name, owner, since }) => ({
    name,
    owner,
    since,
    current: view(name, wanted.get(name)),
    newest: view(name, newest.find(({ _id }) => _id === name)?.number),
    served: state?.served.find((each) => each.name === name)?.version,
    quarantined: state?.quarantined.includes(name) ?? false,
    openApprovals: open.filter(({ subgraph }) => subgraph === name).length,
  }));
}

/** One subgraph with all its versions, the newest first. @throws CodedError REGISTRY_NOT_FOUND */
export async function showSubgraph(ground: Ground, name: string) {
  const found = (await listSubgraphs(ground)).find((each) => each.name === name);
  if (found === undefined) throw registryFault('REGISTRY_NOT_FOUND', 'no subgraph has this name');
  const versions = await ground.database.versions
    .find({ subgraph: name, committed: true }, { report: 0 })
    .sort({ number: -1 })
    .lean<VersionDocument[]>();
  return { ...found, versions: versions.map((each) => overtaken(versionView(each), found.current?.number)) };
}

/** A version that was published and is not any more, since another of its subgraph is. */
function overtaken<View extends { readonly number: number; readonly state: string }>(
  view: View,
  current: number | undefined,
): Omit<View, 'state'> & { readonly state: string } {
  return { ...view, state: view.state === 'PUBLISHED' && view.number !== current ? 'SUPERSEDED' : view.state };
}

/** One version with SDL, report and approvals. @throws CodedError REGISTRY_NOT_FOUND */
export async function showVersion({ database }: Ground, name: string, number: number) {
  const found = await database.versions
    .findOne({ _id: versionId(name, number), committed: true })
    .lean<VersionDocument>();
  if (found === null) throw registryFault('REGISTRY_NOT_FOUND', 'no such version');
  const wanted = (await currentState({ database }))?.versions.find((each) => each.name === name);
  const approvals = await database.approvals
    .find({ subgraph: name, version: number })
    .sort({ askedAt: 1 })
    .lean<ApprovalDocument[]>();
  return {
    ...overtaken(versionView(found), wanted?.version),
    sdl: await readText(database, found.hash),
    report: found.report,
    approvals: approvals.map(approvalView),
  };
}

/** The history, the newest first. @param before numbers below this one; from the newest when left out */
export async function listSupergraphs({ database }: Ground, limit: number, before?: number) {
  const found = await database.supergraphs
    .find(before === undefined ? {} : { _id: { $lt: before } })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<SupergraphDocument[]>();
  return found.map(supergraphView);
}

/** One supergraph with its text. @throws CodedError REGISTRY_NOT_FOUND */
export async function showSupergraph(ground: Ground, number: number) {
  const found = await supergraphNumber(ground, number);
  return { ...supergraphView(found), sdl: await readText(ground.database, found.supergraph.hash) };
}

/** What differs between two supergraphs: versions by subgraph, and what clients see. @throws CodedError REGISTRY_NOT_FOUND */
export async function diffSupergraphs(ground: Ground, from: number, to: number) {
  const [one, other] = await Promise.all([supergraphNumber(ground, from), supergraphNumber(ground, to)]);
  const names = [...new Set([...one.served, ...other.served].map(({ name }) => name))].sort();
  const numberIn = ({ served }: SupergraphDocument, name: string): number | undefined =>
    served.find((each) => each.name === name)?.version;
  const schema: SchemaDiff =
    one.supergraph.hash === other.supergraph.hash
      ? { lost: [], gained: [], changes: [] }
      : await ground.composer.run<'diff'>({
          kind: 'diff',
          before: await readText(ground.database, one.supergraph.hash),
          after: await readText(ground.database, other.supergraph.hash),
        });
  return {
    from,
    to,
    subgraphs: names
      .map((name) => ({ name, before: numberIn(one, name), after: numberIn(other, name) }))
      .filter(({ before, after }) => before !== after),
    ...schema,
  };
}

/** What is served now, whole or as a variant. @throws CodedError REGISTRY_NOT_FOUND before the first publish and for a variant there is not */
export async function servedNow(
  { database }: Pick<Ground, 'database'>,
  variant?: string,
): Promise<Signed & { readonly number: number }> {
  return servedIn(await currentState({ database }), variant);
}

/** The same of a state that was read. @throws CodedError as `servedNow` */
export function servedIn(state: State, variant?: string): Signed & { readonly number: number } {
  if (state === undefined) throw registryFault('REGISTRY_NOT_FOUND', 'nothing is published yet');
  const number = state._id;
  if (variant === undefined) return { number, ...state.supergraph };
  const found = state.variants.find(({ name }) => name === variant);
  if (found === undefined) throw registryFault('REGISTRY_NOT_FOUND', 'no contract has this name');
  // A document that mongoose made without a value may hold null in its place.
  if (!('hash' in found))
    throw registryFault('REGISTRY_NOT_FOUND', `this supergraph has no such variant: ${found.problem}`);
  return { number, hash: found.hash, signature: found.signature };
}

/** Approvals, the newest first. */
export async function listApprovals({ database }: Ground, state?: ApprovalDocument['state']) {
  const found = await database.approvals
    .find(state === undefined ? {} : { state })
    .sort({ askedAt: -1 })
    .limit(500)
    .lean<ApprovalDocument[]>();
  return found.map(approvalView);
}
