/** The fetches of one request, each with its time: for requests of which more than figures is wanted. */
import { newSpanId, traceparentOf, type TraceContext } from '../../base/traces/trace-context.ts';
import type { FetchNote } from '../fetch/fetch-note.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { RequestWatch } from './request-watch.ts';

/** @returns the fetcher itself where nobody asked for the fetches of this request */
export function watchFetches(fetcher: Fetcher, watch: RequestWatch | undefined): Fetcher {
  const notes = watch?.fetches;
  if (notes === undefined) return fetcher;
  return {
    fetch: async (request) => {
      const began = performance.now();
      const note = noteOf(request, watch!, began);
      notes.push(note);
      try {
        const reply = await fetcher.fetch({ ...request, note });
        note.errors = Array.isArray(reply.errors) ? reply.errors.length : 0;
        return reply;
      } catch (thrown) {
        note.code = (thrown as { code?: string }).code;
        throw thrown;
      } finally {
        note.ms = performance.now() - began;
      }
    },
  };
}

function noteOf(request: SubgraphRequest, watch: RequestWatch, began: number): FetchNote {
  const { subgraph, kind, step, entities, fetches = 1 } = request;
  const span = spanBelow(watch.trace);
  return {
    subgraph,
    kind,
    at: began - watch.began,
    ms: undefined,
    code: undefined,
    errors: undefined,
    step,
    entities,
    fetches,
    span,
    headers: span && headersFor(span, watch),
    sent: undefined,
    joined: undefined,
  };
}

function spanBelow(trace: TraceContext | undefined): TraceContext | undefined {
  return trace && { traceId: trace.traceId, spanId: newSpanId(), sampled: trace.sampled };
}

function headersFor(span: TraceContext, { requestId, trace }: RequestWatch): readonly string[] {
  const own = ['traceparent', traceparentOf(span), 'x-request-id', requestId];
  return trace!.state === undefined ? own : [...own, 'tracestate', trace!.state];
}
