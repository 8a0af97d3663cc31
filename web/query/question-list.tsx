/** The saved questions, each with its own description. */
import { useMemo, useState, type ReactNode } from 'react';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Question } from '../session/config.ts';
import { explanationOf, factsOf, variablesOf } from '../graph/question.ts';

export function QuestionList({ questions }: { questions: readonly Question[] }): ReactNode {
  const [sought, setSought] = useState('');
  const open = useOpenQuestion();
  const shown = useMemo(() => questions.filter((question) => matches(question, sought)), [questions, sought]);
  return (
    <section className="questions" aria-label="Questions / Pertanyaan">
      <h2>
        Questions <small>/ Pertanyaan</small>
      </h2>
      {questions.length > 5 && (
        <input
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          placeholder="Find a question / Cari pertanyaan"
          aria-label="Find a question / Cari pertanyaan"
        />
      )}
      <ul>
        {shown.map((question) => (
          <Entry key={question.name} question={question} onOpen={open} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="hint">
          {questions.length === 0 ? 'This gateway has no saved questions.' : 'None matches. / Tidak ada.'}
        </p>
      )}
    </section>
  );
}

function Entry({
  question,
  onOpen,
}: {
  question: Question;
  onOpen: (question: Question, run: boolean) => void;
}): ReactNode {
  const active = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query === question.text);
  return (
    <li className={active ? 'active' : undefined}>
      <button type="button" className="open" aria-current={active || undefined} onClick={() => onOpen(question, false)}>
        <strong>{question.title}</strong>
        {explanationOf(question).map((paragraph) => (
          <span key={paragraph}>{paragraph}</span>
        ))}
      </button>
      <button
        type="button"
        className="run"
        aria-label={`Run / Jalankan: ${question.title}`}
        title="Run / Jalankan"
        onClick={() => onOpen(question, true)}
      >
        ▶
      </button>
    </li>
  );
}

function matches(question: Question, sought: string): boolean {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const said = [question.name, question.title, ...explanationOf(question)].join(' ').toLowerCase();
  return words.every((word) => said.includes(word));
}

/** Shows a question: in the tab that has it already, in an empty one, or in a new one. */
function useOpenQuestion(): (question: Question, run: boolean) => void {
  const { addTab, changeTab, stop, run, setOperationFacts, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return (question, runs) => {
    stop();
    const facts = factsOf(question);
    const there = tabs.findIndex((tab) => tab.query === question.text);
    if (there !== -1) {
      if (there !== activeTabIndex) changeTab(there);
    } else {
      if (tabs[activeTabIndex]?.query?.trim()) addTab();
      const variables = variablesOf(question);
      queryEditor?.setValue(question.text);
      variableEditor?.setValue(variables);
      updateActiveTabValues({ query: question.text, variables, operationName: facts.operationName ?? null });
    }
    // The editor tells GraphiQL of the new document 100 ms late; until then it would ask by the old operation's name.
    setOperationFacts(facts);
    if (runs) run();
  };
}

export function QuestionIcon(): ReactNode {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 4.500h14v9.500H9.500L6 17v-3H3z" />
      <path d="M6.500 7.800h7M6.500 10.700h4.500" />
    </svg>
  );
}
