/**
 * The manifest: operations that the operator lists in advance. Its format is that of Apollo's persisted query manifests, so manifests
 * written by other tools work here too.
 */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  concatAST,
  Kind,
  parse,
  print,
  separateOperations,
  Source,
  stripIgnoredCharacters,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { persistedFault } from './errors.ts';

const file = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z
    .array(
      z.object({
        id: z.string().min(1).max(256),
        name: z.string(),
        type: z.enum(['query', 'mutation', 'subscription']),
        body: z.string().min(1),
      }),
    )
    .max(100_000),
});
/** The JSON of a manifest; at most 100,000 operations. */
export type ManifestFile = z.output<typeof file>;

/** A manifest prepared for look-ups. */
export interface Manifest {
  /** How many operations it lists. */
  readonly size: number;
  /** The text of an operation by its id. */
  byId(id: string): string | undefined;
  /** Whether a text is listed, ignoring white space and comments. */
  lists(text: string): boolean;
}

/** SHA-256 of a text, hexadecimal: the hash of persisted queries. */
export function hashOf(text: string): string {
  return hash('sha256', text);
}

/**
 * Makes a manifest of documents, sorted by the names of their operations. Each id is the hash of the printed operation with its fragments.
 * @param texts file name -> document; a fragment may stand in another file than its spread
 * @throws CodedError BAD_MANIFEST: a text that does not parse, an operation without a name, a name used twice, an unknown fragment
 */
export function buildManifest(texts: ReadonlyMap<string, string>): ManifestFile {
  const documents = [...texts].map(([name, text]) => parsed(name, text));
  const whole = concatAST(documents);
  refuseDoubles(whole);
  const operations = Object.values(separateOperations(whole)).map((document) => {
    const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
    const body = print(document);
    return { id: hashOf(body), name: operation.name!.value, type: operation.operation, body };
  });
  operations.sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations,
  };
}

function parsed(name: string, text: string): DocumentNode {
  try {
    return parse(new Source(text, name));
  } catch (thrown) {
    throw persistedFault('BAD_MANIFEST', `${name}: ${reasonOf(thrown)}`);
  }
}

function refuseDoubles(document: DocumentNode): void {
  const seen = new Set<string>();
  const fragments = new Set(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => one.name.value),
  );
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      throw persistedFault('BAD_MANIFEST', `expected operations and fragments, got ${definition.kind}`);
    const where = definition.loc!.source.name;
    const name = definition.name?.value;
    if (name === undefined) throw persistedFault('BAD_MANIFEST', `${where}: expected every operation to have a name`);
    const key = `${definition.kind === Kind.FRAGMENT_DEFINITION ? 'fragment' : 'operation'} ${name}`;
    if (seen.has(key)) throw persistedFault('BAD_MANIFEST', `${where}: ${key} stands twice`);
    seen.add(key);
    const unknown = unknownSpread(definition, fragments);
    if (unknown !== undefined)
      throw persistedFault('BAD_MANIFEST', `${where}: ${key} spreads ${unknown}, which stands nowhere`);
  }
}

function unknownSpread(
  definition: Pick<OperationDefinitionNode, 'selectionSet'>,
  fragments: ReadonlySet<string>,
): string | undefined {
  for (const selection of definition.selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD && !fragments.has(selection.name.value)) return selection.name.value;
    const within =
      'selectionSet' in selection && selection.selectionSet
        ? unknownSpread({ selectionSet: selection.selectionSet }, fragments)
        : undefined;
    if (within !== undefined) return within;
  }
  return undefined;
}

/** Reads a manifest from a file. @throws CodedError BAD_MANIFEST */
export async function readManifest(path: string): Promise<Manifest> {
  try {
    const read = file.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (read.success) return manifestOf(read.data);
    const issue = read.error.issues[0]!;
    throw new Error(`${issue.path.join('.') || 'the file'}: ${issue.message}`);
  } catch (thrown) {
    throw persistedFault('BAD_MANIFEST', `${path}: ${reasonOf(thrown)}`);
  }
}

/** Prepares the JSON of a manifest for look-ups. */
export function manifestOf({ operations }: ManifestFile): Manifest {
  const texts = new Map(operations.map(({ id, body }) => [id, body]));
  const exact = new Set(operations.map(({ body }) => hashOf(body)));
  const bare = new Set(operations.map(({ body }) => hashOf(stripIgnoredCharacters(body))));
  // White space may make a listed text longer. A bound keeps unlisted long texts from being tokenized.
  const longest = 4 * operations.reduce((most, { body }) => Math.max(most, body.length), 0);
  return {
    size: texts.size,
    byId: (id) => texts.get(id),
    lists: (text) => exact.has(hashOf(text)) || (text.length <= longest && bare.has(bareHash(text))),
  };
}

function bareHash(text: string): string {
  try {
    return hashOf(stripIgnoredCharacters(text));
  } catch {
    return '';
  }
}
