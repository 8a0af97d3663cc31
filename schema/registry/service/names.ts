/**
 * Names of subgraphs: whose they are, from when, and what an operator does about them. A name is held by a version that is served or was, or that
 * waits for approvals. An attempt that failed holds nothing: whoever publishes first has it.
 */
import { registryFault } from '../errors.ts';
import type { Cause, SubgraphDocument, SupergraphDocument } from '../model/documents.ts';
import { changeSupergraph, currentState, isTaken } from './change-supergraph.ts';
import type { Ground } from './ground.ts';
import type { Act } from './operate.ts';

type Names = Pick<Ground, 'database' | 'now'>;

/** Notes for whom a name is meant. @throws CodedError REGISTRY_FORBIDDEN where it is another's, REGISTRY_NAME where another is like it */
export async function claimName(ground: Names, name: string, owner: string): Promise<void> {
  await requireOwnName(ground, name);
  const { database, now } = ground;
  const found = await database.subgraphs.findById(name).lean<SubgraphDocument>();
  if (found === null) {
    await database.subgraphs.create({ _id: name, owner, since: now() }).catch((thrown: unknown) => {
      if (!isTaken(thrown)) throw thrown;
    });
  } else if (found.owner !== owner && !(await isHeld(ground, found))) {
    // Whoever holds it meanwhile has changed it, and keeps it.
    const heldAt = found.heldAt ?? null;
    await database.subgraphs.updateOne({ _id: name, owner: found.owner, heldAt }, { $set: { owner, since: now() } });
  }
  await requireOwner(ground, name, owner);
}

/** Holds a name, just before a version of it is written. @throws CodedError as `claimName` */
export async function holdName(ground: Names, name: string, owner: string): Promise<void> {
  await requireOwnName(ground, name);
  const { matchedCount } = await ground.database.subgraphs.updateOne(
    { _id: name, owner },
    { $set: { heldAt: ground.now() } },
  );
  if (matchedCount === 0) await requireOwner(ground, name, owner);
}

/** @returns whose a name is; undefined while nobody holds it */
export async function nameHolder(ground: Names, name: string): Promise<string | undefined> {
  await requireOwnName(ground, name);
  const found = await ground.database.subgraphs.findById(name).lean<SubgraphDocument>();
  return found !== null && (await isHeld(ground, found)) ? found.owner : undefined;
}

/** Versions from before the name was free last hold nothing. */
async function isHeld({ database }: Names, { _id: subgraph, since }: SubgraphDocument): Promise<boolean> {
  const holding = { subgraph, committed: true, at: { $gte: since } };
  const served = await database.versions.exists({ ...holding, servedAt: { $gt: new Date(0) } });
  return (served ?? (await database.versions.exists({ ...holding, state: 'WAITING' }))) !== null;
}

async function requireOwner({ database }: Names, name: string, owner: string): Promise<void> {
  const found = await database.subgraphs.findById(name).lean<SubgraphDocument>();
  if (found?.owner === owner) return;
  throw registryFault(
    'REGISTRY_FORBIDDEN',
    `${name} belongs to ${found?.owner ?? 'nobody any more'}, expected a token of theirs`,
  );
}

/** @throws CodedError REGISTRY_NAME where a held name differs in its case, - and _ alone: people would take one for the other */
async function requireOwnName(ground: Names, name: string): Promise<void> {
  const all = await ground.database.subgraphs.find().lean<SubgraphDocument[]>();
  for (const other of all)
    if (other._id !== name && folded(other._id) === folded(name) && (await isHeld(ground, other)))
      throw registryFault('REGISTRY_NAME', `${other._id} is there, got ${name}`);
}

const folded = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

/** Gives a subgraph to another agency, whose every further version is. @throws CodedError REGISTRY_NOT_FOUND */
export function moveSubgraph(ground: Ground, name: string, act: Act & { readonly owner: string }): Promise<void> {
  const { owner } = act;
  return recorded(ground, { kind: 'MOVE', subgraphs: [name] }, { ...act, why: `To ${owner}: ${act.why}` }, async () => {
    const changed = await ground.database.subgraphs.updateOne({ _id: name }, { $set: { owner, heldAt: ground.now() } });
    if (changed.matchedCount === 0) throw registryFault('REGISTRY_NOT_FOUND', 'no subgraph has this name');
  });
}

/** Frees the name of a subgraph of which nothing is published: whoever publishes next has it. @throws CodedError REGISTRY_NOT_FOUND, REGISTRY_NOT_NOW */
export async function freeName(ground: Ground, name: string, act: Act): Promise<void> {
  const { database } = ground;
  await recorded(ground, { kind: 'FREE', subgraphs: [name] }, act, async (state) => {
    if ((await database.subgraphs.exists({ _id: name })) === null)
      throw registryFault('REGISTRY_NOT_FOUND', 'no subgraph has this name');
    if (state?.versions.some((each) => each.name === name) || state?.quarantined.includes(name))
      throw registryFault('REGISTRY_NOT_NOW', `${name} is published or quarantined; retract or release it first`);
    const note = `The name was freed: ${act.why}`;
    await database.versions.updateMany({ subgraph: name, state: 'WAITING' }, { $set: { state: 'RETRACTED', note } });
    await database.approvals.updateMany({ subgraph: name, state: 'OPEN' }, { $set: { state: 'CLOSED' } });
    await database.subgraphs.deleteOne({ _id: name });
  });
}

/** Does it in its turn among the changes of the graph, and writes it into the history; before the first publish there is none. */
async function recorded(
  ground: Ground,
  cause: Cause,
  { actor, why }: Act,
  act: (state: SupergraphDocument | undefined) => Promise<void>,
): Promise<void> {
  if ((await currentState(ground)) === undefined) return act(undefined);
  let isDone = false;
  await changeSupergraph(ground, async (state) => {
    if (!isDone) await act(state);
    isDone = true;
    return { next: { cause, actor, why }, result: () => undefined };
  });
}
