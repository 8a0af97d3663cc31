/** Sends a change of a saved question: whether it is under way, and why the last one was not made. */
import { useState } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Graph } from '../graph/graph.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSession } from '../session/session.tsx';
import type { Outcome } from './changes.ts';
import { tellChanged } from './told-changes.ts';

interface Sending {
  readonly sending: boolean;
  readonly trouble: Trouble | Refusal | undefined;
  /** @param change what is sent @param onOutcome told what came of it */
  readonly send: (change: (graph: Graph) => Promise<Outcome>, onOutcome: (outcome: Outcome) => void) => void;
}

export function useSending(): Sending {
  const { graph } = useSession();
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | Refusal>();
  const send: Sending['send'] = async (change, onOutcome) => {
    if (graph === undefined) return;
    setSending(true);
    const outcome = await change(graph);
    setSending(false);
    setTrouble(outcome.kind === 'DONE' ? undefined : outcome.trouble);
    // Also of what was refused: it may have been changed meanwhile, and the next try is made on that.
    tellChanged();
    onOutcome(outcome);
  };
  return { sending, trouble, send };
}
