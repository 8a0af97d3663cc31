/** Where the graph is, and the token to ask it with: of a file, or beside `npm start` one for a role, as the page's role switch has. */
import { readFileSync, statSync } from 'node:fs';
import { quote } from '../../base/errors.ts';
import { graphClientFault } from './errors.ts';

/** What a command line asks with. */
export interface GraphAccess {
  readonly url: URL;
  readonly token: string;
}

/** What the gateway says of itself. */
export interface GraphFacts {
  /** Whether an answer with personal data leaves only once its record is durable; `undefined` where the gateway serves no page to say it. */
  readonly recordsReads: boolean | undefined;
  /** Whether its people are the invented ones of the sample. */
  readonly sampleData: boolean;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const WAIT_MS = 10_000;
/** Permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** @throws CodedError GRAPH_ADDRESS, GRAPH_TOKEN, GRAPH_UNREACHABLE */
export async function graphAccess(settings: {
  readonly graph: string;
  readonly tokenFile?: string | undefined;
  readonly role: string;
}): Promise<GraphAccess> {
  const url = addressOf(settings.graph);
  const token =
    settings.tokenFile === undefined ? await offeredToken(url, settings.role) : readToken(settings.tokenFile);
  return { url, token };
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw graphClientFault('GRAPH_ADDRESS', `expected a URL such as https://graph.example/graphql, got ${quote(text)}`);
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw graphClientFault('GRAPH_ADDRESS', `expected https, got http to ${url.host}`);
  return url;
}

function readToken(path: string): string {
  let text: string;
  try {
    if ((statSync(path).mode & OTHERS) !== 0 && process.platform !== 'win32')
      throw graphClientFault('GRAPH_TOKEN', `expected a file that its owner alone may read (chmod 600), got ${path}`);
    text = readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code?.startsWith('E') ? graphClientFault('GRAPH_TOKEN', `${path} (${code})`) : thrown;
  }
  if (!/^[\w.~+/=-]+$/.test(text))
    throw graphClientFault('GRAPH_TOKEN', `expected one token in ${path}, got another text`);
  return text;
}

/** The page of a gateway in development offers a token for each role; elsewhere there is none. */
async function offeredToken(url: URL, role: string): Promise<string> {
  const none = `expected --token-file; ${url.host} offers no token`;
  if (!LOOPBACK.test(url.hostname)) throw graphClientFault('GRAPH_TOKEN', none);
  const reply = await asked(new URL('/explorer/tokens', url), {
    method: 'POST',
    headers: { 'x-sigap-explorer': '1', origin: url.origin },
  });
  const { tokens = {} } = reply.ok ? ((await reply.json()) as { tokens?: Record<string, string> }) : {};
  const token = Object.hasOwn(tokens, role) ? tokens[role] : undefined;
  if (token !== undefined) return token;
  const offered = Object.keys(tokens).join(', ');
  throw graphClientFault('GRAPH_TOKEN', offered === '' ? none : `expected a role of ${offered}, got ${quote(role)}`);
}

/** @throws CodedError GRAPH_UNREACHABLE */
export async function graphFacts({ url }: Pick<GraphAccess, 'url'>): Promise<GraphFacts> {
  const reply = await asked(new URL('/explorer/config.json', url), {});
  if (!reply.ok) return { recordsReads: undefined, sampleData: false };
  const { recordsReads, sampleData } = (await reply.json()) as Partial<GraphFacts>;
  return { recordsReads: recordsReads === true, sampleData: sampleData === true };
}

async function asked(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) });
  } catch (thrown) {
    throw graphClientFault('GRAPH_UNREACHABLE', url.origin, { cause: thrown });
  }
}
