/** GraphiQL with the saved questions beside it and the answer as a table. */
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import './editor-workers.ts';
import '@graphiql/react/font/roboto.css';
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './workbench.css';
import { headersOf, maySeePlans, type Access } from '../session/access.ts';
import { AnswerView } from './answer-view.tsx';
import type { Trouble } from '../graph/ask.ts';
import type { Scheme } from '../parts/scheme.tsx';
import type { ExplorerConfig, Question } from '../session/config.ts';
import { fetcherOf } from './fetcher.ts';
import { variablesOf } from '../graph/question.ts';
import { QuestionIcon, QuestionList } from './question-list.tsx';
import { layoutStorage } from './storage.ts';

interface WorkbenchProps {
  readonly config: ExplorerConfig;
  readonly access: Access;
  /** The page's colours, which are GraphiQL's too. */
  readonly scheme: Scheme;
  /** Told of each answer's trouble; `undefined` when it had none. */
  readonly onTrouble: (trouble: Trouble | undefined) => void;
}

const Questions = createContext<readonly Question[]>([]);

const QUESTIONS: GraphiQLPlugin = {
  title: 'Questions / Pertanyaan',
  icon: QuestionIcon,
  content: function QuestionsPanel() {
    return <QuestionList questions={useContext(Questions)} />;
  },
};
// The same array on every render: GraphiQL compares it by identity.
const PLUGINS = [QUESTIONS, HISTORY_PLUGIN];

const STORAGE = layoutStorage(durableStorage());

export default function Workbench({ config, access, scheme, onTrouble }: WorkbenchProps): ReactNode {
  const fetcher = useFetcher(config.endpoint, access, onTrouble);
  const plans = useMemo(
    () => (maySeePlans(access, config.roles) ? { endpoint: config.endpoint, headers: headersOf(access) } : undefined),
    [access, config],
  );
  const tabs = useMemo(
    () => config.questions.slice(0, 1).map((question) => ({ query: question.text, variables: variablesOf(question) })),
    [config],
  );
  return (
    <Questions value={config.questions}>
      <GraphiQL
        fetcher={fetcher}
        storage={STORAGE}
        plugins={PLUGINS}
        visiblePlugin={QUESTIONS}
        defaultTabs={tabs.length > 0 ? tabs : undefined}
        defaultQuery={WELCOME}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        forcedTheme={scheme}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <AnswerView plans={plans} />
        </GraphiQL.Footer>
        <Guard access={access} questions={config.questions} />
      </GraphiQL>
    </Questions>
  );
}

const WELCOME =
  '# Ask the graph. Ctrl-Space completes, Ctrl-Enter runs.\n# Tanyakan pada graf. Ctrl-Spasi melengkapi, Ctrl-Enter menjalankan.\n\n{\n  __typename\n}\n';

/** A new fetcher for each token makes GraphiQL ask for the schema again: each caller sees their own. */
function useFetcher(
  endpoint: string,
  access: Access,
  onTrouble: WorkbenchProps['onTrouble'],
): ReturnType<typeof fetcherOf> {
  const latest = useRef(access);
  useEffect(() => {
    latest.current = access;
  }, [access]);
  const { token } = access;
  return useMemo(
    () =>
      fetcherOf(
        endpoint,
        () => headersOf({ ...latest.current, token }),
        (outcome) => onTrouble(outcome.trouble),
      ),
    [endpoint, token, onTrouble],
  );
}

/** Watches over what the page holds: answers of another role, and work that a reload would lose. */
function Guard({ access, questions }: { access: Access; questions: readonly Question[] }): ReactNode {
  useForgetAnswers(access.token);
  useWarnBeforeLeaving(questions);
  return null;
}

/** One role's answers are not left on the screen for the next. */
function useForgetAnswers(token: string | undefined): void {
  const { stop } = useGraphiQLActions();
  const state = useGraphiQL(({ tabs, responseEditor }) => ({ tabs, responseEditor }));
  const latest = useRef(state);
  const before = useRef(token);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => {
    if (before.current === token) return;
    before.current = token;
    stop();
    // GraphiQL has no action for the tabs in the background, so their answers are cut where they stand.
    for (const tab of latest.current.tabs) tab.response = null;
    latest.current.responseEditor?.setValue('');
  }, [token, stop]);
}

/** Nothing of the tabs is stored (see storage.ts), so a reload that would lose a written question asks first. */
function useWarnBeforeLeaving(questions: readonly Question[]): void {
  const tabs = useGraphiQL((state) => state.tabs);
  const untouched = useMemo(() => new Set(['', WELCOME, ...questions.map((question) => question.text)]), [questions]);
  const written = tabs.some((tab) => !untouched.has(tab.query ?? ''));
  useEffect(() => {
    if (!written) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [written]);
}

/** A browser may forbid storage to a page; asking for it then throws. */
function durableStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
