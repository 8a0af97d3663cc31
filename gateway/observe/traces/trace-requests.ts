/** Traces of requests: begun from what the caller sends, decided and made once the request has ended. */
import type { SpanExporter } from '../../../base/traces/span-exporter.ts';
import type { SampleReason, TraceSampler } from '../../../base/traces/trace-sampler.ts';
import { newSpanId, newTraceId, readTraceparent } from '../../../base/traces/trace-context.ts';
import type { RequestTrace, RequestWatch } from '../../watch/request-watch.ts';
import type { ToldError } from '../codes.ts';
import { requestSpans, spanCount } from './request-spans.ts';

type Headers = RequestWatch['headers'];

/** Traces requests. */
export interface TraceRequests {
  begin(headers: Headers): RequestTrace;
  /** @param errors of the answer, each kind once */
  ended(watch: RequestWatch, errors: readonly ToldError[]): void;
}

interface TraceParts {
  readonly exporter: Pick<SpanExporter, 'add' | 'drop'>;
  readonly sampler: TraceSampler;
  /** A request that takes longer is sent whatever else is said, ms. */
  readonly slow: number;
}

/** What W3C lets a `tracestate` have, and how long it has to be taken at least; another one is not sent on. */
const STATE = /^[\x20-\x7e]{0,512}$/;

/** @returns what observe-requests.ts tells of each request */
export function traceRequests({ exporter, sampler, slow }: TraceParts): TraceRequests {
  return {
    begin: (headers) => {
      const parent = readTraceparent(headers['traceparent']);
      const traceId = parent?.traceId ?? newTraceId();
      const reason = sampler.begin(traceId, parent?.sampled);
      return {
        traceId,
        spanId: newSpanId(),
        parentId: parent?.spanId,
        sampled: reason !== undefined,
        reason,
        state: parent && stateOf(headers['tracestate']),
      };
    },
    ended: (watch, errors) => {
      const reasons = reasonsOf(watch, errors, slow);
      if (reasons.length === 0) return;
      const count = spanCount(watch);
      const reason = reasons.find((each) => sampler.takes(each, count));
      if (reason === undefined) exporter.drop(count, 'bound');
      else exporter.add(requestSpans(watch, watch.trace!, errors, reason));
    },
  };
}

/** @returns why the trace of a request is sent; nothing where it is not */
function reasonsOf(watch: RequestWatch, errors: readonly ToldError[], slow: number): SampleReason[] {
  const reasons: SampleReason[] = [];
  if (watch.trace?.reason !== undefined) reasons.push(watch.trace.reason);
  if (errors.length > 0 || watch.status >= 500) reasons.push('error');
  if (watch.duration > slow) reasons.push('slow');
  return reasons;
}

function stateOf(header: Headers[string]): string | undefined {
  return typeof header === 'string' && STATE.test(header) ? header : undefined;
}
