/** What the values of an enum are called: by their descriptions in the schema, which carry both languages. */
import { partIn } from './bilingual.ts';
import type { Language } from './languages.ts';

/** A selection of `__type(name: …) { enumValues { name description } }`. */
export type EnumDescriptions =
  { readonly enumValues: readonly { readonly name: string; readonly description: string | null }[] } | null | undefined;

/** What a value of an enum is called, and the whole sentence where its name is only the beginning of one. */
export interface ValueName {
  readonly title: string;
  readonly says?: string;
}

/** @param description of the value, in both languages; what explains it stands behind a semicolon */
export function valueName(description: string, language: Language): ValueName {
  const whole = partIn(description, language);
  const title = whole.split(';', 1)[0]!.trim().replace(/\.$/, '');
  return title.length < whole.replace(/\.$/, '').length ? { title, says: whole } : { title };
}

/** @returns the name of a value in the reader's language; the value itself where it has none */
export function enumNames(described: EnumDescriptions, language: Language): (value: string) => string {
  const names = new Map(
    (described?.enumValues ?? []).map(({ name, description }) => [
      name,
      valueName(description ?? name, language).title,
    ]),
  );
  return (value) => names.get(value) ?? value;
}
