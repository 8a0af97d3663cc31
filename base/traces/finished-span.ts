/** A span that has ended. Spans are made from notes after the work is done, so nothing keeps open ones. */
import type { SpanReference } from './trace-context.ts';

/** A part of a trace, as it is exported. No attribute holds a value that somebody sent, nor a person. */
export interface FinishedSpan extends SpanReference {
  /** Absent: the first span of its trace. */
  readonly parentId: string | undefined;
  readonly name: string;
  /** `server` answers somebody, `client` asks another process, `internal` is a part of either. */
  readonly kind: 'server' | 'client' | 'internal';
  /** ms since 1970, with fractions */
  readonly began: number;
  readonly ms: number;
  /** Code of the error that it ended with; undefined where all is well. */
  readonly code: string | undefined;
  /** Names by OpenTelemetry's semantic conventions, or `sigap.…`; what is undefined is left out. */
  readonly attributes: Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;
  /** Spans of other traces that did its work. */
  readonly links?: readonly SpanReference[];
}
