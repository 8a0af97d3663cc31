/** Writes the files that a dashboard starts from: `sigap client init`. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { withoutNumbers } from '../../base/person-numbers.ts';
import { boundedText } from '../access/bounded-text.ts';
import { oneLine } from '../terminal/one-line.ts';
import { clientFault } from './errors.ts';
import { schemaFacts } from './schema-facts.ts';
import { credentialHeaders, type Credential } from './template/credential.ts';

/** Which graph it is for, and where it is written. */
export interface ClientRequest {
  /** Of the graph: `https://graph.example/graphql`. */
  readonly url: URL;
  /** As whom the schema is read. */
  readonly credential: Credential;
  readonly folder: string;
  /** Whether files that are there are written anew. */
  readonly again: boolean;
}

const TEMPLATE = fileURLToPath(new URL('./template/', import.meta.url));
const FACTS = 'schema-facts.ts';
const SETTINGS = 'settings.ts';
const SCHEMA = 'schema.graphql';
const WAIT_MS = 20_000;
/** The most of a refusal that is repeated, in characters. */
const LONGEST = 300;
/** Of a schema; no gateway serves a larger one. */
const MOST_BYTES = 8_000_000;

/**
 * @returns the files written, from the folder
 * @throws CodedError CLIENT_FILES, CLIENT_SCHEMA, CLIENT_GRAPH; then nothing is written. CLIENT_FOLDER
 */
export async function writeClient({ url, credential, folder, again }: ClientRequest): Promise<readonly string[]> {
  const templates = readdirSync(TEMPLATE).filter((file) => file !== FACTS && file !== SETTINGS);
  const files = [...templates, FACTS, SETTINGS, SCHEMA].toSorted();
  const there = files.filter((file) => isThere(join(folder, file)));
  if (there.length > 0 && !again) throw clientFault('CLIENT_FILES', `${there.join(', ')} in ${folder}`);
  const sdl = await fetchSchema(url, credential);
  const schema = readSchema(sdl);
  await findGraph(url, credential);
  const contents: readonly (readonly [file: string, content: string])[] = [
    ...templates.map((file) => [file, readFileSync(join(TEMPLATE, file), 'utf8')] as const),
    [SCHEMA, sdl],
    [FACTS, factsFile(schema)],
    [SETTINGS, settingsFile(url)],
  ];
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of contents) {
      const path = join(folder, file);
      // A link is replaced, and never written through: what it leads to is no file of ours.
      if (again) rmSync(path, { force: true });
      writeFileSync(path, content, { flag: 'wx' });
    }
  } catch (thrown) {
    throw clientFault('CLIENT_FOLDER', `${folder} (${(thrown as NodeJS.ErrnoException).code})`, { cause: thrown });
  }
  return files;
}

/** A link counts, wherever it leads and also where it leads nowhere. A folder that is a file has nothing in it. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The schema is at the same path whatever the graph's is: a mistaken one would be found only by the page's first question. */
async function findGraph(url: URL, credential: Credential): Promise<void> {
  const headers = { 'content-type': 'application/json', ...credentialHeaders(credential) };
  const { answer } = await fetched(url, { method: 'POST', headers, body: '{"query":"{__typename}"}' });
  if (answer.status === 404 || answer.status === 405)
    throw clientFault('CLIENT_GRAPH', `expected a path that answers questions, got ${url.pathname} (${answer.status})`);
}

async function fetched(url: URL, request: RequestInit): Promise<{ answer: Response; text: string }> {
  try {
    const answer = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) });
    return { answer, text: await boundedText(answer, MOST_BYTES) };
  } catch (thrown) {
    throw clientFault('CLIENT_SCHEMA', `${url.origin} ${whyNone(thrown as Error)}`, { cause: thrown });
  }
}

/** A contract's, where the address ends with the name of one: below the graph's path, `/graphql/public`. A gateway that has none of that name says 404. */
async function fetchSchema(url: URL, credential: Credential): Promise<string> {
  const ask = (query: string) =>
    fetched(new URL(`/schema.graphql${query}`, url), { headers: credentialHeaders(credential) });
  const contract = url.pathname.split('/').filter(Boolean).slice(1).at(-1);
  const own = contract === undefined ? undefined : await ask(`?contract=${contract}`);
  const { answer, text } = own === undefined || own.answer.status === 404 ? await ask('') : own;
  if (!answer.ok)
    throw clientFault('CLIENT_SCHEMA', `${answer.status} ${oneLine(withoutNumbers(text.slice(0, LONGEST)))}`);
  return text;
}

/** What `fetch` throws where nothing comes: too late, or with the reason of the system as its cause. */
function whyNone({ name, message, cause }: Error): string {
  if (name === 'TimeoutError') return `does not answer within ${WAIT_MS / 1_000} s`;
  if (cause === undefined) return message;
  const { code, message: why } = cause as NodeJS.ErrnoException;
  return `cannot be reached (${code ?? why})`;
}

function readSchema(sdl: string): GraphQLSchema {
  try {
    return buildSchema(sdl);
  } catch (thrown) {
    throw clientFault('CLIENT_SCHEMA', 'expected the schema definition language, got another text', { cause: thrown });
  }
}

const settingsFile = (url: URL): string => `/** Where the graph is. */
export const GRAPH = ${JSON.stringify(url.href)};
`;

function factsFile(schema: GraphQLSchema): string {
  const { scalars, keys, parts, partsOfOneMonth, possible } = schemaFacts(schema);
  return `/** Facts of the schema that its types do not say; \`sigap client init --again\` writes them anew. */

/** What the values of each scalar are. */
export const SCALARS = ${written(scalars)};

/** Types that are found by another field than \`id\`. */
export const KEYS: Readonly<Record<string, readonly string[]>> = ${written(keys)};

/** Types without an identity of their own, which stand in another object. */
export const TYPES_IN_OTHERS: readonly string[] = ${written(parts)};

/** The same, of one month: their \`basis\` says which. */
export const TYPES_IN_OTHERS_OF_ONE_MONTH: readonly string[] = ${written(partsOfOneMonth)};

/** Of each interface, its object types: a fragment on one holds for these. */
export const POSSIBLE_TYPES: Readonly<Record<string, readonly string[]>> = ${written(possible)};
`;
}

const written = (value: unknown): string => JSON.stringify(value, undefined, 2);
