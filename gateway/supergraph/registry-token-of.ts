import type { SettingsOf } from '../../base/settings.ts';
import { givenOrRead } from './given-or-read.ts';
import type { supergraphSettings } from './settings.ts';

type Options = Pick<SettingsOf<typeof supergraphSettings>, 'registryToken' | 'registryTokenFile'>;

/** @returns the token that a registry is asked with, of the option or of its file @throws CodedError SUPERGRAPH_UNREADABLE for the file */
export function registryTokenOf({ registryToken, registryTokenFile }: Options): string | undefined {
  return givenOrRead(registryToken, { file: registryTokenFile, option: 'REGISTRY_TOKEN_FILE' });
}
