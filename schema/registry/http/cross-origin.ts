/** CORS: pages of the named origins may ask, and nobody else's. No credentials: a page sends its token itself. */
import type { FastifyInstance } from 'fastify';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
} as const;

/**
 * Answers preflights, and says on every answer, a refusal too, that the page may read it.
 * @param allowed the origins, exactly as browsers send them; asked anew each time
 */
export function allowOrigins(app: FastifyInstance, allowed: () => readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin, 'access-control-request-method': asked } = request.headers;
    if (origin === undefined || !allowed().includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS' && asked !== undefined) return reply.code(204).headers(PREFLIGHT).send();
  });
}
