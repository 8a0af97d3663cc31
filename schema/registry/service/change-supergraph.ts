/**
 * The one way in which the graph changes: a new supergraph document with the next number. Its insertion is the commit, since the number is
 * unique. Who loses a race begins again on what the winner wrote, so that each state follows from the one before it and none is overwritten.
 */
import type { Cause, SupergraphDocument, Versions } from '../model/documents.ts';
import { registryFault } from '../errors.ts';
import type { Actor, Ground } from './ground.ts';
import { contractsHash, servedText } from './served-text.ts';

/** What holds now; undefined before the first publish. */
export type State = SupergraphDocument | undefined;

/** The next state. What is left out stays. */
interface Next {
  readonly cause: Cause;
  readonly why: string;
  readonly actor: Actor;
  readonly versions?: Versions;
  readonly quarantined?: readonly string[];
  /** null takes the pin away. */
  readonly pinned?: number | null;
  /** A supergraph whose text may be the one to serve, so that it need not be composed. */
  readonly like?: SupergraphDocument;
}

/** Decides on the state that holds, and is asked again when a race was lost. */
export type Decide<Result> = (
  state: State,
) => Promise<
  | { readonly done: Result }
  | { readonly next: Next; readonly result: (written: SupergraphDocument) => Result | Promise<Result> }
>;

/** How often a lost race is run again. Each loss is another's success, so the graph goes on meanwhile. */
const MOST_TRIES = 200;

const busy = new WeakMap<Ground, Promise<unknown>>();

/**
 * Changes the graph, one change after another in this process.
 * @throws CodedError REGISTRY_NOT_COMPOSABLE, REGISTRY_RACE, and what `decide` throws; nothing is changed then
 */
export function changeSupergraph<Result>(ground: Ground, decide: Decide<Result>): Promise<Result> {
  const mine = (busy.get(ground) ?? Promise.resolve()).then(() => change(ground, decide));
  busy.set(
    ground,
    mine.catch(() => {}),
  );
  return mine;
}

async function change<Result>(ground: Ground, decide: Decide<Result>): Promise<Result> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const state = await currentState(ground);
    const decided = await decide(state);
    if ('done' in decided) return decided.done;
    const written = await write(ground, state, decided.next);
    if (written === undefined) continue;
    // Told first: what is noted beside it need not be waited for.
    if (written.supergraph.hash !== state?.supergraph.hash || variantsDiffer(written, state))
      ground.events.emit('supergraph', { number: written._id, hash: written.supergraph.hash });
    return decided.result(written);
  }
  throw registryFault('REGISTRY_RACE', `${MOST_TRIES} times`);
}

function variantsDiffer(one: SupergraphDocument, other: SupergraphDocument): boolean {
  return JSON.stringify(one.variants) !== JSON.stringify(other.variants);
}

/** @returns the newest state */
export async function currentState({ database }: Pick<Ground, 'database'>): Promise<State> {
  return (await database.supergraphs.findOne().sort({ _id: -1 }).lean<SupergraphDocument>()) ?? undefined;
}

/** @throws CodedError REGISTRY_NOT_FOUND */
export async function supergraphNumber(
  { database }: Pick<Ground, 'database'>,
  number: number,
): Promise<SupergraphDocument> {
  const found = await database.supergraphs.findById(number).lean<SupergraphDocument>();
  if (found === null) throw registryFault('REGISTRY_NOT_FOUND', `no supergraph has the number ${number}`);
  return found;
}

/** @returns what was written; undefined where another was faster */
async function write(ground: Ground, state: State, next: Next): Promise<SupergraphDocument | undefined> {
  const versions = sorted(next.versions ?? state?.versions ?? []);
  const quarantined = next.quarantined ?? state?.quarantined ?? [];
  const pinned = next.pinned === undefined ? state?.pinned : (next.pinned ?? undefined);
  const wanted = pinned === undefined ? versions : (await supergraphNumber(ground, pinned)).served;
  const served = sorted(wanted.filter(({ name }) => !quarantined.includes(name)));
  const document: SupergraphDocument = {
    _id: (state?._id ?? 0) + 1,
    cause: next.cause,
    at: ground.now(),
    by: next.actor.agency,
    token: next.actor.token,
    why: next.why,
    versions,
    served,
    quarantined,
    ...(pinned !== undefined && { pinned }),
    ...(await servedText(ground, served, [state, next.like])),
    contracts: contractsHash(ground),
  };
  try {
    await ground.database.supergraphs.create(document);
    return document;
  } catch (thrown) {
    if (isTaken(thrown)) return undefined;
    throw thrown;
  }
}

/** Whether a document of the same unique key is there already. */
export function isTaken(thrown: unknown): boolean {
  return (thrown as { code?: unknown }).code === 11_000;
}

function sorted(versions: Versions): Versions {
  return versions.map(({ name, version }) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @returns `versions` with another version of one subgraph; without it where that is undefined */
export function withVersion(versions: Versions, name: string, version: number | undefined): Versions {
  const others = versions.filter((each) => each.name !== name);
  return version === undefined ? others : [...others, { name, version }];
}
