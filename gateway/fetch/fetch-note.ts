/** What is noted of one fetch, by whoever begins it and by the channel that sends it: for the log of slow requests and for traces. */
import type { TraceContext } from '../../base/traces/trace-context.ts';

/** What is noted of a fetch when it begins. */
export interface NotedFetch {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** How many fetches of the plan it carries; one when left out. */
  readonly fetches?: number;
  /** The fetch of the plan, or the fetches that travel together. */
  readonly step?: object | readonly object[];
  /** Entities that it asks about; left out where it asks for fields of the root. */
  readonly entities?: number;
}

/** Notes the fetches of one request. */
export interface FetchNotes {
  /** @param now ms of `performance.now()` @returns where it is noted how it goes */
  begin(fetch: NotedFetch, now: number): FetchNote;
}

/** A fetch of one request. */
export interface FetchNote {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** ms after the request's arrival */
  readonly at: number;
  /** ms until it ended; undefined while it has not */
  ms: number | undefined;
  /** What it failed with; undefined where the subgraph answered. */
  code: string | undefined;
  /** How many errors are in the reply; undefined without a reply. */
  errors: number | undefined;
  /** The fetch of the plan, or the fetches that travel together. */
  readonly step: object | readonly object[] | undefined;
  /** Entities that it asks about; undefined where it asks for fields of the root. */
  readonly entities: number | undefined;
  /** How many fetches of the plan it carries. */
  readonly fetches: number;
  /** Its span; undefined where none is recorded. */
  readonly span: TraceContext | undefined;
  /** What tells the subgraph of the trace; undefined where nothing is traced. Each can be written as HTTP as it is. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Bytes of the reply's body, attempts, and how it went; undefined while it is under way and where another fetch did its work. */
  sent: { readonly bytes: number; readonly tries: number; readonly by: 'http' | 'process' } | undefined;
  /** An identical fetch in flight whose reply it got too. */
  joined: FetchNote | undefined;
}

/** @param ms how long it took @param errors of the reply */
export function noteReply(note: FetchNote, ms: number, errors: unknown): void {
  note.ms = ms;
  note.errors = Array.isArray(errors) ? errors.length : 0;
}

/** @param ms how long it took @param code why there is no reply */
export function noteFailure(note: FetchNote, ms: number, code: string): void {
  note.ms = ms;
  note.code = code;
}
