/**
 * `GET /schema.graphql`: the graph as its caller may use it, in the schema definition language, so that code generators need no introspection;
 * `?contract=public` asks for the one of a contract. It is made of an introspection that takes the way of every request, so whoever may not
 * introspect gets the refusal of the guard.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { LRUCache } from 'lru-cache';
import { etagOf } from '../cache/kept-answer.ts';
import { compressReply } from './compress-reply.ts';
import { isKnown } from './conditional-reply.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { refuseCrossSiteGet } from './cross-site-get.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import { httpFault } from './errors.ts';
import type { ClientAddresses } from './trusted-proxies.ts';

/** What the route works with. */
export interface SchemaFileOptions {
  readonly handler: GraphqlHandler;
  readonly clientOf: ClientAddresses['clientOf'];
  /** Which pages of other sites may read it. */
  readonly crossOrigin: CrossOrigin;
  /** Names of the contracts that are served. */
  readonly contracts: readonly string[];
}

const QUESTION = Buffer.from(
  JSON.stringify({
    query: getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  }),
);
/** Texts that are kept: one for each role whose schema differs, of a generation or two. */
const MOST_TEXTS = 32;

/** Headers of the request that are about the file, not about the answer it is made of. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['content-length', 'if-none-match', 'accept-encoding']);

const PATH = '/schema.graphql';

/** Adds the route. */
export function serveSchemaFile(
  pages: FastifyInstance,
  { handler, clientOf, crossOrigin, contracts }: SchemaFileOptions,
): void {
  const texts = new LRUCache<string, string>({ max: MOST_TEXTS });
  pages.options(PATH, (request, reply) =>
    reply
      .code(204)
      .headers(crossOrigin.preflight(plain(request.headers)))
      .send(),
  );
  pages.get(PATH, async (request, reply) => {
    const ofOrigin = crossOrigin.headersFor(plain(request.headers));
    reply.headers(ofOrigin);
    refuseCrossSiteGet(plain(request.headers), ofOrigin['access-control-allow-origin'] !== undefined);
    const contract = contractOf(request, contracts);
    const answer = await handler(introspection(request, reply, { contract, clientAddress: clientOf(request.raw) }));
    // Its bytes are not what the client has to take: the file is another, and kept.
    answer.onEnd?.();
    const etag = etagOf(answer.body);
    const text = texts.get(etag) ?? sdlOf(answer);
    if (text === undefined) return reply.code(refusalStatus(answer)).headers(answer.headers).send(answer.body);
    texts.set(etag, text);
    return sendText(request, reply, text, etag);
  });
}

/** Headers that may occur only once have been checked. */
const plain = (headers: FastifyRequest['headers']): Readonly<Record<string, string>> =>
  headers as Readonly<Record<string, string>>;

/** @throws CodedError NOT_FOUND for a contract that is not served */
function contractOf({ query }: FastifyRequest, contracts: readonly string[]): string | undefined {
  const { contract } = query as { contract?: unknown };
  if (contract === undefined || contracts.includes(contract as string)) return contract as string | undefined;
  throw httpFault('NOT_FOUND', `expected a contract of ${contracts.join(', ') || 'none'}`);
}

function introspection(
  { headers, id }: FastifyRequest,
  reply: FastifyReply,
  more: Pick<GraphqlRequest, 'contract' | 'clientAddress'>,
): GraphqlRequest {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const own = Object.entries(plain(headers)).filter(([name]) => !OF_THE_FILE.has(name));
  return {
    method: 'POST',
    headers: { ...Object.fromEntries(own), 'content-type': 'application/json' },
    mediaType: 'application/graphql-response+json; charset=utf-8',
    body: QUESTION,
    search: '',
    requestId: id,
    signal: gone.signal,
    ...more,
  };
}

/** @returns undefined for an answer without a schema */
function sdlOf({ body }: GraphqlReply): string | undefined {
  const { data, errors } = JSON.parse(body.toString()) as { data?: IntrospectionQuery | null; errors?: unknown };
  return data == null || errors !== undefined ? undefined : `${printSchema(buildClientSchema(data))}\n`;
}

/** A refusal of the operation alone may have come with 200. */
const refusalStatus = ({ status }: GraphqlReply): number => (status === 200 ? 403 : status);

/** It holds nothing that its client has sent, so it may be compressed for whoever may read it. */
async function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  text: string,
  etag: string,
): Promise<FastifyReply> {
  const of = 'authorization, x-api-key, accept-encoding';
  const vary = reply.getHeader('vary') === undefined ? of : `${of}, ${String(reply.getHeader('vary'))}`;
  const headers = { 'cache-control': 'private, no-cache', vary, etag, 'content-type': 'text/plain; charset=utf-8' };
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).headers(headers).send();
  const sent = await compressReply(
    { status: 200, headers, body: text, open: true },
    plain(request.headers)['accept-encoding'],
  );
  return reply.headers(sent.headers).send(sent.body);
}
