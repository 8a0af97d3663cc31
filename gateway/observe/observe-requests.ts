/** Requests as they are observed: each ends in the metrics, in the log and in its trace. Nothing here changes an answer, and a fault here fails no request. */
import { RequestWatch, type ObserveRequests } from '../watch/request-watch.ts';
import { toldErrorsOf } from './codes.ts';
import type { LogRequest } from './log-requests.ts';
import type { RequestMetrics } from './metrics/request-metrics.ts';
import type { TraceRequests } from './traces/trace-requests.ts';

/** Where requests end. */
export interface RequestObservers {
  readonly metrics?: RequestMetrics;
  readonly log?: LogRequest;
  readonly traces?: TraceRequests;
  /** Whether fetches are wanted one by one. */
  readonly withFetches: boolean;
  /** A request could not be observed. */
  readonly onFault: (thrown: unknown) => void;
}

/** @returns what the HTTP handler tells of each request */
export function observeRequests({ metrics, log, traces, withFetches, onFault }: RequestObservers): ObserveRequests {
  return {
    begin: (requestId, { method = '', headers }) => {
      metrics?.begun();
      return new RequestWatch(requestId, method, headers, { withFetches, trace: traces?.begin(headers) });
    },
    ended: (watch) => {
      try {
        const errors = toldErrorsOf(watch);
        metrics?.ended(watch, errors);
        log?.(watch, errors);
        traces?.ended(watch, errors);
      } catch (thrown) {
        onFault(thrown);
      }
    },
    unreadable: (code) => metrics?.unreadable(code),
  };
}
