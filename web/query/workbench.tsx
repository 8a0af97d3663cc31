/** GraphiQL with the page's panels beside it and the answer as a table. */
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Fetcher } from '@graphiql/toolkit';
import { DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import {
  CopyIcon,
  KEY_MAP,
  MergeIcon,
  PrettifyIcon,
  ToolbarButton,
  useGraphiQL,
  useGraphiQLActions,
} from '@graphiql/react';
import type { IntrospectionQuery } from 'graphql';
import './editor-workers.ts';
import '@graphiql/react/font/roboto.css';
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './workbench.css';
import { useViewState } from '../address/use-view-state.ts';
import { headersOf, mayExplain, maySeePlans, type Access } from '../session/access.ts';
import { AnswerView } from './answer-view.tsx';
import type { Trouble } from '../graph/ask.ts';
import { variablesOf } from '../graph/question.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { query as english } from '../language/en/query.ts';
import { query as indonesian } from '../language/id/query.ts';
import type { Scheme } from '../parts/scheme.tsx';
import { useCurrent } from '../saved/use-current.ts';
import type { ExplorerConfig, Question } from '../session/config.ts';
import { inOneLanguage } from './docs/one-language.ts';
import { EditingContext, type Editing } from './editing.ts';
import type { Explaining } from './explain/explain-view.tsx';
import { AskedQuestions } from './asked.ts';
import { fetcherOf } from './fetcher.ts';
import { History } from './history/history.ts';
import { usePanels } from './panels.tsx';
import { QUERY_SHAPE } from './query-view.ts';
import { SaveQuestion } from './save-question.tsx';
import { OpenSaved } from './saved-questions.tsx';
import { layoutStorage } from './storage.ts';

interface WorkbenchProps {
  readonly config: ExplorerConfig;
  readonly access: Access;
  /** The page's colours, which are GraphiQL's too. */
  readonly scheme: Scheme;
  /** Told of each answer's trouble; `undefined` when it had none. */
  readonly onTrouble: (trouble: Trouble | undefined) => void;
}

const DISK = durableStorage();
const HISTORY = new History(DISK);
const ASKED = new AskedQuestions();
const STORAGE = layoutStorage(DISK, () => HISTORY.clear());

export default function Workbench({ config, access, scheme, onTrouble }: WorkbenchProps): ReactNode {
  const say = useSay();
  const [introspection, setIntrospection] = useState<IntrospectionQuery>();
  const explaining = useExplaining(mayExplain(access, config.roles));
  const isExplained = explaining?.on === true;
  const fetcher = useFetcher(config.endpoint, access, { isExplained, onTrouble, onSchema: setIntrospection });
  const { plugins, reference, visible, onToggle } = usePanels(STORAGE.getItem('graphiql:visiblePlugin'));
  const plans = useMemo(
    () => (maySeePlans(access, config.roles) ? { endpoint: config.endpoint, headers: headersOf(access) } : undefined),
    [access, config],
  );
  const tabs = useMemo(
    () => config.questions.slice(0, 1).map((question) => ({ query: question.text, variables: variablesOf(question) })),
    [config],
  );
  // Without them GraphiQL leaves those of the first tab out of its editor; a reader who comes back has tabs of their own.
  const [isFirst] = useState(() => STORAGE.getItem('graphiql:tabState') === null);
  const editing = useEditingOf(config, introspection);
  return (
    <EditingContext value={editing}>
      <GraphiQL
        fetcher={fetcher}
        storage={STORAGE}
        plugins={plugins}
        referencePlugin={reference}
        {...(visible !== undefined && { visiblePlugin: visible })}
        onTogglePluginVisibility={onToggle}
        defaultTabs={tabs.length > 0 ? tabs : undefined}
        {...(isFirst && { initialVariables: tabs[0]?.variables })}
        defaultQuery={welcomeOf(say('query.welcome'))}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        forcedTheme={scheme}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          <Tools />
        </GraphiQL.Toolbar>
        <GraphiQL.Footer>
          <AnswerView plans={plans} explaining={explaining} />
        </GraphiQL.Footer>
        <DocExplorerStore>
          <Guard access={access} questions={config.questions} />
          <OpenSaved />
        </DocExplorerStore>
      </GraphiQL>
    </EditingContext>
  );
}

/** @returns the same object until something of it changes */
function useEditingOf({ questions, changes }: ExplorerConfig, introspection: IntrospectionQuery | undefined): Editing {
  const { state } = useViewState(QUERY_SHAPE);
  const { current, missing } = useCurrent(state.saved);
  return useMemo(
    () => ({
      questions: [...questions, ...(changes ?? [])],
      introspection,
      history: HISTORY,
      asked: ASKED,
      current,
      missing,
    }),
    [questions, changes, introspection, current, missing],
  );
}

const welcomeOf = (words: string): string => `${words}\n\n{\n  __typename\n}\n`;
const WELCOMES = [english, indonesian].map((words) => welcomeOf(words['query.welcome']));

/** GraphiQL's own buttons, named in the reader's language. */
function Tools(): ReactNode {
  const say = useSay();
  const { prettifyEditors, mergeQuery, copyQuery } = useGraphiQLActions();
  return (
    <>
      <ToolbarButton
        label={say('query.toolbar.prettify', { keys: KEY_MAP.prettify.key })}
        onClick={() => void prettifyEditors()}
      >
        <PrettifyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <ToolbarButton label={say('query.toolbar.merge', { keys: KEY_MAP.mergeFragments.key })} onClick={mergeQuery}>
        <MergeIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <ToolbarButton
        label={say('query.toolbar.copy', { keys: KEY_MAP.copyQuery.key })}
        onClick={() => void copyQuery()}
      >
        <CopyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <SaveQuestion />
    </>
  );
}

/** Lasts as long as the page: the storage keeps in memory what is no layout. */
const EXPLAIN_KEY = 'graphiql:explain';

/** @returns undefined for who may not have answers explained */
function useExplaining(may: boolean): Explaining | undefined {
  const [on, setOn] = useState(() => STORAGE.getItem(EXPLAIN_KEY) !== null);
  return useMemo(() => {
    const turn = (next: boolean): void => {
      if (next) STORAGE.setItem(EXPLAIN_KEY, 'on');
      else STORAGE.removeItem(EXPLAIN_KEY);
      setOn(next);
    };
    return may ? { on, turn } : undefined;
  }, [may, on]);
}

interface Told {
  readonly isExplained: boolean;
  readonly onTrouble: WorkbenchProps['onTrouble'];
  /** The schema as the gateway told it. */
  readonly onSchema: (schema: IntrospectionQuery) => void;
}

/** A new fetcher for each token or language makes GraphiQL ask for the schema again: each caller sees their own, in their words. */
function useFetcher(endpoint: string, access: Access, { isExplained, onTrouble, onSchema }: Told): Fetcher {
  const { language } = useLanguage();
  const latest = useRef({ access, isExplained });
  useEffect(() => {
    latest.current = { access, isExplained };
  }, [access, isExplained]);
  const { token } = access;
  return useMemo(
    () =>
      fetcherOf(endpoint, {
        headersOf: () => headersOf({ ...latest.current.access, token }),
        explains: () => latest.current.isExplained,
        onAsk: (query, variables) => HISTORY.note(query, variables),
        onAnswer: (answer, asked) => ASKED.note(answer, asked),
        onTrouble,
        schemaShown: (schema) => {
          onSchema(schema);
          return inOneLanguage(schema, language);
        },
      }),
    [endpoint, token, language, onTrouble, onSchema],
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
  const untouched = useMemo(
    () => new Set(['', ...WELCOMES, ...questions.map((question) => question.text)]),
    [questions],
  );
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
