/** Keeps a view as a question, or as a new version of the one it was opened from. */
import { useState, type ReactNode } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useSession } from '../session/session.tsx';
import { save } from './changes.ts';
import { Refused } from './refused.tsx';
import { MOST_TITLE, MOST_WHY, type Content, type SavedQuestion } from './saved-question.ts';
import { tellChanged } from './told-changes.ts';

/** What the reader has typed; it outlives the dialog. */
export interface Draft {
  /** For a new question: the same however often it is sent. */
  readonly id: string;
  readonly as: 'NEW' | 'VERSION';
  /** As suggested until the reader types. */
  readonly title?: string;
  readonly why: string;
  readonly shelf: 'MINE' | 'AGENCY';
}

export const draftOf = (current: SavedQuestion | undefined): Draft => ({
  id: crypto.randomUUID(),
  as: current?.mayChange === true ? 'VERSION' : 'NEW',
  why: '',
  shelf: current?.mayChange === true && current.shelf === 'AGENCY' ? 'AGENCY' : 'MINE',
});

interface SaveDialogProps {
  /** The question that the view was opened from. */
  readonly current: SavedQuestion | undefined;
  /** For a new question. */
  readonly suggested: string;
  readonly content: Content & { readonly view: string };
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  /** @param id of what was saved */
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}

export function SaveDialog(props: SaveDialogProps): ReactNode {
  const say = useSay();
  const { draft, current, onClose } = props;
  const { sending, trouble, send } = useSaving(props);
  const versioned = draft.as === 'VERSION' && current !== undefined;
  return (
    <FormDialog
      title={say('saved.save')}
      send={versioned ? say('saved.saveVersion', { version: current.version + 1 }) : say('saved.saveNew')}
      sending={sending}
      problem={trouble && <Refused trouble={trouble} />}
      onSend={send}
      onClose={onClose}
    >
      <p className="hint">{say('saved.what')}</p>
      <As {...props} />
      <Words {...props} />
      {versioned && current.shelf === 'PUBLISHED' ? (
        <p className="hint">{say('saved.staysPublished')}</p>
      ) : (
        <ShelfChoice {...props} />
      )}
    </FormDialog>
  );
}

function useSaving({ current, suggested, content, draft, onDraft, onSaved }: SaveDialogProps) {
  const { graph } = useSession();
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | Refusal>();
  const send = async (): Promise<void> => {
    if (graph === undefined) return;
    setSending(true);
    const of = draft.as === 'VERSION' ? current : undefined;
    const outcome = await save(graph, {
      id: of?.id ?? draft.id,
      version: of?.version ?? 0,
      title: titleOf(draft, current, suggested).trim(),
      why: draft.why.trim(),
      ...content,
      ...(of?.shelf !== 'PUBLISHED' && { shelf: draft.shelf }),
    });
    setSending(false);
    setTrouble(outcome.kind === 'DONE' ? undefined : outcome.trouble);
    // Also of what was refused: it may have been changed meanwhile, and the next try is made on that.
    tellChanged();
    if (outcome.kind === 'DONE') onSaved(outcome.id);
    else if (isTaken(outcome.trouble)) onDraft({ ...draft, id: crypto.randomUUID() });
  };
  return { sending, trouble, send: () => void send() };
}

const isTaken = (trouble: Trouble | Refusal): boolean =>
  trouble.kind === 'REFUSED' && trouble.code === 'QUESTION_ID_TAKEN';

function titleOf({ title, as }: Draft, current: SavedQuestion | undefined, suggested: string): string {
  return title ?? (as === 'VERSION' && current !== undefined ? current.title : suggested);
}

/** A new version where the reader may make one, else a question of their own. */
function As({ current, draft, onDraft }: SaveDialogProps): ReactNode {
  const say = useSay();
  if (current === undefined) return null;
  if (!current.mayChange) return <p className="hint">{say('saved.copyOnly', { title: current.title })}</p>;
  const options = [
    { name: 'VERSION', words: say('saved.asVersion', { title: current.title }) },
    { name: 'NEW', words: say('saved.asNew') },
  ] as const;
  return (
    <fieldset>
      <legend>{say('saved.as')}</legend>
      {options.map(({ name, words }) => (
        <label key={name}>
          <input type="radio" name="as" checked={draft.as === name} onChange={() => onDraft({ ...draft, as: name })} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function Words({ current, suggested, draft, onDraft }: SaveDialogProps): ReactNode {
  const say = useSay();
  return (
    <>
      <TextField
        label={say('saved.title')}
        most={MOST_TITLE}
        value={titleOf(draft, current, suggested)}
        onType={(title) => onDraft({ ...draft, title })}
      />
      <TextField
        label={say('saved.why')}
        most={MOST_WHY}
        lines={2}
        example={say('saved.why.example')}
        value={draft.why}
        onType={(why) => onDraft({ ...draft, why })}
      />
      <p className="hint">{say('saved.noPerson')}</p>
    </>
  );
}

function ShelfChoice({ draft, onDraft }: SaveDialogProps): ReactNode {
  const say = useSay();
  return (
    <fieldset>
      <legend>{say('saved.forWhom')}</legend>
      {(['MINE', 'AGENCY'] as const).map((shelf) => (
        <label key={shelf}>
          <input
            type="radio"
            name="shelf"
            checked={draft.shelf === shelf}
            onChange={() => onDraft({ ...draft, shelf })}
          />
          {say(`saved.for.${shelf}`)}
        </label>
      ))}
    </fieldset>
  );
}
