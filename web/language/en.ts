/** Every word of the page in English, by key. `id.ts` has the same keys; a test holds that. ICU messages, as react-intl reads them. */
import { account } from './en/account.ts';
import { data } from './en/data.ts';
import { explain } from './en/explain.ts';
import { exported } from './en/export.ts';
import { numbers } from './en/numbers.ts';
import { overview } from './en/overview.ts';
import { query } from './en/query.ts';
import { saved } from './en/saved.ts';
import { shell } from './en/shell.ts';

export const en = {
  ...shell,
  ...numbers,
  ...overview,
  ...data,
  ...exported,
  ...account,
  ...query,
  ...explain,
  ...saved,
} as const;

/** A key of the catalogues. */
export type MessageKey = keyof typeof en;
