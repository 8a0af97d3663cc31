/** The registry over HTTP: fastify, bodies judged by zod, and an OpenAPI page that needs no internet. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyError, type FastifyInstance, type FastifySchema } from 'fastify';
import { z } from 'zod';
import { CodedError, codedError, headersOf } from '../../../base/errors.ts';
import { registryFault } from '../errors.ts';
import type { Ground } from '../service/ground.ts';
import { accessRoutes } from './access-routes.ts';
import { allowOrigins } from './cross-origin.ts';
import { SupergraphStreams, eventRoute } from './event-route.ts';
import { subgraphRoutes } from './subgraph-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { supergraphRoutes } from './supergraph-routes.ts';

/** How the server is bounded. */
export interface AppOptions {
  readonly bodyLimit: number;
  /** Origins whose pages may ask. */
  readonly origins: () => readonly string[];
}

/** Everything of the page comes from here, and nothing may be framed. Swagger's page sets styles on its elements. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Makes the server; it does not listen yet. */
export async function registryApp(ground: Ground, { bodyLimit, origins }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit,
    requestTimeout: 30_000,
    connectionTimeout: 120_000,
    // An end that waits for an event stream would never come.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(({ schema, httpPart }) => validator(schema as z.ZodType, httpPart));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = codedOf(thrown);
    if (error.status >= 500)
      ground.log.error(
        { code: error.code, path: request.routeOptions.url, reason: reasonIn(error) },
        'a request failed',
      );
    const { errors } = error.extensions;
    return reply
      .code(error.status)
      .headers(headersOf(error))
      .send({ code: error.code, message: error.message, ...(errors !== undefined && { errors }) });
  });
  app.setNotFoundHandler(() => {
    throw registryFault('REGISTRY_NOT_FOUND', 'no such address; /docs lists them');
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  allowOrigins(app, origins);
  await describe(app);
  const streams = new SupergraphStreams(ground);
  app.addHook('onClose', () => streams.close());
  for (const add of [subgraphRoutes, supergraphRoutes, accessRoutes, usageRoutes]) add(app, ground);
  eventRoute(app, ground, streams);
  await app.ready();
  return app;
}

function validator(
  schema: z.ZodType,
  part: string | undefined,
): (data: unknown) => { value: unknown } | { error: Error } {
  return (data) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    const where = [part ?? 'body', ...(issue?.path ?? [])].join('.');
    return { error: registryFault('REGISTRY_BAD_REQUEST', `${where}: ${issue?.message ?? 'not valid'}`) };
  };
}

function codedOf(thrown: FastifyError): CodedError {
  if (thrown instanceof CodedError) return thrown;
  // fastify wraps what the validator said.
  const inner = (thrown as { cause?: unknown }).cause;
  if (inner instanceof CodedError) return inner;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return registryFault('REGISTRY_TOO_LARGE');
  if (isOfDatabase(thrown)) return registryFault('REGISTRY_DATABASE', undefined, { cause: thrown });
  if ((thrown.statusCode ?? 500) < 500) return registryFault('REGISTRY_BAD_REQUEST', thrown.message);
  return codedError(thrown);
}

/** Of the driver or of mongoose, which says so where it has no connection. */
function isOfDatabase({ name }: Error): boolean {
  return name.startsWith('Mongo') || name === 'PoolClearedError';
}

function reasonIn(error: CodedError): string {
  return error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : error.message;
}

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 40"><text y="27" font-family="sans-serif" font-size="22" fill="#fff">sigap-graph</text></svg>';

async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Registry of sigap-graph',
        version: '1',
        description:
          'Agencies publish their subgraphs, owners agree, gateways take the supergraph. Errors are `{ code, message }`; docs/errors.md lists the codes.',
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of the registry' } },
      },
    },
    transform: ({ schema, url }) => ({ schema: jsonSchemaOf(schema), url }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    uiConfig: { validatorUrl: null, deepLinking: true, persistAuthorization: false },
    theme: { title: 'Registry of sigap-graph' },
    // Without it the page has fastify's.
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/docs', target: '_self' },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** The zod shapes of a route as JSON Schema. */
function jsonSchemaOf(schema: FastifySchema): FastifySchema {
  return Object.fromEntries(
    Object.entries(schema).map(([part, value]) => [
      part,
      value instanceof z.ZodType
        ? z.toJSONSchema(value, { io: 'input', target: 'draft-7', unrepresentable: 'any' })
        : value,
    ]),
  );
}
