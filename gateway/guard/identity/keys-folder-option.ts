import { z } from 'zod';
import { identitySettings } from './settings.ts';

/** KEYS_FOLDER for a command beside a gateway: it goes before the data folder. */
export const keysFolderOption = {
  ...identitySettings.keysFolder,
  schema: z.string().min(1).optional(),
  what: 'Where the gateway keeps its keys; without it the folder keys of the data folder.',
} as const;
