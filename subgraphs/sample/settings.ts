/** Options of `npm run sample`: where to, and under which keys. */
import { environment } from '../../base/environment.ts';
import type { SettingTable } from '../../base/settings.ts';
import { subgraphSettings } from '../settings.ts';

const { mongodbUri, identityKey, encryptionKey, recordKey } = subgraphSettings;

/** Options of the program; docs/config.md lists them. */
export const sampleSettings = {
  mongodbUri: {
    ...mongodbUri,
    schema: mongodbUri.schema.unwrap(),
    what: 'The MongoDB whose databases sigap_agencies, sigap_workers, sigap_groups and sigap_funding are filled, with a user who may write to them and to sigap_exchange.',
  },
  identityKey,
  encryptionKey,
  recordKey,
  nodeEnv: { ...environment, what: 'The sample is for trying out, so production refuses it.' },
} as const satisfies SettingTable;
