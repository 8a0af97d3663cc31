/** Writes the subgraph that an agency starts from. The templates are whole programs; their names alone are put in. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quote } from '../../../base/errors.ts';
import { kitFault } from './errors.ts';

/** Languages that there is a kit in: a folder each beside this file. What all have stands in `shared/`. */
export const KIT_LANGUAGES = ['typescript', 'python', 'go'] as const;

/** Which kit is written, and where. */
export interface KitRequest {
  /** Of the subgraph: `health`. */
  readonly name: string;
  /** Code of the agency that owns it: `DINKES`. */
  readonly owner: string;
  /** One of KIT_LANGUAGES. */
  readonly language: string;
  /** A new or an empty one. */
  readonly folder: string;
}

const NAME = /^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const OWNER = /^[A-Z][A-Z0-9_]{1,29}$/;
const here = fileURLToPath(new URL('.', import.meta.url));
const vectors = fileURLToPath(new URL('../vectors/', import.meta.url));
/** What a run of a template in its own place leaves behind. */
const LEFT_BEHIND = new Set(['node_modules', 'dist', '__pycache__', '.pytest_cache', '.venv', 'package-lock.json']);

/**
 * @returns the files written, from the folder
 * @throws CodedError BAD_SUBGRAPH_NAME, BAD_AGENCY_CODE, UNKNOWN_KIT_LANGUAGE, FOLDER_NOT_EMPTY; then nothing is written
 */
export function writeKit({ name, owner, language, folder }: KitRequest): readonly string[] {
  if (!NAME.test(name))
    throw kitFault('BAD_SUBGRAPH_NAME', `expected small letters, digits and dashes, got ${quote(name)}`);
  if (!OWNER.test(owner)) throw kitFault('BAD_AGENCY_CODE', `expected a code such as DINKES, got ${quote(owner)}`);
  if (!(KIT_LANGUAGES as readonly string[]).includes(language))
    throw kitFault('UNKNOWN_KIT_LANGUAGE', `expected one of ${KIT_LANGUAGES.join(', ')}, got ${quote(language)}`);
  if (entriesOf(folder).length > 0) throw kitFault('FOLDER_NOT_EMPTY', `expected no files in ${resolve(folder)}`);
  const named = namesFor(name, owner);
  const files = [join(here, language), join(here, 'shared')].flatMap((template) =>
    filesIn(template).map((file) => ({ from: file, to: relative(template, file), text: named })),
  );
  const copies = filesIn(vectors)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ from: file, to: join('vectors', relative(vectors, file)), text: asItIs }));
  for (const { from, to, text } of [...files, ...copies]) {
    const path = join(folder, to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text(readFileSync(from, 'utf8')));
  }
  return [...files, ...copies].map(({ to }) => to);
}

const asItIs = (text: string): string => text;

/** @returns puts the names in: `kit-name` and `kit_name` as programs write them, `kitName` and `KitName` in the schema, `KIT_OWNER` */
function namesFor(name: string, owner: string): (text: string) => string {
  const words = name.split('-');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const names: Readonly<Record<string, string>> = {
    'kit-name': name,
    kit_name: words.join('_'),
    kitName: words[0]! + pascal.slice(words[0]!.length),
    KitName: pascal,
    KIT_OWNER: owner,
  };
  return (text) => text.replaceAll(/kit-name|kit_name|kitName|KitName|KIT_OWNER/g, (found) => names[found]!);
}

/** @returns nothing where there is no such folder @throws CodedError FOLDER_NOT_EMPTY where it is a file */
function entriesOf(folder: string): readonly string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) throw kitFault('FOLDER_NOT_EMPTY', `expected a folder, got the file ${resolve(folder)}`);
  return readdirSync(folder);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_BEHIND.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}
