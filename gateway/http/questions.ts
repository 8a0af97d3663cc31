/** Ready questions: operation documents in a folder, offered by the explorer and prepared before the first client asks. Ready changes are offered alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { httpFault } from './errors.ts';

/** One ready question. */
export interface ShippedQuestion {
  /** The file's name without its ending. */
  readonly name: string;
  /** The first line of the document's comment, or the name. */
  readonly title: string;
  /** The whole document. */
  readonly text: string;
}

/**
 * @param folder of `*.graphql` files, one operation each; read once, in the order of their names
 * @throws CodedError QUESTIONS_UNREADABLE
 */
export function readQuestions(folder: string): ShippedQuestion[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .sort()
      .map((file) => questionOf(folder, file));
  } catch (thrown) {
    throw httpFault(
      'QUESTIONS_UNREADABLE',
      `expected a folder of .graphql files, got ${folder} (${(thrown as NodeJS.ErrnoException).code})`,
    );
  }
}

/**
 * @param folder as of `readQuestions` @returns the documents in its folder `changes`, one mutation each; none without one
 * @throws CodedError QUESTIONS_UNREADABLE
 */
export function readChanges(folder: string): ShippedQuestion[] {
  const changes = join(folder, 'changes');
  return existsSync(changes) ? readQuestions(changes) : [];
}

function questionOf(folder: string, file: string): ShippedQuestion {
  const text = readFileSync(join(folder, file), 'utf8');
  const name = basename(file, '.graphql');
  const title = /^#\s*(.+)$/m.exec(text)?.[1]?.trim();
  return { name, title: title ?? name, text };
}
