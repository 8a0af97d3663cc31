/** An answer that comes page by page: the first at once, the others when they are wanted, and what has come stays. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Asked, Trouble } from '../graph/ask.ts';
import type { Graph } from '../graph/graph.ts';
import { partOf, type Refusal, type Reply } from '../graph/reply.ts';
import type { Part } from '../numbers/figure-at.ts';
import { useSession } from '../session/session.tsx';
import { useReply, type Following } from '../session/use-reply.ts';
import { nextCursor, pageAfter, pagedIn, rowsOnPage, totalIn, type Paged } from './paging.ts';

/** Rows that are kept on one page at most. */
const MOST = 100_000;

export interface Pages {
  readonly following: Following<object>;
  /** What has come; none before the first page. */
  readonly parts: readonly Part[];
  /** The list that comes in pages; missing where the question has none. */
  readonly paged: Paged | undefined;
  /** What of it is still to come; missing before the first page too. */
  readonly rest: Rest | undefined;
}

export interface Rest {
  readonly has: boolean;
  readonly fetching: boolean;
  /** Rows that have come, and all there are, where that is known. */
  readonly rows: number;
  readonly total: number | undefined;
  /** Why the newest page did not come. */
  readonly trouble: Trouble | Refusal | undefined;
  readonly fetchOne: () => void;
  readonly fetchAll: () => void;
  readonly stop: () => void;
}

interface State {
  readonly of: Part | undefined;
  /** Shown, after the first page. */
  readonly more: readonly Part[];
  /** All that have come after it: also those that are not shown yet. */
  readonly come: readonly Part[];
  readonly fetching: boolean;
  readonly trouble: Trouble | Refusal | undefined;
}
const NOTHING = { more: [], come: [], fetching: false, trouble: undefined } as const;

/** Pages that come are shown when they make the table so much longer: each time all of it is put in order anew. */
const GROWTH = 1.5;

export function usePages(asked: Asked | undefined): Pages {
  const { graph } = useSession();
  const following = useReply<object>(asked);
  const first = partOf(following.reply);
  const paged = useMemo(() => (asked === undefined ? undefined : pagedIn(asked.query)), [asked]);
  const [kept, setState] = useState<State>({ of: undefined, ...NOTHING });
  const state = kept.of === first ? kept : { of: first, ...NOTHING };
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), [first]);
  const parts = useMemo(() => (first === undefined ? [] : [first, ...state.more]), [first, state.more]);
  const run = useCallback(
    (most: number) => {
      if (graph === undefined || asked === undefined || paged === undefined || first === undefined) return;
      abort.current?.abort();
      const { signal } = (abort.current = new AbortController());
      void fetchOn({ graph, asked, paged, signal, most }, parts, (next) => setState({ of: first, ...next }));
    },
    [graph, asked, paged, first, parts],
  );
  const stop = useCallback(() => {
    abort.current?.abort();
    setState((before) => ({ ...before, more: before.come, fetching: false }));
  }, []);
  const rest = paged === undefined || first === undefined ? undefined : restOf(parts, paged, state, { run, stop });
  return { following, parts, paged, rest };
}

function restOf(
  parts: readonly Part[],
  paged: Paged,
  { come, fetching, trouble }: State,
  { run, stop }: { readonly run: (most: number) => void; readonly stop: () => void },
): Rest {
  return {
    has: nextCursor(parts.at(-1)?.data, paged) !== undefined && rowsIn(parts, paged) < MOST,
    fetching,
    rows: rowsIn([...parts.slice(0, 1), ...come], paged),
    total: totalIn(parts[0]?.data, paged),
    trouble,
    fetchOne: () => run(1),
    fetchAll: () => run(Infinity),
    stop,
  };
}

const rowsIn = (parts: readonly Part[], paged: Paged): number =>
  parts.reduce((sum, { data }) => sum + rowsOnPage(data, paged), 0);

interface Fetching {
  readonly graph: Graph;
  readonly asked: Asked;
  readonly paged: Paged;
  readonly signal: AbortSignal;
  /** Pages. */
  readonly most: number;
}

/** Fetches the pages after those that are there, and shows them as they come. Ends at a failure, with what has come. */
async function fetchOn(
  { graph, asked, paged, signal, most }: Fetching,
  parts: readonly Part[],
  show: (state: Omit<State, 'of'>) => void,
): Promise<void> {
  let come = parts.slice(1);
  let last = parts.at(-1);
  let rows = rowsIn(parts, paged);
  let shown = { rows, more: come };
  const tell = (fetching: boolean, trouble?: State['trouble']): void => {
    if (!fetching || rows >= GROWTH * shown.rows) shown = { rows, more: come };
    show({ more: shown.more, come, fetching, trouble });
  };
  tell(true);
  for (let page = 0; page < most && rows < MOST; page += 1) {
    const after = nextCursor(last?.data, paged);
    if (after === undefined) break;
    const reply = await replyTo(graph, pageAfter(asked, paged, after), signal);
    if (reply === undefined || signal.aborted) return;
    if (reply.kind === 'FAILED') return tell(false, reply.trouble);
    come = [...come, reply];
    last = reply;
    rows += rowsOnPage(reply.data, paged);
    if (page + 1 < most) tell(true);
  }
  tell(false);
}

/** @returns undefined when it was cancelled */
async function replyTo(graph: Graph, asked: Asked, signal: AbortSignal): Promise<Reply<object> | undefined> {
  try {
    return (await graph.ask<object>(asked, signal)).reply;
  } catch {
    return undefined;
  }
}
