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
  const tell = (watch: RequestWatch): void => {
    try {
      const errors = toldErrorsOf(watch);
      metrics?.ended(watch, errors);
      log?.(watch, errors);
      traces?.ended(watch, errors);
    } catch (thrown) {
      onFault(thrown);
    }
  };
  const ended = onceATurn(tell);
  return {
    begin: (requestId, { method = '', headers }) => {
      metrics?.begun();
      return new RequestWatch(requestId, method, headers, { withFetches, trace: traces?.begin(headers) });
    },
    ended,
    unreadable: (code) => metrics?.unreadable(code),
  };
}

/** Those of one turn of the event loop together: what tells of them is then in the processor's caches for all but the first. */
function onceATurn(tell: (watch: RequestWatch) => void): (watch: RequestWatch) => void {
  let waiting: RequestWatch[] = [];
  const tellAll = (): void => {
    const all = waiting;
    waiting = [];
    for (const watch of all) tell(watch);
  };
  return (watch) => {
    if (waiting.push(watch) === 1) setImmediate(tellAll);
  };
}
