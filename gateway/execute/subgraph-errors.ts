/** Reads a subgraph's errors, as far as they have the form that GraphQL specifies. */
import { replyFault } from '../reply/errors.ts';
import { OWN_ERROR, type SubgraphReply } from '../fetch/subgraph-request.ts';
import type { Reason } from '../result/layout.ts';
import type { FetchLevel } from './fetch-document.ts';
import type { ResponsePath } from './entities.ts';

/** One error of a reply. */
export interface SubgraphError {
  readonly message: string;
  /** In the reply's names; absent when there is none, or no valid one. */
  readonly path: ResponsePath | undefined;
  /** Always with `code` and `service`, the subgraph's name. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The gateway's own, where the subgraph did not answer. */
  readonly cause?: Error;
}

/** @returns the error as the reason of lost values */
export const failureReason = ({ message, extensions, cause }: SubgraphError): Reason => ({
  message,
  extensions,
  cause,
});

/** At most this many errors of one reply are reported singly: each costs a walk to the objects that it concerns. */
const MAX_ERRORS = 100;

/** Longer messages are cut, in characters: masking scans each message several times. */
const MAX_MESSAGE_LENGTH = 2_000;

/**
 * @returns the first hundred, and one that counts the others. It has no path, so any null of the reply may stem from them, and no such
 * null is passed to another subgraph.
 */
export function readSubgraphErrors({ errors }: SubgraphReply, service: string): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return NONE;
  const read = errors.slice(0, MAX_ERRORS).map((error: unknown) => subgraphError(error, service));
  if (errors.length > MAX_ERRORS) read.push(furtherErrors(errors.length - MAX_ERRORS, service));
  return read;
}

const NONE: readonly SubgraphError[] = [];

function furtherErrors(count: number, service: string): SubgraphError {
  const { message, code } = replyFault('MORE_ERRORS', `${count} more of the subgraph ${service}`);
  return { message, path: undefined, extensions: { code, service } };
}

function subgraphError(error: unknown, service: string): SubgraphError {
  const own = typeof error === 'object' && error !== null ? error : {};
  const { message, path, extensions } = own as Record<string, unknown>;
  const { [OWN_ERROR]: cause } = own as { [OWN_ERROR]?: Error };
  // A stack trace is the subgraph's own business.
  const shown = { ...(typeof extensions === 'object' ? extensions : {}) } as Record<string, unknown>;
  delete shown['stacktrace'];
  delete shown['exception'];
  return {
    message:
      typeof message === 'string' && message !== ''
        ? shortened(message)
        : `The subgraph ${service} answered with an error`,
    path: isPath(path) ? path : undefined,
    extensions: {
      ...shown,
      code: typeof shown['code'] === 'string' ? shown['code'] : 'DOWNSTREAM_SERVICE_ERROR',
      service,
    },
    ...(cause !== undefined && { cause }),
  };
}

/** Does not cut within a number: masking would not recognise the rest as part of one. */
function shortened(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  let end = MAX_MESSAGE_LENGTH;
  while (end > 0 && IN_NUMBERS.has(message[end - 1]!)) end--;
  return `${message.slice(0, end).toWellFormed()}…`;
}

const IN_NUMBERS = new Set('0123456789 .-');

/** Longer paths are invalid, in parts. No reply is nested deeper than half of it, and walking a path takes quadratic time. */
const MAX_PATH_LENGTH = 400;

function isPath(path: unknown): path is ResponsePath {
  return (
    Array.isArray(path) &&
    path.length > 0 &&
    path.length <= MAX_PATH_LENGTH &&
    path.every((part) => typeof part === 'string' || Number.isInteger(part))
  );
}

/** @returns a path of a reply in the plan's names, as far as the fetch selected it */
export function clientPath(level: FetchLevel, path: ResponsePath): ResponsePath {
  const translated: (string | number)[] = [];
  let at: FetchLevel | undefined = level;
  for (const part of path) {
    if (typeof part === 'number') {
      translated.push(part);
      continue;
    }
    const field: ReturnType<FetchLevel['fields']['get']> =
      at && [...at.fields.values()].find(({ names }) => names.has(part));
    if (!field) break;
    translated.push(field.slot.name);
    at = field.child;
  }
  return translated;
}
