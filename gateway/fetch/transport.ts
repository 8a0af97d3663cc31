/** How a request is carried to a subgraph. Implemented over HTTP and in process. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { CodedError } from '../../base/errors.ts';
import type { Verdict } from './circuit-breaker.ts';
import type { FetchNote } from './fetch-note.ts';
import type { SubgraphReply, SubgraphRequest } from './subgraph-request.ts';

/** One request, ready to be sent. */
export interface OutboundMessage {
  readonly request: SubgraphRequest;
  /** JSON; empty when neither the transport nor sharing needs it. */
  readonly body: string;
  /** Of the first caller who waits for it, with the headers of its trace; undefined where nobody wants to know. */
  readonly note: FetchNote | undefined;
  /** Names and values in turn; those of its trace stand in the note. */
  readonly headers: readonly string[];
  /** The caller's allowed headers alone. */
  readonly callerHeaders: Readonly<Record<string, string>>;
  /** The claims about the caller. */
  readonly claims?: ClaimsSubject;
}

/** How one attempt ended, and what that shows about the subgraph. */
export type TransportResult = Answered | Failed;

interface Health {
  readonly verdict: Verdict;
  /** The wait that the subgraph requested, in ms; 0 when it requested none. */
  readonly retryAfter: number;
  /** Whether a retry of a query may succeed. A reply that states why it has no data may be retriable too, and stands if no retry is left. */
  readonly retriable: boolean;
  /** Bytes of body that were read. */
  readonly bytes: number;
}

interface Answered extends Health {
  readonly reply: SubgraphReply;
  readonly error: undefined;
}

interface Failed extends Health {
  readonly reply: undefined;
  readonly error: CodedError;
}

/** What sent a message. */
export interface Sender {
  /** Called exactly once for each attempt; the transport then holds nothing for it any more. */
  attemptEnded(outcome: TransportResult): void;
}

/** An attempt in flight. `cancel` makes it end soon, through `Sender.attemptEnded` as always. */
export interface Attempt {
  cancel(): void;
}

/** Carries the requests of one subgraph. */
export interface Transport {
  readonly kind: 'http' | 'process';
  /** When the certificate ends that the subgraph showed last, ms since 1970; absent where it shows none. */
  readonly certificateEnd?: number | undefined;
  /** Begins one attempt. It may end, by `sender.attemptEnded`, before this returns. */
  send(message: OutboundMessage, sender: Sender): Attempt;
  /** Resolves when no attempt is in flight any more. */
  close(): Promise<void>;
}

/**
 * The result of an attempt that got no reply.
 * @param retriable whether a retry of a query may succeed
 * @param bytes of body that were read
 * @param retryAfter the wait that the subgraph requested, in ms
 */
export function failed(
  error: CodedError,
  verdict: Verdict,
  retriable: boolean,
  bytes = 0,
  retryAfter = 0,
): TransportResult {
  return { reply: undefined, error, verdict, retriable, bytes, retryAfter };
}
