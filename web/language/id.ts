/** Setiap kata pada halaman dalam bahasa Indonesia, menurut kunci yang sama dengan `en.ts`. */
import type { MessageKey } from './en.ts';
import { account } from './id/account.ts';
import { data } from './id/data.ts';
import { explain } from './id/explain.ts';
import { exported } from './id/export.ts';
import { numbers } from './id/numbers.ts';
import { overview } from './id/overview.ts';
import { query } from './id/query.ts';
import { saved } from './id/saved.ts';
import { shell } from './id/shell.ts';

export const id: Readonly<Record<MessageKey, string>> = {
  ...shell,
  ...numbers,
  ...overview,
  ...data,
  ...exported,
  ...account,
  ...query,
  ...explain,
  ...saved,
};
