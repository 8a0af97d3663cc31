import { readFileSync } from 'node:fs';
import { reasonOf } from '../../base/errors.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { supergraphFault } from './errors.ts';
import type { supergraphSettings } from './settings.ts';

type Options = Pick<SettingsOf<typeof supergraphSettings>, 'registryToken' | 'registryTokenFile'>;

/** @returns the token that a registry is asked with, of the option or of its file @throws CodedError SUPERGRAPH_UNREADABLE for the file */
export function registryTokenOf({ registryToken, registryTokenFile }: Options): string | undefined {
  if (registryToken !== undefined || registryTokenFile === undefined) return registryToken;
  try {
    return readFileSync(registryTokenFile, 'utf8').trim();
  } catch (thrown) {
    throw supergraphFault('SUPERGRAPH_UNREADABLE', `REGISTRY_TOKEN_FILE: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
