/** Keeps the question in the editor in the graph, with its variables. */
import { useState, type ReactNode } from 'react';
import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useViewState } from '../address/use-view-state.ts';
import { factsOf } from '../graph/question.ts';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { draftOf, SaveDialog, type Draft } from '../saved/save-dialog.tsx';
import type { Content } from '../saved/saved-question.ts';
import { useCurrent } from '../saved/use-current.ts';
import { useRights } from '../saved/use-rights.ts';
import { documentView } from '../saved/view-of-question.ts';
import { KeepIcon } from './icons.tsx';
import { QUERY_SHAPE } from './query-view.ts';

export function SaveQuestion(): ReactNode {
  const say = useSay();
  const rights = useRights();
  const { state, change } = useViewState(QUERY_SHAPE);
  const { current } = useCurrent(state.saved);
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  const [content, setContent] = useState<Content>();
  const [draft, setDraft] = useState<Draft>();
  const close = (): void => setContent(undefined);
  const begin = (): void =>
    setContent({
      document: editors.queryEditor?.getValue() ?? '',
      variables: editors.variableEditor?.getValue().trim() || '{}',
      view: documentView(current?.view ?? null),
    });
  return (
    <>
      <ToolbarButton label={say('saved.save')} onClick={begin}>
        <KeepIcon />
      </ToolbarButton>
      {content !== undefined && !rights('saveQuestion') && (
        <FormDialog title={say('saved.save')} onClose={close}>
          <p>{say('saved.mayNot')}</p>
        </FormDialog>
      )}
      {content !== undefined && rights('saveQuestion') && (
        <SaveDialog
          current={current}
          suggested={factsOf(content.document).operationName ?? ''}
          content={{ ...content, view: content.view! }}
          draft={draft ?? draftOf(current)}
          onDraft={setDraft}
          onSaved={(saved) => {
            setDraft(undefined);
            close();
            change({ saved }, { replace: true });
          }}
          onClose={close}
        />
      )}
    </>
  );
}
