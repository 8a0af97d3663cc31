/** Keeps a view as a question, or as a new version of the one it was opened from. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { save, type Outcome } from './changes.ts';
import { changedBy, type Draft } from './draft.ts';
import { Refused } from './refused.tsx';
import { MOST_TITLE, MOST_WHY, type Content, type SavedQuestion } from './saved-question.ts';
import { useSending } from './use-sending.ts';

export interface SaveDialogProps {
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
  const changed = changedBy(draft, current);
  return (
    <FormDialog
      title={say('saved.save')}
      send={changed === undefined ? say('saved.saveNew') : say('saved.saveVersion', { version: changed.version + 1 })}
      sending={sending}
      problem={trouble && <Refused trouble={trouble} />}
      onSend={send}
      onClose={onClose}
    >
      <p className="hint">{say('saved.what')}</p>
      <As {...props} />
      <Words {...props} />
      {changed?.shelf === 'PUBLISHED' ? (
        <p className="hint">{say('saved.staysPublished')}</p>
      ) : (
        <ShelfChoice {...props} />
      )}
    </FormDialog>
  );
}

function useSaving({ current, suggested, content, draft, onDraft, onSaved }: SaveDialogProps) {
  const { sending, trouble, send } = useSending();
  const changed = changedBy(draft, current);
  const input = {
    id: changed?.id ?? draft.id,
    version: changed?.version ?? 0,
    title: titleOf(draft, current, suggested).trim(),
    why: draft.why.trim(),
    ...content,
    ...(changed?.shelf !== 'PUBLISHED' && { shelf: draft.shelf }),
  };
  const onOutcome = (outcome: Outcome): void => {
    if (outcome.kind === 'DONE') onSaved(outcome.id);
    else if (isTaken(outcome)) onDraft({ ...draft, id: crypto.randomUUID() });
  };
  return { sending, trouble, send: () => send((graph) => save(graph, input), onOutcome) };
}

const isTaken = ({ trouble }: Extract<Outcome, { kind: 'FAILED' }>): boolean =>
  trouble.kind === 'REFUSED' && trouble.code === 'QUESTION_ID_TAKEN';

const titleOf = (draft: Draft, current: SavedQuestion | undefined, suggested: string): string =>
  draft.title ?? changedBy(draft, current)?.title ?? suggested;

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
