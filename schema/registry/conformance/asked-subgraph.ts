/** A running subgraph, asked as its gateway asks it, and as others try to. */
import { randomUUID, type KeyObject } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { CLAIMS_HEADER, claimsSealer, type ClaimsSubject } from '../../../base/claims.ts';
import { READER } from './conformance-callers.ts';
import type { PublishedFacts, EntityKey } from './published-facts.ts';

/** An error of a GraphQL answer. */
export interface AnsweredError {
  readonly message?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What came back. */
export interface SubgraphAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly AnsweredError[];
}

/** What is sent; a POST of JSON to the endpoint where nothing else is said. */
export interface SubgraphQuestion {
  readonly body?: string;
  readonly method?: string;
  /** Beside the endpoint: `/health`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of claims; none sends none. */
  readonly claims?: readonly string[];
}

/** How claims differ from those that a gateway signs. */
export interface Signing {
  readonly key?: KeyObject;
  readonly subgraph?: string;
  /** ms from now. */
  readonly from?: number;
  /** ms after `from`. */
  readonly lifetime?: number;
}

/** What a run is told of a subgraph that cannot be read from it. */
export interface ConformanceOptions {
  /** Representations that exist, by type, beside those that its lists lead to: `{ District: [{ code: '32.75.01' }] }`. */
  readonly examples?: Readonly<Record<string, readonly EntityKey[]>>;
  /** Code of an agency that may see some of its rows but not all. */
  readonly agency?: string;
  /** Whether its schema may be read; off in production. */
  readonly introspection?: 'on' | 'off';
  /** Whether its records have not changed since the last month ended, so that exact counts are of the same people as those with noise. */
  readonly still?: boolean;
  /** ms after which half a body must have been given up; 20,000 when left out. */
  readonly slowBody?: number;
  /** Only these cases. */
  readonly only?: readonly string[];
}

/** What a run of conformance is of. */
export interface ConformanceRequest {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  /** As the supergraph names it. */
  readonly name: string;
  /** As it is published; without it the one that it serves is believed. */
  readonly sdl?: string;
  /** The key that it shares with its gateway, as `npm run claims-key` prints it. */
  readonly claimsKey: string;
  readonly options?: ConformanceOptions;
}

const GIVE_UP = 60_000;

/** See the file. */
export class AskedSubgraph {
  readonly url: URL;
  readonly name: string;
  readonly options: ConformanceOptions;
  /** Every error that was answered so far. */
  readonly seen: AnsweredError[] = [];
  /** Representations that exist, by type. */
  examples: ReadonlyMap<string, readonly EntityKey[]> = new Map();
  /** Its published SDL, where it was given. */
  readonly published: string | undefined;
  /** What its SDL says. */
  facts!: PublishedFacts;
  readonly #seal: ReturnType<typeof claimsSealer>;

  constructor({ url, name, sdl, options = {} }: ConformanceRequest, key: KeyObject) {
    this.url = new URL(url);
    this.name = name;
    this.published = sdl;
    this.options = options;
    this.#seal = claimsSealer(key);
  }

  /** @returns the header's value for one use */
  sign(
    body: string,
    caller = READER,
    { key, subgraph = this.name, from = 0, lifetime = 10_000 }: Signing = {},
  ): string {
    const seal = key === undefined ? this.#seal : claimsSealer(key);
    const iat = Date.now() + from;
    const who = Buffer.from(JSON.stringify({ ...caller, subgraph })).toString('base64url');
    return seal(`${who}.${iat}.${iat + lifetime}.${randomUUID()}`, body);
  }

  /** Asks as the gateway does. */
  ask(query: string, variables: object = {}, caller: ClaimsSubject = READER): Promise<SubgraphAnswer> {
    return this.send(JSON.stringify({ query, variables }), caller);
  }

  /** Sends a body, signed. */
  send(body: string, caller: ClaimsSubject = READER, headers?: SubgraphQuestion['headers']): Promise<SubgraphAnswer> {
    return this.exchange({ body, headers, claims: [this.sign(body, caller)] });
  }

  /** @returns what a batch of entities is answered, with nothing but what is selected */
  async entities(
    of: readonly object[],
    selections: string,
    caller: ClaimsSubject = READER,
  ): Promise<readonly unknown[]> {
    const { data } = await this.ask(ENTITIES(selections), { of }, caller);
    const rows = data?.['_entities'];
    return Array.isArray(rows) ? (rows as unknown[]) : [];
  }

  /** @throws Error where nothing is answered */
  async exchange(sent: SubgraphQuestion): Promise<SubgraphAnswer> {
    const { body = '', method = 'POST', path, headers = {}, claims = [] } = sent;
    const url = path === undefined ? this.url : new URL(path, this.url);
    const answered = await new Promise<Omit<SubgraphAnswer, 'data' | 'errors'>>((resolve, reject) => {
      const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const all = {
        'content-type': 'application/json',
        ...headers,
        ...(method !== 'GET' && { 'content-length': String(Buffer.byteLength(body)) }),
        ...(claims.length > 0 && { [CLAIMS_HEADER]: claims.length === 1 ? claims[0]! : [...claims] }),
      };
      const request = make(url, { method, headers: all, agent: false, timeout: GIVE_UP }, (response) => {
        textOf(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          reject,
        );
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${GIVE_UP} ms`)));
      request.on('error', reject);
      request.end(method === 'GET' ? undefined : body);
    });
    const read = graphqlIn(answered.text);
    this.seen.push(...read.errors);
    return { ...answered, ...read };
  }
}

/** @returns the document that asks a batch of entities */
export const ENTITIES = (selections: string): string =>
  `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ${selections} } }`;

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function graphqlIn(text: string): Pick<SubgraphAnswer, 'data' | 'errors'> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { errors: [] };
  }
  if (typeof read !== 'object' || read === null) return { errors: [] };
  const { data, errors } = read as { data?: SubgraphAnswer['data']; errors?: unknown };
  return { data, errors: Array.isArray(errors) ? (errors as AnsweredError[]) : [] };
}
