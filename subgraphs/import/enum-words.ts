/** What people write for the values of an enum: its name, and its description in English or Indonesian, of the agency's own contract. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { comparable } from './comparable.ts';

/** Values of one enum by comparable word. */
export interface EnumWords {
  readonly values: readonly string[];
  readonly byWord: ReadonlyMap<string, string>;
}

/** @param subgraph whose SDL is read @throws Error where it has no such enum */
export function enumWords(subgraph: string, name: string): EnumWords {
  const { definitions } = parse(readFileSync(new URL(`../../schema/${subgraph}.graphql`, import.meta.url), 'utf8'));
  const found = definitions.find((each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name);
  if (found?.kind !== Kind.ENUM_TYPE_DEFINITION) throw new Error(`expected the enum ${name} in ${subgraph}.graphql`);
  const byWord = new Map<string, string>();
  for (const { name: value, description } of found.values ?? []) {
    const words = (description?.value ?? '').split(' / ');
    for (const word of [value.value, ...words]) byWord.set(comparable(word), value.value);
  }
  return { values: (found.values ?? []).map(({ name: value }) => value.value), byWord };
}
