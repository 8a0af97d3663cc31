/** The fetches of one request, each with its time: for requests of which more than figures is wanted. */
import { newSpanId, traceparentOf, type TraceContext } from '../../base/traces/trace-context.ts';
import type { FetchNote, FetchNotes, NotedFetch } from '../fetch/fetch-note.ts';
import type { RequestTrace, RequestWatch } from './request-watch.ts';

/** @returns undefined where nobody asked for the fetches of this request */
export function fetchNotes(watch: RequestWatch | undefined): FetchNotes | undefined {
  return watch?.fetches === undefined ? undefined : new RequestFetches(watch.fetches, watch);
}

/** Where a fetch stands in its trace. */
type FetchPlace = Pick<FetchNote, 'span' | 'headers'>;

const UNTRACED: FetchPlace = { span: undefined, headers: undefined };

class RequestFetches implements FetchNotes {
  readonly #notes: FetchNote[];
  readonly #watch: RequestWatch;
  /** Of all fetches, where none has a span of its own. */
  #shared: FetchPlace | undefined;

  constructor(notes: FetchNote[], watch: RequestWatch) {
    this.#notes = notes;
    this.#watch = watch;
    this.#shared = watch.trace === undefined ? UNTRACED : undefined;
  }

  begin({ subgraph, kind, step, entities, fetches = 1 }: NotedFetch, now: number): FetchNote {
    const { span, headers } = this.#shared ?? this.#place(this.#watch.trace!);
    const note: FetchNote = {
      subgraph,
      kind,
      at: now - this.#watch.began,
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
    this.#notes.push(note);
    return note;
  }

  /** A span of its own, where spans are recorded; otherwise all fetches of a request tell the request's. */
  #place(trace: RequestTrace): FetchPlace {
    const { requestId } = this.#watch;
    if (!trace.sampled) return (this.#shared = { span: undefined, headers: headersFor(trace, trace, requestId) });
    const span = { traceId: trace.traceId, spanId: newSpanId(), sampled: true };
    return { span, headers: headersFor(span, trace, requestId) };
  }
}

function headersFor(span: TraceContext, { state }: RequestTrace, requestId: string): FetchNote['headers'] {
  const own = { traceparent: traceparentOf(span), 'x-request-id': requestId };
  return state === undefined ? own : { ...own, tracestate: state };
}
