/**
 * Asks for a table with persons again, with its purpose stated, so that the gateway's audit holds what is taken away: each page leaves a
 * record with the purpose, the operation `Export…` and one request id for all of them. The gateway lets an answer out once its record is
 * durable; so whatever does not come was not recorded, and is not taken.
 */
import { ask, type Asked, type Trouble } from '../graph/ask.ts';
import { replyOf, type Refusal } from '../graph/reply.ts';
import type { Part } from '../numbers/figure-at.ts';
import { headersOf, type Access } from '../session/access.ts';
import { exportingOf } from './exporting.ts';
import { nextCursor, pageAfter, rowsOnPage, type Paged } from './paging.ts';

export interface Wanted {
  readonly endpoint: string;
  readonly access: Access;
  readonly purpose: string;
  /** What the table on screen was asked by. */
  readonly asked: Asked;
  readonly paged: Paged | undefined;
  /** Rows of the paged list that are on screen: no more are read. */
  readonly rows: number;
  readonly signal: AbortSignal;
  /** Told how many rows have been recorded. */
  readonly onRows: (rows: number) => void;
}

export type Recorded =
  | {
      readonly kind: 'RECORDED';
      readonly parts: readonly Part[];
      /** The name in the audit's records. */
      readonly operation: string;
      /** The request id in the audit's records. */
      readonly request: string;
    }
  | { readonly kind: 'REFUSED'; readonly trouble: Trouble | Refusal };

/** @returns everything, or why there is nothing: a part of it is not given out @throws DOMException when it is cancelled */
export async function askRecorded(wanted: Wanted): Promise<Recorded> {
  const { paged, signal, onRows } = wanted;
  const question = exportingOf(wanted.asked);
  const request = requestId();
  const parts: Part[] = [];
  let rows = 0;
  let cursor: string | undefined;
  do {
    const page = paged === undefined || cursor === undefined ? question : pageAfter(question, paged, cursor);
    const reply = await askPage(wanted, page, request);
    signal.throwIfAborted();
    if (reply.kind === 'FAILED') return { kind: 'REFUSED', trouble: reply.trouble };
    parts.push(reply);
    rows += paged === undefined ? 0 : rowsOnPage(reply.data, paged);
    onRows(rows);
    cursor = paged === undefined ? undefined : nextCursor(reply.data, paged);
  } while (cursor !== undefined && rows < wanted.rows);
  return { kind: 'RECORDED', parts, operation: question.operationName, request };
}

async function askPage({ endpoint, access, purpose, signal }: Wanted, asked: Asked, request: string) {
  const headers = { ...headersOf({ ...access, purpose }), 'x-request-id': request };
  const outcome = await ask(endpoint, asked, headers, signal);
  const reply = replyOf<object>(outcome);
  if (reply.kind === 'FAILED') return reply;
  const unrecorded = reply.errors.find(({ extensions }) => extensions?.['code'] === UNRECORDED);
  if (unrecorded === undefined) return reply;
  return { kind: 'FAILED', trouble: { kind: 'REFUSED', code: UNRECORDED, message: unrecorded.message } } as const;
}

/** The gateway's audit cannot hold a record now, so personal data is refused. */
export const UNRECORDED = 'AUDIT_UNAVAILABLE';

/** As the gateway takes one from its clients; `crypto.randomUUID` is there over https only. */
function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `export-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
