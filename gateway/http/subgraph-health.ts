/** `GET /health/subgraphs`: how each subgraph does, for operators alone: it names agencies, and which of them can be attacked unseen. */
import type { FastifyInstance } from 'fastify';
import type { SubgraphHealth } from '../fetch/subgraph-health.ts';

export interface SubgraphHealthOptions {
  /** @throws CodedError when this is no operator */
  readonly authenticate: (headers: Readonly<Record<string, string>>, address: string) => Promise<void> | void;
  readonly report: () => readonly SubgraphHealth[];
}

export function serveSubgraphHealth(
  pages: FastifyInstance,
  { authenticate: admit, report }: SubgraphHealthOptions,
): void {
  pages.get('/health/subgraphs', async (request, reply) => {
    await admit(request.headers as Record<string, string>, request.socket.remoteAddress ?? '');
    return reply.header('cache-control', 'no-store').send({ subgraphs: report() });
  });
}
