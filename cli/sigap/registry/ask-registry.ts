/** Asks the registry over HTTP. */
import { z } from 'zod';
import { boundedText } from '../../access/bounded-text.ts';
import { terminalText } from '../../terminal/terminal-text.ts';
import { sigapFault } from '../errors.ts';
import type { RegistryAccess } from './registry-access.ts';

/** One request: `POST`, `/v1/subgraphs/health/versions`, and its body. */
export interface RegistryRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Statuses beside 2xx whose body is an answer: a version that failed its check is 422. */
  readonly alsoAnswers?: readonly number[];
}

/** What the registry answered. */
export interface RegistryReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A check may plan hundreds of operations. */
const PATIENCE = 180_000;
/** Of an answer, in bytes: a supergraph of a hundred subgraphs is some megabytes. */
const MOST_BYTES = 64_000_000;
/** The most of a refusal that is repeated, in characters: it lists everything that does not compose. */
const LONGEST = 20_000;

const refusal = z.object({ code: z.string(), message: z.string() });

/** @throws CodedError REGISTRY_UNREACHABLE; REGISTRY_REFUSED, with the code of the registry in front of its message */
export async function askRegistry(access: RegistryAccess, request: RegistryRequest): Promise<RegistryReply> {
  const reply = await send(access, request);
  if (reply.status < 300 || request.alsoAnswers?.includes(reply.status) === true) return reply;
  if (reply.status === 401 && access.token === undefined)
    throw sigapFault('REGISTRY_REFUSED', 'no token was sent: name the file of one with --token-file');
  const said = refusal.safeParse(jsonIn(reply.text)).data;
  const told = said === undefined ? `status ${reply.status}` : terminalText(`${said.code}: ${said.message}`, LONGEST);
  throw sigapFault('REGISTRY_REFUSED', told);
}

/** @returns the body as JSON @throws CodedError as `askRegistry`; REGISTRY_UNREACHABLE where it is no JSON */
export async function jsonOfRegistry<Answer>(access: RegistryAccess, request: RegistryRequest): Promise<Answer> {
  const { text } = await askRegistry(access, request);
  const json = jsonIn(text);
  if (json === undefined) throw sigapFault('REGISTRY_UNREACHABLE', `${access.url.origin} answers no JSON`);
  return json as Answer;
}

async function send({ url, token }: RegistryAccess, request: RegistryRequest): Promise<RegistryReply> {
  const { method, path, query = {}, body } = request;
  const address = new URL(path, url);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  try {
    const answer = await fetch(address, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: answer.status, headers: answer.headers, text: await boundedText(answer, MOST_BYTES) };
  } catch (thrown) {
    const why = thrown instanceof RangeError ? `${url.origin}: ${thrown.message}` : url.origin;
    throw sigapFault('REGISTRY_UNREACHABLE', why, { cause: thrown });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
