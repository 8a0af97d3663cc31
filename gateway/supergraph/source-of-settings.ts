import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { supergraphFault } from './errors.ts';
import { givenOrRead } from './given-or-read.ts';
import { registrySource } from './registry-source.ts';
import { registryTokenOf } from './registry-token-of.ts';
import type { supergraphSettings } from './settings.ts';
import { supergraphFile } from './supergraph-file.ts';
import type { SupergraphSource } from './supergraph-source.ts';

type Options = SettingsOf<typeof supergraphSettings>;

/** What the option begins with where a registry has the supergraph. */
const REGISTRY = 'registry:';

/** Whether SUPERGRAPH names a registry. */
export function isFromRegistry({ supergraph }: Pick<Options, 'supergraph'>): boolean {
  return supergraph.startsWith(REGISTRY);
}

/** @returns the source that SUPERGRAPH names: a file, or a registry @throws CodedError SUPERGRAPH_UNREADABLE for the file of a token or key, SUPERGRAPH_CONTRACT for contracts of a variant */
export function sourceOfSettings(settings: Options, log?: Pick<Log, 'warn' | 'info'>): SupergraphSource {
  const {
    supergraph,
    supergraphPoll: poll,
    registryKey,
    registryKeyFile,
    supergraphCopy: copies,
    contracts,
  } = settings;
  if (!isFromRegistry(settings)) return supergraphFile(supergraph, poll, contracts);
  const url = new URL(supergraph.slice(REGISTRY.length));
  const variant = url.searchParams.get('variant') ?? undefined;
  if (variant !== undefined && contracts.length > 0)
    throw supergraphFault('SUPERGRAPH_CONTRACT', 'expected CONTRACTS or ?variant= in SUPERGRAPH, got both');
  const key = givenOrRead(registryKey, { file: registryKeyFile, option: 'REGISTRY_KEY_FILE' });
  return registrySource({ url, variant, contracts, token: registryTokenOf(settings), key, copies, poll, log });
}
