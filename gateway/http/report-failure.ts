/** Logs why a request failed, with the request's id, which is all that its caller learns. */
import { CodedError, quote } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';

/** Receives anything that was thrown, and never throws itself. */
export type ReportFailure = (thrown: unknown, requestId: string) => void;

/** Refusals with a code reach the caller in full, so they are logged at debug; anything else is an error of this program. */
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
      // The thrown value cannot even be read; the failure is logged all the same.
      log.error({ requestId }, 'request failed');
    }
  };
}

/** True for a refusal with a code, false for a fault of this program, masked or not. */
export function isRefusal(thrown: unknown): boolean {
  return causeOf(thrown) instanceof CodedError;
}

/** The cause behind a masked error. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof CodedError && thrown.code === 'INTERNAL' ? thrown.cause : thrown;
}
