/** `GET /health/subgraphs`: how each subgraph does, for operators alone: it names agencies, and which of them can be attacked unseen. */
import type { FastifyInstance } from 'fastify';

export interface SubgraphHealth {
  readonly name: string;
  /** Whether it answered when it was last asked; unknown until it was. */
  readonly state: 'answers' | 'missing' | 'unknown';
  /** Why it is missing. */
  readonly code?: string;
  /** Since when it is so, as ISO 8601. */
  readonly since?: string;
  readonly kind: 'http' | 'process';
  readonly breaker: 'closed' | 'open';
  /** Questions on the wire, and those waiting for their turn. */
  readonly active: number;
  readonly queued: number;
  /** Since the start: questions, and those that got no answer. */
  readonly asked: number;
  readonly failed: number;
  /** Code of the last failure; absent when the last question was answered. */
  readonly lastFailure: string | undefined;
}

export interface SubgraphHealthOptions {
  /** @throws CodedError when this is no operator */
  readonly admit: (headers: Readonly<Record<string, string>>, address: string) => Promise<void> | void;
  readonly report: () => readonly SubgraphHealth[];
}

export function serveSubgraphHealth(pages: FastifyInstance, { admit, report }: SubgraphHealthOptions): void {
  pages.get('/health/subgraphs', async (request, reply) => {
    await admit(request.headers as Record<string, string>, request.socket.remoteAddress ?? '');
    return reply.header('cache-control', 'no-store').send({ subgraphs: report() });
  });
}
