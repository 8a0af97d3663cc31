/** Asks the graph a typed question by `fetch`, for pages and programs without a GraphQL client. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { credentialHeaders, type Credential } from './credential.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { GRAPH } from './settings.ts';

/** As whom, and how long to wait. */
export interface Asking extends Credential {
  /** Why personal data are read, such as `VERIFICATION`. */
  readonly purpose?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Seconds to wait in all where the graph has too much to do; 30 when left out. Where it asks for more, nothing is waited for. */
  readonly patience?: number | undefined;
  /** Another address than that of settings.ts. */
  readonly url?: string | undefined;
}

/** Why a part of an answer, or all of it, is missing. */
export interface Problem {
  readonly message: string;
  /** What programs decide by; the graph's docs/errors.md lists them. */
  readonly code: string;
  /** The field, from the root; absent where the whole question was refused. */
  readonly path?: readonly (string | number)[];
}

/** An answer. A subgraph that does not answer leaves nulls, and a problem for each. */
export interface Answer<Data> {
  readonly data: Data;
  readonly problems: readonly Problem[];
  /** How old the data are, where kept ones stand for an agency that does not answer. */
  readonly freshness: Freshness | undefined;
}

/** There is no data at all. */
export class GraphError extends Error {
  readonly code: string;
  /** Of HTTP. */
  readonly status: number;
  /** Seconds after which the same question may be answered; undefined where waiting does not help. */
  readonly retryAfter: number | undefined;

  constructor({ code, message }: Problem, status: number, retryAfter?: number) {
    super(`${code}: ${message}`);
    this.name = 'GraphError';
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

interface SentError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
}
interface Sent<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly SentError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const PATIENCE = 30;
/** Too many requests, and too much under way: the same question may be answered later. */
const LATER = new Set([429, 503]);

/** @throws GraphError where the graph refuses; what `fetch` throws where it cannot be reached */
export async function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  asking: Asking = {},
): Promise<Answer<Data>> {
  const body = JSON.stringify({ query: print(document), variables });
  const until = Date.now() + (asking.patience ?? PATIENCE) * 1000;
  for (;;) {
    const reply = await send(body, asking);
    const { data, errors = [], extensions } = await read<Data>(reply);
    const problems = problemsOf(errors);
    if (data != null) return { data, problems, freshness: freshnessOf(extensions) };
    const wait = LATER.has(reply.status) ? waitOf(reply, errors) : undefined;
    if (wait === undefined || Date.now() + wait * 1000 > until) {
      const none = { code: `HTTP_${reply.status}`, message: 'no answer of the graph' };
      throw new GraphError(problems[0] ?? none, reply.status, wait);
    }
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

function send(body: string, { purpose, signal, url = GRAPH, ...credential }: Asking): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...credentialHeaders(credential),
      ...(purpose !== undefined && { 'x-purpose': purpose }),
    },
    ...(signal !== undefined && { signal }),
  });
}

/** A proxy in between may answer by a page of its own. */
async function read<Data>(reply: Response): Promise<Sent<Data>> {
  try {
    return (await reply.json()) as Sent<Data>;
  } catch {
    return {};
  }
}

/** An outage may come as several errors at one path: each code is told once there. */
function problemsOf(errors: readonly SentError[]): readonly Problem[] {
  const told = new Set<string>();
  return errors.map(problemOf).filter(({ code, path }) => {
    const where = path && [code, ...path].join('/');
    if (where === undefined || told.has(where)) return where === undefined;
    told.add(where);
    return true;
  });
}

const problemOf = ({ message, path, extensions }: SentError): Problem => ({
  message,
  code: extensions?.code ?? 'UNKNOWN',
  ...(path !== undefined && { path }),
});

/** s that the graph asks to wait; one where it does not say */
function waitOf(reply: Response, [first]: readonly SentError[]): number {
  return first?.extensions?.retryAfter ?? (Number(reply.headers.get('retry-after')) || 1);
}
