/** Publishes, withdraws or deletes a question, with the reason for it. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { move, type Move } from './changes.ts';
import { Refused } from './refused.tsx';
import { MOST_WHY, type SavedQuestion } from './saved-question.ts';
import { useSending } from './use-sending.ts';

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
  const { sending, trouble, send } = useSending();
  const input = { id: current.id, version: current.version, why: why.trim() };
  return (
    <FormDialog
      title={say(`saved.${how}.title`, { title: current.title })}
      send={say(`saved.${how}`)}
      sending={sending}
      problem={trouble && <Refused trouble={trouble} />}
      onSend={() =>
        send(
          (graph) => move(graph, how, input),
          ({ kind }) => kind === 'DONE' && onDone(),
        )
      }
      onClose={onClose}
    >
      <p>{say(`saved.${how}.what`)}</p>
      <TextField label={say('saved.why')} most={MOST_WHY} lines={2} value={why} onType={onWhy} />
    </FormDialog>
  );
}
