/** What operators and owners do to the graph as a whole. Each writes a state like every other, so each can be seen, and undone by the next. */
import { registryFault } from '../errors.ts';
import type { Cause, SupergraphDocument } from '../model/documents.ts';
import { readText } from '../model/texts.ts';
import { changeSupergraph, supergraphNumber, withVersion, type State } from './change-supergraph.ts';
import type { Actor, Ground } from './ground.ts';
import { settleVersions } from './versions.ts';

/** The state that was written, and what clients can no longer ask. */
export interface Operated {
  readonly supergraph: SupergraphDocument;
  readonly lost: readonly string[];
}

/** Who acts, and why. */
export interface Act {
  readonly actor: Actor;
  readonly why: string;
}

/** Takes a subgraph out for good, as its owner. The name of a quarantined one stays barred until it is released. @throws CodedError REGISTRY_NOT_COMPOSABLE, REGISTRY_NOT_FOUND */
export function retract(ground: Ground, name: string, act: Act): Promise<Operated> {
  return changeSupergraph(ground, (state) => {
    requirePublished(state, name);
    const next = { ...nextOf('RETRACT', [name], act), versions: withVersion(state.versions, name, undefined) };
    return Promise.resolve({
      next,
      result: async (supergraph) => {
        await settleVersions(ground, [state.versions, supergraph.versions], { state: 'RETRACTED', note: act.why });
        return operated(ground, state, supergraph);
      },
    });
  });
}

/** Takes a subgraph's fields out until it is released; its versions go on. @throws CodedError REGISTRY_NOT_COMPOSABLE, REGISTRY_NOT_NOW */
export function quarantine(ground: Ground, name: string, act: Act): Promise<Operated> {
  return changeSupergraph(ground, (state) => {
    requirePublished(state, name);
    if (state.quarantined.includes(name)) throw registryFault('REGISTRY_NOT_NOW', `${name} is quarantined already`);
    return Promise.resolve({
      next: { ...nextOf('QUARANTINE', [name], act), quarantined: [...state.quarantined, name] },
      result: (supergraph) => operated(ground, state, supergraph),
    });
  });
}

/** Puts a subgraph back. @throws CodedError REGISTRY_NOT_COMPOSABLE, REGISTRY_NOT_NOW */
export function release(ground: Ground, name: string, act: Act): Promise<Operated> {
  return changeSupergraph(ground, (state) => {
    if (state?.quarantined.includes(name) !== true)
      throw registryFault('REGISTRY_NOT_NOW', `${name} is not quarantined`);
    return Promise.resolve({
      next: { ...nextOf('RELEASE', [name], act), quarantined: state.quarantined.filter((each) => each !== name) },
      result: (supergraph) => operated(ground, state, supergraph),
    });
  });
}

/** Serves an earlier supergraph whatever is published, until it is unpinned. @throws CodedError REGISTRY_NOT_FOUND, REGISTRY_NOT_NOW */
export function pinSupergraph(ground: Ground, number: number, act: Act): Promise<Operated> {
  return changeSupergraph(ground, async (state) => {
    const target = await supergraphNumber(ground, number);
    const barred = target.served.filter(({ name }) => state?.quarantined.includes(name)).map(({ name }) => name);
    if (barred.length > 0)
      throw registryFault('REGISTRY_NOT_NOW', `supergraph ${number} has ${barred.join(', ')}, which is quarantined`);
    return {
      next: { ...nextOf('PIN', [], act, number), pinned: number, like: target },
      result: (supergraph) => operated(ground, state, supergraph),
    };
  });
}

/** Serves what is published again. @throws CodedError REGISTRY_NOT_NOW, REGISTRY_NOT_COMPOSABLE */
export function unpin(ground: Ground, act: Act): Promise<Operated> {
  return changeSupergraph(ground, (state) => {
    if (state?.pinned === undefined) throw registryFault('REGISTRY_NOT_NOW', 'the supergraph is not pinned');
    return Promise.resolve({
      next: { ...nextOf('UNPIN', [], act), pinned: null },
      result: (supergraph) => operated(ground, state, supergraph),
    });
  });
}

/**
 * Goes back to the versions of the supergraph before; again: to the one before that. What is quarantined stays so.
 * @throws CodedError REGISTRY_NOTHING_BEFORE, REGISTRY_PINNED, REGISTRY_NOT_COMPOSABLE
 */
export function rollback(ground: Ground, act: Act): Promise<Operated> {
  return changeSupergraph(ground, async (state) => {
    if (state?.pinned !== undefined) throw registryFault('REGISTRY_PINNED', `to ${state.pinned}`);
    const target = await before(ground, state);
    if (state === undefined || target === undefined) throw registryFault('REGISTRY_NOTHING_BEFORE');
    return {
      next: { ...nextOf('ROLLBACK', changed(state, target), act, target._id), versions: target.versions, like: target },
      result: async (supergraph) => {
        await settleVersions(ground, [state.versions, supergraph.versions], { state: 'ROLLED_BACK', note: act.why });
        return operated(ground, state, supergraph);
      },
    };
  });
}

/** The newest supergraph with another text, before the one that this state is or goes back to. */
async function before({ database }: Ground, state: State): Promise<State> {
  if (state === undefined) return undefined;
  const from = state.cause.kind === 'ROLLBACK' ? (state.cause.to ?? state._id) : state._id;
  const found = await database.supergraphs
    .findOne({ _id: { $lt: from }, 'supergraph.hash': { $ne: state.supergraph.hash } })
    .sort({ _id: -1 })
    .lean<SupergraphDocument>();
  return found ?? undefined;
}

function changed(one: SupergraphDocument, other: SupergraphDocument): string[] {
  const numbers = new Map(other.versions.map(({ name, version }) => [name, version]));
  const names = new Set([...one.versions, ...other.versions].map(({ name }) => name));
  return [...names].filter((name) => one.versions.find((each) => each.name === name)?.version !== numbers.get(name));
}

function requirePublished(state: State, name: string): asserts state is SupergraphDocument {
  if (!state?.versions.some((each) => each.name === name))
    throw registryFault('REGISTRY_NOT_FOUND', `no version of ${name} is published`);
}

function nextOf(kind: Cause['kind'], subgraphs: readonly string[], { actor, why }: Act, to?: number) {
  return { cause: { kind, subgraphs, ...(to !== undefined && { to }) }, actor, why };
}

async function operated(ground: Ground, state: State, supergraph: SupergraphDocument): Promise<Operated> {
  if (state === undefined || state.supergraph.hash === supergraph.supergraph.hash) return { supergraph, lost: [] };
  const [older, newer] = await Promise.all(
    [state, supergraph].map((each) => readText(ground.database, each.supergraph.hash)),
  );
  const { lost } = await ground.composer.run<'diff'>({ kind: 'diff', before: older!, after: newer! });
  return { supergraph, lost };
}
