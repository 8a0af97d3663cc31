/** What a request failed at, for the log: under the request's id, which is all that its caller is told. */
import { CodedError, quote } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';

/** Takes anything that was thrown, and never throws itself. */
export type ReportFailure = (thrown: unknown, requestId: string) => void;

/** Refusals with a code are told to the caller whole, so they are debug lines; whatever else was thrown is an error of this program. */
export function reportFailures(log: Pick<Log, 'debug' | 'error'>): ReportFailure {
  return (thrown, requestId) => {
    try {
      const cause = causeOf(thrown);
      if (cause instanceof CodedError) log.debug({ requestId, code: cause.code }, 'request refused');
      else
        log.error(
          { requestId, err: cause instanceof Error ? cause : new Error(`thrown: ${quote(cause)}`) },
          'request failed',
        );
    } catch {
      // What was thrown cannot even be looked at; that it was is said all the same.
      log.error({ requestId }, 'request failed');
    }
  };
}

/** What stands behind a mask. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof CodedError && thrown.code === 'INTERNAL' ? thrown.cause : thrown;
}
