import { reasonOf } from '../../base/errors.ts';
import type { OwnedSubgraph } from '../checks/check-input.ts';
import type { VersionDocument } from './model/documents.ts';
import { sha256Of } from '../composition/sha256-of.ts';
import { currentState } from './service/change-supergraph.ts';
import { publishTogether } from './service/publish-together.ts';
import type { Actor, Ground } from './service/ground.ts';

/**
 * Publishes what a program brings along: at the first start, and when its files differ from the newest version. One that an operator rolled
 * back or retracted stays so until the files change. Where they do not compose with what partners have published since, that goes on.
 * @throws CodedError REGISTRY_NOT_COMPOSABLE where nothing is published yet
 */
export async function publishOwn(ground: Ground, operator: Actor, services: readonly OwnedSubgraph[]): Promise<void> {
  const { database, log } = ground;
  const newest = await Promise.all(
    services.map(({ name }) =>
      database.versions.findOne({ subgraph: name, committed: true }).sort({ number: -1 }).lean<VersionDocument>(),
    ),
  );
  const changed = services.filter(({ sdl, url }, at) => newest[at]?.hash !== sha256Of(sdl) || newest[at].url !== url);
  if (changed.length === 0) return;
  const candidates = changed.map((each) => ({ ...each, why: 'The files of this program.' }));
  try {
    await publishTogether(ground, candidates, operator);
  } catch (thrown) {
    if ((await currentState(ground)) === undefined) throw thrown;
    const subgraphs = changed.map(({ name }) => name);
    log.warn(
      { subgraphs, reason: reasonOf(thrown) },
      'the files of this program cannot be published; the registry goes on with what it has',
    );
  }
}
