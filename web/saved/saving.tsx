/** Saves what is shown, with what was typed for it before; for whom may not save, what they can do instead. */
import { useState, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import type { Change } from './changes.ts';
import { draftOf, type Draft } from './draft.ts';
import { SaveDialog, type SaveDialogProps } from './save-dialog.tsx';

interface SavingProps extends Pick<SaveDialogProps, 'current' | 'suggested' | 'onSaved' | 'onClose'> {
  /** Missing while the dialog is closed. */
  readonly content: SaveDialogProps['content'] | undefined;
  readonly rights: (change: Change) => boolean;
}

export function Saving({ content, rights, onSaved, ...props }: SavingProps): ReactNode {
  const say = useSay();
  const [draft, setDraft] = useState<Draft>();
  const { current, onClose } = props;
  if (content === undefined) return null;
  if (!rights('saveQuestion'))
    return (
      <FormDialog title={say('saved.save')} onClose={onClose}>
        <p>{say('saved.mayNot')}</p>
      </FormDialog>
    );
  return (
    <SaveDialog
      {...props}
      content={content}
      draft={draft ?? draftOf(current)}
      onDraft={setDraft}
      onSaved={(id) => {
        setDraft(undefined);
        onClose();
        onSaved(id);
      }}
    />
  );
}
