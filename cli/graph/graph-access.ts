/** Where the graph is, and the token to ask it with: of a file, or beside `npm start` one for a role, as the page's role switch has. */
import { quote } from '../../base/errors.ts';
import { readTokenFile } from '../access/read-token-file.ts';
import { isThisMachine, safeAddress, type Refuse } from '../access/safe-address.ts';
import { oneLine } from '../terminal/one-line.ts';
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

const WAIT_MS = 10_000;
const badAddress: Refuse = (why) => graphClientFault('GRAPH_ADDRESS', why);
const badToken: Refuse = (why) => graphClientFault('GRAPH_TOKEN', why);

/** @throws CodedError GRAPH_ADDRESS, GRAPH_TOKEN, GRAPH_UNREACHABLE */
export async function graphAccess(settings: {
  readonly graph: string;
  readonly tokenFile?: string | undefined;
  readonly role: string;
}): Promise<GraphAccess> {
  const { graph, tokenFile, role } = settings;
  const url = safeAddress(graph, 'https://graph.example/graphql', badAddress);
  const token = tokenFile === undefined ? await offeredToken(url, role) : readTokenFile(tokenFile, badToken);
  return { url, token };
}

/** The page of a gateway in development offers a token for each role; elsewhere there is none. */
async function offeredToken(url: URL, role: string): Promise<string> {
  const none = `expected --token-file, a file of what npm run -s token prints or of your issuer's token; ${url.host} offers none: only a gateway in development whose page is built does`;
  if (!isThisMachine(url)) throw badToken(none);
  const reply = await asked(new URL('/explorer/tokens', url), {
    method: 'POST',
    headers: { 'x-sigap-explorer': '1', origin: url.origin },
  });
  const { tokens = {} } = reply.ok ? ((await reply.json()) as { tokens?: Record<string, string> }) : {};
  const token = Object.hasOwn(tokens, role) ? tokens[role] : undefined;
  if (token !== undefined) return token;
  const offered = oneLine(Object.keys(tokens).join(', '));
  throw badToken(offered === '' ? none : `expected a role of ${offered}, got ${quote(role)}`);
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
