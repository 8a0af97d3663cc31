/** Reads one number of an answer, with its marks, from where it stands. */
import type { AnswerError } from '../graph/ask.ts';
import { marked, type Basis, type Marked, type Path } from './marks.ts';

/** What a view has of an answer: its data, of whatever part there is, and its errors. */
export interface Part {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  /** Of the schema that it was made under, where the gateway states it. */
  readonly schemaVersion?: string;
}

/** @returns each version once: a schema may change between two pages of an answer */
export const schemaVersionsOf = (parts: readonly Part[]): string[] => [
  ...new Set(parts.flatMap(({ schemaVersion }) => schemaVersion ?? [])),
];

/** @returns what stands at a path; undefined where something on the way is missing */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const name of path) value = (value as Record<string | number, unknown> | null | undefined)?.[name];
  return value;
}

/** @param path of the number @param basisPath of its `basis`; the one beside it when left out */
export function figureAt(
  { data, errors }: Part,
  path: Path,
  basisPath: Path = [...path.slice(0, -1), 'basis'],
): Marked {
  const value = valueAt(data, path);
  const basis = valueAt(data, basisPath) as Basis | null | undefined;
  return marked(typeof value === 'number' ? value : null, { basis: basis ?? null, errors, path });
}
