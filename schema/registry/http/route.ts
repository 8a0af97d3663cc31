/** A route: who may ask, what a request looks like, and what it is for, in one place that also makes the OpenAPI page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { registryFault } from '../errors.ts';
import type { Right, TokenDocument } from '../model/documents.ts';
import type { Ground } from '../service/ground.ts';
import { authenticate } from '../service/tokens.ts';

type Shape = z.ZodType;
type Of<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

/** What a route takes. */
export interface RouteOptions<
  Params extends Shape | undefined,
  Query extends Shape | undefined,
  Body extends Shape | undefined,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** The group on the OpenAPI page. */
  readonly group: string;
  readonly summary: string;
  /** A token with one of these may ask. `read`: every token. Empty: anybody. */
  readonly rights: readonly Right[];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
}

/** A request that was judged. */
export interface JudgedRequest<
  Params extends Shape | undefined,
  Query extends Shape | undefined,
  Body extends Shape | undefined,
> {
  readonly params: Of<Params>;
  readonly query: Of<Query>;
  readonly body: Of<Body>;
  /** Undefined where anybody may ask. */
  readonly token: TokenDocument;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Adds a route. What the handler returns is sent as JSON, but for a reply that it has sent itself. */
export function route<
  Params extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Body extends Shape | undefined = undefined,
>(
  app: FastifyInstance,
  ground: Ground,
  options: RouteOptions<Params, Query, Body>,
  handle: (asked: JudgedRequest<Params, Query, Body>) => unknown,
): void {
  const { method, url, group, summary, rights, params, query, body } = options;
  const tokens = new WeakMap<FastifyRequest, TokenDocument>();
  const judge = async (request: FastifyRequest): Promise<void> => {
    if (rights.length > 0) tokens.set(request, await allowed(ground, request, rights));
  };
  app.route({
    method,
    url,
    schema: {
      tags: [group],
      summary,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(rights.length > 0 && { security: [{ token: [] }] }),
    },
    // Before the body is read: who may not ask sends nothing that is kept. After it: a token may have been revoked while the body came.
    onRequest: judge,
    ...(body !== undefined && { preHandler: judge }),
    handler: async (request, reply) =>
      handle({
        params: request.params as Of<Params>,
        query: request.query as Of<Query>,
        body: request.body as Of<Body>,
        token: tokens.get(request)!,
        request,
        reply,
      }),
  });
}

async function allowed(ground: Ground, request: FastifyRequest, rights: readonly Right[]): Promise<TokenDocument> {
  const token = await authenticate(ground, request.headers.authorization);
  if (rights.includes('read') || rights.some((right) => token.rights.includes(right))) return token;
  throw registryFault(
    'REGISTRY_FORBIDDEN',
    `expected the right ${rights.join(' or ')}, got ${token.rights.join(', ')}`,
  );
}
