/** What the values of an enum are called: by their descriptions in the schema, which carry both languages. */
import { partIn } from './bilingual.ts';
import type { Language } from './languages.ts';

/** A selection of `__type(name: …) { enumValues { name description } }`. */
export type EnumDescriptions =
  { readonly enumValues: readonly { readonly name: string; readonly description: string | null }[] } | null | undefined;

/** @returns the name of a value in the reader's language; the value itself where it has none */
export function enumNames(described: EnumDescriptions, language: Language): (value: string) => string {
  const names = new Map(
    (described?.enumValues ?? []).map(({ name, description }) => [
      name,
      partIn(description ?? name, language).replace(/\.$/, ''),
    ]),
  );
  return (value) => names.get(value) ?? value;
}
