/** Where a command finds the keys of an `npm start`, or of a gateway. */
import { join } from 'node:path';
import { z } from 'zod';
import { dataFolder } from '../../../base/data-folder.ts';
import { identitySettings } from './settings.ts';

/** KEYS_FOLDER for a command beside a gateway: it goes before the data folder. */
export const keysFolderOption = {
  ...identitySettings.keysFolder,
  schema: z.string().min(1).optional(),
  what: 'Where the gateway keeps its keys; without it the folder keys of the data folder.',
} as const;

/** @returns the folder of the keys @throws CodedError SEVERAL_STARTS */
export function keysFolderOf({ keysFolder, data }: { readonly keysFolder?: string; readonly data?: string }): string {
  return keysFolder ?? join(dataFolder(data), 'keys');
}
