/** Publishes, withdraws or deletes a question, with the reason for it. */
import { useState, type ReactNode } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useSession } from '../session/session.tsx';
import { move, type Move } from './changes.ts';
import { Refused } from './refused.tsx';
import { MOST_WHY, type SavedQuestion } from './saved-question.ts';
import { tellChanged } from './told-changes.ts';

interface MoveDialogProps {
  readonly how: Move;
  readonly current: SavedQuestion;
  /** What was typed; it outlives the dialog. */
  readonly why: string;
  readonly onWhy: (why: string) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function MoveDialog({ how, current, why, onWhy, onDone, onClose }: MoveDialogProps): ReactNode {
  const say = useSay();
  const { graph } = useSession();
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | Refusal>();
  const send = async (): Promise<void> => {
    if (graph === undefined) return;
    setSending(true);
    const outcome = await move(graph, how, { id: current.id, version: current.version, why: why.trim() });
    setSending(false);
    setTrouble(outcome.kind === 'DONE' ? undefined : outcome.trouble);
    tellChanged();
    if (outcome.kind === 'DONE') onDone();
  };
  return (
    <FormDialog
      title={say(`saved.${how}.title`, { title: current.title })}
      send={say(`saved.${how}`)}
      sending={sending}
      problem={trouble && <Refused trouble={trouble} />}
      onSend={() => void send()}
      onClose={onClose}
    >
      <p>{say(`saved.${how}.what`)}</p>
      <TextField label={say('saved.why')} most={MOST_WHY} lines={2} value={why} onType={onWhy} />
    </FormDialog>
  );
}
