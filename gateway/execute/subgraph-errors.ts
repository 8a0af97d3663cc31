/** A subgraph's errors, as far as they are what GraphQL says they are. */
import type { SubgraphReply } from '../fetch/subgraph-request.ts';
import type { Reason } from '../reply/layout.ts';
import type { FetchLevel } from './fetch-document.ts';
import type { ResponsePath } from './rows.ts';

export interface SubgraphError {
  readonly message: string;
  readonly path: ResponsePath | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export const reasonOf = ({ message, extensions }: SubgraphError): Reason => ({ message, extensions });

export function subgraphErrors({ errors }: SubgraphReply, service: string): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return NONE;
  return errors.map((error: unknown) => subgraphError(error, service));
}

const NONE: readonly SubgraphError[] = [];

function subgraphError(error: unknown, service: string): SubgraphError {
  const { message, path, extensions } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  // A stack trace is the subgraph's own business.
  const shown = { ...(typeof extensions === 'object' ? extensions : {}) } as Record<string, unknown>;
  delete shown['stacktrace'];
  delete shown['exception'];
  return {
    message: typeof message === 'string' && message !== '' ? message : `The subgraph ${service} answered with an error`,
    path: isPath(path) ? path : undefined,
    extensions: { ...shown, code: typeof shown['code'] === 'string' ? shown['code'] : 'DOWNSTREAM_SERVICE_ERROR', service },
  };
}

function isPath(path: unknown): path is ResponsePath {
  return Array.isArray(path) && path.length > 0 && path.every((part) => typeof part === 'string' || Number.isInteger(part));
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
    const field: ReturnType<FetchLevel['fields']['get']> = at && [...at.fields.values()].find(({ names }) => names.includes(part));
    if (!field) break;
    translated.push(field.slot.name);
    at = field.child;
  }
  return translated;
}
