/** How a question is carried to a subgraph. Implemented over HTTP and in process. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { CodedError } from '../../base/errors.ts';
import type { Verdict } from './circuit-breaker.ts';
import type { SubgraphReply, SubgraphRequest } from './subgraph-request.ts';

/** One question, ready to be sent. */
export interface OutboundMessage {
  readonly request: SubgraphRequest;
  /** JSON; empty when the transport says that it needs none. */
  readonly body: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** The caller's allowed headers alone. */
  readonly own: Readonly<Record<string, string>>;
  /** What the subgraph is told about the caller. */
  readonly claims?: ClaimsSubject;
  /** Does not wait for a connection that questions have. */
  readonly isProbe?: true;
}

/** How one try ended, and what that says about the subgraph. */
export type TransportResult = Answered | Failed;

interface Health {
  readonly verdict: Verdict;
  /** Wait the subgraph asked for, in ms; 0 when it asked for none. */
  readonly retryAfter: number;
  /** Whether a query may be luckier next time; an answer that says why it has no data may be the last word all the same. */
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

/** Whoever sent a message: told once, after which the transport has let go of everything it held for it. */
export interface Sender {
  tried(outcome: TransportResult): void;
}

/** A try under way. `cancel` makes it end soon, by `Sender.tried` as always. */
export interface Attempt {
  cancel(): void;
}

export interface Transport {
  readonly kind: 'http' | 'process';
  send(message: OutboundMessage, sender: Sender): Attempt;
  /** Ends when nothing is under way any more. */
  close(): Promise<void>;
}

export function failed(
  error: CodedError,
  verdict: Verdict,
  retriable: boolean,
  bytes = 0,
  retryAfter = 0,
): TransportResult {
  return { reply: undefined, error, verdict, retriable, bytes, retryAfter };
}
