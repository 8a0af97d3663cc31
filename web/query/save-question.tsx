/** Keeps the question in the editor in the graph, with its variables. */
import { useState, type ReactNode } from 'react';
import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useViewState } from '../address/use-view-state.ts';
import { factsOf } from '../graph/question.ts';
import { useSay } from '../language/language.tsx';
import type { SaveDialogProps } from '../saved/save-dialog.tsx';
import { Saving } from '../saved/saving.tsx';
import { useRights } from '../saved/use-rights.ts';
import { documentView } from '../saved/view-of-question.ts';
import { useEditing } from './editing.ts';
import { KeepIcon } from './icons.tsx';
import { QUERY_SHAPE } from './query-view.ts';

export function SaveQuestion(): ReactNode {
  const say = useSay();
  const rights = useRights();
  const { current } = useEditing();
  const { state, change } = useViewState(QUERY_SHAPE);
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  const [content, setContent] = useState<SaveDialogProps['content']>();
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
      {/* What was typed for one question is not said of the next. */}
      <Saving
        key={state.saved}
        {...{ current, content, rights }}
        suggested={factsOf(content?.document ?? '').operationName ?? ''}
        onSaved={(saved) => change({ saved }, { replace: true })}
        onClose={() => setContent(undefined)}
      />
    </>
  );
}
