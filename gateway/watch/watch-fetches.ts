/** The fetches of one request, each with its time: for requests of which more than figures is wanted. */
import { newSpanId, traceparentOf, type TraceContext } from '../../base/traces/trace-context.ts';
import type { FetchNote } from '../fetch/fetch-note.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { RequestTrace, RequestWatch } from './request-watch.ts';

/** @returns the fetcher itself where nobody asked for the fetches of this request */
export function watchFetches(fetcher: Fetcher, watch: RequestWatch | undefined): Fetcher {
  const notes = watch?.fetches;
  if (notes === undefined) return fetcher;
  const place = placeOf(watch!);
  return {
    // No async function: each fetch would wait some turns more for its reply.
    fetch: (request) => {
      const began = performance.now();
      const note = noteOf(request, began - watch!.began, place());
      notes.push(note);
      return fetcher.fetch({ ...request, note }).then(
        (reply) => {
          note.ms = performance.now() - began;
          note.errors = Array.isArray(reply.errors) ? reply.errors.length : 0;
          return reply;
        },
        (thrown: unknown) => {
          note.ms = performance.now() - began;
          note.code = (thrown as { code?: string }).code;
          throw thrown;
        },
      );
    },
  };
}

function noteOf(request: SubgraphRequest, at: number, { span, headers }: FetchPlace): FetchNote {
  const { subgraph, kind, step, entities, fetches = 1 } = request;
  return {
    subgraph,
    kind,
    at,
    ms: undefined,
    code: undefined,
    errors: undefined,
    step,
    entities,
    fetches,
    span,
    headers,
    sent: undefined,
    joined: undefined,
  };
}

/** Where a fetch stands in its trace. */
type FetchPlace = Pick<FetchNote, 'span' | 'headers'>;

const UNTRACED: FetchPlace = { span: undefined, headers: undefined };

/** A span of its own, where spans are recorded; otherwise all fetches of a request tell the request's. */
function placeOf({ trace, requestId }: RequestWatch): () => FetchPlace {
  if (trace === undefined) return () => UNTRACED;
  if (!trace.sampled) {
    const place = { span: undefined, headers: headersFor(trace, trace, requestId) };
    return () => place;
  }
  return () => {
    const span = { traceId: trace.traceId, spanId: newSpanId(), sampled: true };
    return { span, headers: headersFor(span, trace, requestId) };
  };
}

function headersFor(span: TraceContext, { state }: RequestTrace, requestId: string): FetchNote['headers'] {
  const own = { traceparent: traceparentOf(span), 'x-request-id': requestId };
  return state === undefined ? own : { ...own, tracestate: state };
}
