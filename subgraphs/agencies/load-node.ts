/** What the graph's own `id` names, whichever type it is of. */
import { subgraphFault } from '../errors.ts';
import type { AgencyLoaders } from './loaders.ts';
import type { AgenciesParents } from './parents.ts';

/** Which loader has the rows of a type that implements `Node`. */
const LOADERS = {
  City: 'city',
  District: 'district',
  Village: 'village',
  Agency: 'agency',
  PublishedFigure: 'figure',
} as const satisfies Partial<Record<keyof AgenciesParents, keyof AgencyLoaders>>;

type NodeType = keyof typeof LOADERS;
type Node = { [Type in NodeType]: AgenciesParents[Type] & { readonly __typename: Type } }[NodeType];

const isNodeType = (type: string): type is NodeType => Object.hasOwn(LOADERS, type);

/**
 * @param id `District:32.75.01`, as `globalId` makes it @returns null where there is no such thing
 * @throws CodedError BAD_NODE_ID, by the form of the id alone: it says of nothing whether it is there
 */
export async function loadNode(id: string, load: AgencyLoaders): Promise<Node | null> {
  const [type, key] = partsOf(id);
  if (!isNodeType(type) || key === '')
    throw subgraphFault('BAD_NODE_ID', `expected ${Object.keys(LOADERS).join(', ')} and a code behind a colon`);
  const found = await load[LOADERS[type]].load(key);
  return found == null ? null : ({ ...found, __typename: type } as Node);
}

function partsOf(id: string): readonly [type: string, key: string] {
  const colon = id.indexOf(':');
  return colon === -1 ? ['', ''] : [id.slice(0, colon), id.slice(colon + 1)];
}
