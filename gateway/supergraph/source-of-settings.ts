import { readFileSync } from 'node:fs';
import { reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { supergraphFault } from './errors.ts';
import { registrySource } from './registry-source.ts';
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

/** @returns the source that SUPERGRAPH names: a file, or a registry @throws CodedError SUPERGRAPH_UNREADABLE for a token's file */
export function sourceOfSettings(settings: Options, log?: Pick<Log, 'warn' | 'info'>): SupergraphSource {
  const { supergraph, supergraphPoll: poll, registryKey: key, supergraphCopy: copies } = settings;
  if (!isFromRegistry(settings)) return supergraphFile(supergraph, poll);
  const url = new URL(supergraph.slice(REGISTRY.length));
  const variant = url.searchParams.get('variant') ?? undefined;
  return registrySource({ url, variant, token: tokenOf(settings), key, copies, poll, log });
}

function tokenOf({ registryToken, registryTokenFile }: Options): string | undefined {
  if (registryToken !== undefined || registryTokenFile === undefined) return registryToken;
  try {
    return readFileSync(registryTokenFile, 'utf8').trim();
  } catch (thrown) {
    throw supergraphFault('SUPERGRAPH_UNREADABLE', `REGISTRY_TOKEN_FILE: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
