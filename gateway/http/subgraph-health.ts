/** `GET /health/subgraphs`: the state of each subgraph. For operators alone, since it names agencies and shows which of them do not answer. */
import type { FastifyInstance } from 'fastify';
import type { SubgraphHealth } from '../fetch/subgraph-health.ts';
import { refuseCrossSiteGet } from './cross-site-get.ts';
import type { ClientAddresses } from './trusted-proxies.ts';

/** What the route works with. */
export interface SubgraphHealthOptions {
  /** @param address of the client @throws CodedError when the caller is no operator */
  readonly authenticate: (headers: Readonly<Record<string, string>>, address: string) => Promise<void> | void;
  readonly clientOf: ClientAddresses['clientOf'];
  /** The state of every subgraph now. */
  readonly report: () => readonly SubgraphHealth[];
}

/** Adds the route. */
export function serveSubgraphHealth(
  pages: FastifyInstance,
  { authenticate, clientOf, report }: SubgraphHealthOptions,
): void {
  pages.get('/health/subgraphs', async (request, reply) => {
    const headers = request.headers as Record<string, string>;
    refuseCrossSiteGet(headers, false);
    await authenticate(headers, clientOf(request.raw));
    return reply.header('cache-control', 'no-store').send({ subgraphs: report() });
  });
}
