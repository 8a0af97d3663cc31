import type { OwnedSubgraph } from '../../checks/check-input.ts';
import { registryFault } from '../errors.ts';
import type { SubgraphDocument, VersionDocument, Versions } from '../model/documents.ts';
import { readText } from '../model/texts.ts';
import type { Ground } from './ground.ts';

/** @returns the subgraphs of these versions with SDL and owner, by name @throws CodedError REGISTRY_NOT_FOUND for one that is lost */
export async function ownedServices(
  { database }: Pick<Ground, 'database'>,
  versions: Versions,
): Promise<readonly OwnedSubgraph[]> {
  const ids = versions.map(({ name, version }) => versionId(name, version));
  const [found, subgraphs] = await Promise.all([
    database.versions.find({ _id: { $in: ids } }, { report: 0 }).lean<VersionDocument[]>(),
    database.subgraphs.find({ _id: { $in: versions.map(({ name }) => name) } }).lean<SubgraphDocument[]>(),
  ]);
  const owners = new Map(subgraphs.map(({ _id, owner }) => [_id, owner]));
  const byId = new Map(found.map((each) => [each._id, each]));
  const services = versions.map(async ({ name, version }) => {
    const document = byId.get(versionId(name, version));
    if (document === undefined) throw registryFault('REGISTRY_NOT_FOUND', `version ${version} of ${name} is lost`);
    return {
      name,
      owner: owners.get(name) ?? document.by,
      url: document.url,
      sdl: await readText(database, document.hash),
    };
  });
  return Promise.all(services);
}

/** @returns the id of a version's document */
export function versionId(subgraph: string, number: number): string {
  return `${subgraph}/${number}`;
}
