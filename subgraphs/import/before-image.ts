/**
 * What stood in documents that a batch has changed, kept so that the job can be taken back. It is sealed as a whole, and what was sealed in it is opened
 * first: keys may be changed before the job is taken back, and a value within a sealed whole would stay under the key before.
 */
import { EJSON } from 'bson';
import { bytesOf, type FieldEncryption } from '../data/field-encryption.ts';
import type { SealedCollection } from '../data/reseal.ts';
import type { ImportKind, Write } from './import-kind.ts';

type Fields = Readonly<Record<string, unknown>>;

/** @returns the text of what stood in each document, null in place of those that were added; null where nothing was changed */
export function textOfBefore(writes: readonly Write[], { sealed }: ImportKind, seal: FieldEncryption): string | null {
  const open = (value: unknown, place: string): string => seal.decrypt(bytesOf(value as Uint8Array), place);
  const before = writes.map(({ before: each, id }) => each && withValues(each, id, sealed, open));
  return before.every((each) => each === undefined) ? null : EJSON.stringify(before.map((each) => each ?? null));
}

/** @returns what is to stand in a document again, sealed under the key that there is now */
export function sealedAnew(
  before: Fields,
  id: string,
  { sealed, restored }: ImportKind,
  seal: FieldEncryption,
): Fields {
  const fields = withValues(before, id, sealed, (text, place) => seal.encrypt(text as string, place));
  return restored?.(fields, id) ?? fields;
}

/** @returns the fields with each value that is sealed in such a document as `change` has it */
function withValues(
  fields: Fields,
  id: string,
  sealed: SealedCollection | undefined,
  change: (value: unknown, place: string) => unknown,
): Fields {
  if (sealed === undefined) return fields;
  const copy = structuredClone(fields);
  for (const { path, value, place } of sealed.valuesOf({ ...fields, _id: id } as never))
    if (value != null) setAt(copy, path.split('.'), change(value, place));
  return copy;
}

function setAt(document: object, path: readonly string[], value: unknown): void {
  const holder = path.slice(0, -1).reduce<object>((inner, name) => (inner as Record<string, object>)[name]!, document);
  (holder as Record<string, unknown>)[path.at(-1)!] = value;
}
