/**
 * `GET /schema.graphql`: the graph as its caller may use it, in the schema definition language, so that code generators need no introspection;
 * `?contract=public` asks for the one of a contract. It is made of an introspection that takes the way of every request, so whoever may not
 * introspect gets the refusal of the guard.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { LRUCache } from 'lru-cache';
import { etagOf } from '../cache/kept-answer.ts';
import { isKnown } from './conditional-reply.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import { httpFault } from './errors.ts';
import type { ClientAddresses } from './trusted-proxies.ts';

/** What the route works with. */
export interface SchemaFileOptions {
  readonly handler: GraphqlHandler;
  readonly clientOf: ClientAddresses['clientOf'];
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

/** Adds the route. */
export function serveSchemaFile(pages: FastifyInstance, { handler, clientOf, contracts }: SchemaFileOptions): void {
  const texts = new LRUCache<string, string>({ max: MOST_TEXTS });
  pages.get('/schema.graphql', async (request, reply) => {
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
  const own = Object.entries(headers).filter(([name]) => !OF_THE_FILE.has(name));
  return {
    method: 'POST',
    headers: { ...(Object.fromEntries(own) as Record<string, string>), 'content-type': 'application/json' },
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

function sendText(request: FastifyRequest, reply: FastifyReply, text: string, etag: string): FastifyReply {
  reply.headers({ 'cache-control': 'private, no-cache', vary: 'authorization, x-api-key', etag });
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('text/plain; charset=utf-8').send(text);
}
