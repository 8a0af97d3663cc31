/** A subgraph's errors, as far as they are what GraphQL says they are. */
import { replyFault } from '../reply/errors.ts';
import type { SubgraphReply } from '../fetch/subgraph-request.ts';
import type { Reason } from '../result/layout.ts';
import type { FetchLevel } from './fetch-document.ts';
import type { ResponsePath } from './entities.ts';

export interface SubgraphError {
  readonly message: string;
  readonly path: ResponsePath | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export const failureReason = ({ message, extensions }: SubgraphError): Reason => ({ message, extensions });

/** So many of one reply are told each for itself: what is wrong is clear from them, and each costs a walk to the objects it is about. */
const MOST_ERRORS = 100;

/** A message is read by people, in characters; what walks it for names and numbers does so several times. */
const LONGEST_MESSAGE = 2_000;

/**
 * @returns the first hundred, and one that says how many more there were. That one has no path, so a null anywhere in the reply may be
 * theirs, and nothing is worked out from it.
 */
export function readSubgraphErrors({ errors }: SubgraphReply, service: string): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return NONE;
  const told = errors.slice(0, MOST_ERRORS).map((error: unknown) => subgraphError(error, service));
  if (errors.length > MOST_ERRORS) told.push(furtherErrors(errors.length - MOST_ERRORS, service));
  return told;
}

const NONE: readonly SubgraphError[] = [];

function furtherErrors(count: number, service: string): SubgraphError {
  const { message, code } = replyFault('MORE_ERRORS', `${count} more of the subgraph ${service}`);
  return { message, path: undefined, extensions: { code, service } };
}

function subgraphError(error: unknown, service: string): SubgraphError {
  const { message, path, extensions } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
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
  };
}

/** Not in the middle of a number, which nobody would know for one any more. */
function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  let end = LONGEST_MESSAGE;
  while (end > 0 && IN_NUMBERS.has(message[end - 1]!)) end--;
  return `${message.slice(0, end).toWellFormed()}…`;
}

const IN_NUMBERS = new Set('0123456789 .-');

/** No reply is nested deeper than half of it; who walks a path looks at each part of it with all before. */
const LONGEST_PATH = 400;

function isPath(path: unknown): path is ResponsePath {
  return (
    Array.isArray(path) &&
    path.length > 0 &&
    path.length <= LONGEST_PATH &&
    path.every((part) => typeof part === 'string' || Number.isInteger(part))
  );
}

/** A path in a reply, in the plan's names, as far as the fetch asked for it. */
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
