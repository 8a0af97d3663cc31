/** Where the registry is, and the token to ask it with. */
import { existsSync } from 'node:fs';
import { readTokenFile } from '../../access/read-token-file.ts';
import { isThisMachine, safeAddress, type Refuse } from '../../access/safe-address.ts';
import { sigapFault } from '../errors.ts';

/** The words that every command has which asks the registry. */
export interface RegistryWords {
  readonly registry: string;
  readonly tokenFile?: string;
}

/** What the registry is asked with. */
export interface RegistryAccess {
  readonly url: URL;
  readonly token: string | undefined;
}

/** Where `npm start` and `npm run registry` leave the operator's token. */
const OWN_TOKEN = '.data/keys/registry-operator-token';

const refuse: Refuse = (why) => sigapFault('REGISTRY_ADDRESS', why);

/** Beside a registry of this machine its operator's token is taken where none is named. @throws CodedError REGISTRY_ADDRESS */
export function registryAccess({ registry, tokenFile }: RegistryWords): RegistryAccess {
  const url = safeAddress(registry, 'http://127.0.0.1:4010', refuse);
  const file = tokenFile ?? (isThisMachine(url) && existsSync(OWN_TOKEN) ? OWN_TOKEN : undefined);
  return { url, token: file === undefined ? undefined : readTokenFile(file, refuse) };
}
