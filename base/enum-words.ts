/**
 * What people write in files for a value: its name, its description in English or Indonesian in an agency's contract, and the words of
 * `schema/files/words.yaml`.
 */
import { readFileSync } from 'node:fs';
import { Kind, parse as parseSdl, type DefinitionNode } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { comparable } from './comparable.ts';

/** Values of one list. */
export interface EnumWords {
  readonly values: readonly string[];
  /** The value of each comparable word. */
  readonly byWord: ReadonlyMap<string, string>;
  /** Comparable words that say as little as an empty cell. */
  readonly nothing: ReadonlySet<string>;
  /** What offices write for each value, as they write it; of `NOTHING` too. */
  readonly written: ReadonlyMap<string, readonly string[]>;
}

type Words = Readonly<Record<string, readonly string[]>>;

/** Of words that stand for no value. */
const NOTHING = 'NOTHING';

/** @param subgraph whose SDL is read @throws Error where it has no such enum, or where a word stands for two values */
export function enumWords(subgraph: string, name: string): EnumWords {
  const found = definitionsOf(subgraph).find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name,
  );
  if (found?.kind !== Kind.ENUM_TYPE_DEFINITION) throw new Error(`expected the enum ${name} in ${subgraph}.graphql`);
  const described = (found.values ?? []).map(
    ({ name: value, description }) => [value.value, (description?.value ?? '').split(' / ')] as const,
  );
  return wordsOf(name, new Map(described), writtenFor(name));
}

/** @returns values that no enum of a contract has: what a cell is compared with alone */
export function listedWords(name: string): EnumWords {
  const written = writtenFor(name);
  return wordsOf(name, new Map(Object.keys(written).map((value) => [value, []])), written);
}

const textOf = (file: string): string => readFileSync(new URL(`../schema/${file}`, import.meta.url), 'utf8');

/** Each file is read once: a subgraph asks for the words of many enums while it starts. */
const contracts = new Map<string, readonly DefinitionNode[]>();
let allWritten: Readonly<Record<string, Words>> | undefined;

function definitionsOf(subgraph: string): readonly DefinitionNode[] {
  const known = contracts.get(subgraph);
  if (known !== undefined) return known;
  const { definitions } = parseSdl(textOf(`${subgraph}.graphql`), { noLocation: true });
  contracts.set(subgraph, definitions);
  return definitions;
}

function writtenFor(name: string): Words {
  allWritten ??= parseYaml(textOf('files/words.yaml')) as Readonly<Record<string, Words>>;
  return allWritten[name] ?? {};
}

function wordsOf(name: string, described: ReadonlyMap<string, readonly string[]>, written: Words): EnumWords {
  const byWord = new Map<string, string>();
  for (const [value, descriptions] of described)
    for (const word of [value, ...descriptions, ...(written[value] ?? [])]) {
      const other = byWord.get(comparable(word));
      if (other !== undefined && other !== value) throw new Error(`expected ${name} ${word} for one value`);
      byWord.set(comparable(word), value);
    }
  const unknown = Object.keys(written).filter((value) => value !== NOTHING && !described.has(value));
  if (unknown.length > 0) throw new Error(`expected values of ${name} in words.yaml, got ${unknown.join(', ')}`);
  const nothing = new Set((written[NOTHING] ?? []).map(comparable));
  for (const word of nothing) if (byWord.has(word)) throw new Error(`expected ${name} ${word} once`);
  return { values: [...described.keys()], byWord, nothing, written: new Map(Object.entries(written)) };
}
