/** Puts a text into the editor without touching what is typed in another tab. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { factsOf } from '../graph/question.ts';

/** What a tab holds, as far as it tells whether a text is open already. */
export interface Tab {
  readonly query: string | null;
  readonly variables?: string | null;
}

interface Opened {
  readonly query: string;
  /** JSON; empty where there are none. */
  readonly variables: string;
  readonly run: boolean;
  /** Whether a tab has it already. */
  readonly isThere: (tab: Tab) => boolean;
}

/** @returns shows a text: in the tab that has it, in an empty one, or in a new one */
export function useOpenText(): (opened: Opened) => void {
  const { addTab, changeTab, stop, run, setOperationFacts, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return ({ query, variables, run: runs, isThere }) => {
    stop();
    const facts = factsOf(query);
    const there = tabs.findIndex(isThere);
    if (there !== -1) {
      if (there !== activeTabIndex) changeTab(there);
    } else {
      if (tabs[activeTabIndex]?.query?.trim()) addTab();
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables);
      updateActiveTabValues({ query, variables, operationName: facts.operationName ?? null });
    }
    // The editor tells GraphiQL of the new document 100 ms late; until then it would ask by the old operation's name.
    setOperationFacts(facts);
    if (runs) run();
  };
}
