/** What is kept: of a whole answer the bytes that leave, of an entity its object. */
import { hash } from 'node:crypto';
import { parseExactly, withoutBigints } from '../../base/exact-number.ts';
import type { ExecutionResult } from '../execute/execution-result.ts';
import { responseText } from '../reply/response-text.ts';

/** What is kept without errors, and when it was made. */
export interface KeptAnswer {
  /** The whole body of the response; of an entity the JSON of its object. */
  readonly body: Buffer;
  /** ms since 1970 */
  readonly madeAt: number;
  /** How long it holds, s. */
  readonly maxAge: number;
}

/** What stands before and behind the data in a body without errors and extensions. */
const [BEFORE, BEHIND] = responseText({ dataText: '\n', errors: [] }).split('\n') as [string, string];

/** @param dataText the data as JSON */
export function keptAnswer(dataText: string, madeAt: number, maxAge: number): KeptAnswer {
  return { body: Buffer.from(responseText({ dataText, errors: [] })), madeAt, maxAge };
}

/** @param entity as a subgraph has answered it */
export function keptEntity(entity: object, madeAt: number, maxAge: number): KeptAnswer {
  return { body: Buffer.from(JSON.stringify(withoutBigints(entity))), madeAt, maxAge };
}

/** 96 bits: enough that no two answers of a graph ever share one. */
const ETAG_CHARACTERS = 16;

/** @returns a strong ETag of a body, with its quotes */
export function etagOf(body: string | Buffer): string {
  return `"${hash('sha256', body, 'base64url').slice(0, ETAG_CHARACTERS)}"`;
}

const etags = new WeakMap<Buffer, string>();

/** @returns the ETag of a kept answer, worked out once */
export function etagOfKept({ body }: KeptAnswer): string {
  let known = etags.get(body);
  if (known === undefined) etags.set(body, (known = etagOf(body)));
  return known;
}

/** @returns the answer as if it had been made now */
export function resultOfKept({ body }: KeptAnswer): ExecutionResult {
  let text: string | undefined;
  const dataText = (): string => (text ??= body.toString('utf8', BEFORE.length, body.length - BEHIND.length - 1));
  return {
    refused: false,
    dataText,
    data: () => parseExactly(dataText()) as ReturnType<ExecutionResult['data']>,
    errors: () => [],
  };
}
