/** Operations in this process, each in the trace that the gateway's headers name. */
import type { InProcessExecutor } from './in-process-executor.ts';
import type { RequestTraces } from './request-traces.ts';

/** @returns the executor itself where nothing is traced */
export function tracedExecutor(execute: InProcessExecutor, traces: RequestTraces): InProcessExecutor {
  if (traces.onCommand === undefined) return execute;
  return (request) =>
    traces.run(
      request.headers ?? {},
      () => execute(request),
      ({ errors = [] }) => (errors.length === 0 ? {} : { code: codeOf(errors[0]?.extensions?.['code']) }),
    );
}

const codeOf = (code: unknown): string => (typeof code === 'string' ? code : 'UNCODED');
