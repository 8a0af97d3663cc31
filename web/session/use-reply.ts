/** A question as a component asks it: the latest good reply, whether one is under way, and how to cancel it. */
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from './session.tsx';
import type { Asked } from '../graph/ask.ts';
import type { Graph, Kept } from '../graph/graph.ts';
import type { Reply } from '../graph/reply.ts';

export interface Following<Data> {
  /** The newest reply that brought data, else the failure; none before the first. */
  readonly reply: Reply<Data> | undefined;
  /** When `reply` came. */
  readonly at: Date | undefined;
  /** Why the newest attempt brought nothing, where `reply` is an older one. */
  readonly failure: Extract<Reply<Data>, { kind: 'FAILED' }> | undefined;
  readonly asking: boolean;
  readonly cancel: () => void;
  readonly again: () => void;
}

interface State<Data> {
  readonly shown: Kept<Data> | undefined;
  readonly failure: Following<Data>['failure'];
  readonly asking: boolean;
}

/**
 * @param asked none asks nothing; compared by its content
 * @param urgent its reply is drawn before all others; they give way to it, and to what the reader does
 */
export function useReply<Data>(asked: Asked | undefined, { urgent = false } = {}): Following<Data> {
  const { graph } = useSession();
  const key = asked === undefined ? undefined : JSON.stringify(asked);
  const [state, setState] = useState<{ readonly of: unknown } & State<Data>>(() => ({
    of: undefined,
    ...startOf<Data>(graph, asked),
  }));
  const abort = useRef<AbortController>(undefined);
  const of = useMemo(() => ({ graph, key }), [graph, key]);
  const run = useCallback(() => {
    abort.current?.abort();
    if (of.key === undefined) return setState({ of, ...NOTHING });
    if (of.graph === undefined) return setState({ of, ...NOTHING, asking: true });
    const { signal } = (abort.current = new AbortController());
    const question = JSON.parse(of.key) as Asked;
    setState((before) => ({
      of,
      ...(before.of === of ? { ...before, asking: true } : startOf<Data>(of.graph, question)),
    }));
    of.graph.ask<Data>(question, signal).then(
      (kept) => {
        if (signal.aborted) return;
        const show = (): void => setState((before) => ({ of, ...withReply(before, kept) }));
        if (urgent) show();
        else startTransition(show);
      },
      () => undefined,
    );
  }, [of, urgent]);
  useEffect(() => {
    run();
    return () => abort.current?.abort();
  }, [run]);
  const cancel = useCallback(() => {
    abort.current?.abort();
    setState((before) => ({ ...before, asking: false }));
  }, []);
  // Between a change of the question and the effect that follows it, the old reply is not shown as the new one's.
  const { shown, failure, asking } = state.of === of || state.of === undefined ? state : startOf<Data>(graph, asked);
  return { reply: shown?.reply, at: shown?.at, failure, asking, cancel, again: run };
}

const NOTHING = { shown: undefined, failure: undefined, asking: false } as const;

function startOf<Data>(graph: Graph | undefined, asked: Asked | undefined): State<Data> {
  if (asked === undefined) return NOTHING;
  if (graph === undefined) return { ...NOTHING, asking: true };
  return { shown: graph.before<Data>(asked), failure: undefined, asking: true };
}

/** A failure leaves what was there before it: old figures, marked as old, are more than none. */
function withReply<Data>(before: State<Data>, kept: Kept<Data>): State<Data> {
  const { reply } = kept;
  if (reply.kind !== 'FAILED' || before.shown === undefined || before.shown.reply.kind === 'FAILED')
    return { shown: kept, failure: undefined, asking: false };
  return { shown: before.shown, failure: reply, asking: false };
}
