import type { MessageKey } from './en.ts';

/** A message in the reader's language, its values filled in. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
