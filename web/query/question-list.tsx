/** The ready questions that the gateway ships, each with its own description. */
import { useMemo, useState, type ReactNode } from 'react';
import { useGraphiQL } from '@graphiql/react';
import { QuestionRole } from '../data/question-role.tsx';
import { explanationIn, questionWords } from '../data/question-words.ts';
import type { Question } from '../session/config.ts';
import { explanationOf, variablesOf } from '../graph/question.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { hasWords } from '../parts/sought-words.ts';
import { useOpenText } from './use-open-text.ts';

export function QuestionList({ questions }: { questions: readonly Question[] }): ReactNode {
  const say = useSay();
  const [sought, setSought] = useState('');
  const open = useOpenQuestion();
  const shown = useMemo(() => questions.filter((question) => matches(question, sought)), [questions, sought]);
  return (
    <section className="questions" aria-label={say('query.questions')}>
      <h2>{say('query.questions')}</h2>
      {questions.length > 5 && (
        <input
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          placeholder={say('query.questions.find')}
          aria-label={say('query.questions.find')}
        />
      )}
      <ul>
        {shown.map((question) => (
          <Entry key={question.name} question={question} onOpen={open} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="hint">{say(questions.length === 0 ? 'query.questions.none' : 'query.questions.noMatch')}</p>
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
  const say = useSay();
  const { language } = useLanguage();
  const active = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query === question.text);
  const title = questionWords(question, language);
  return (
    <li className={active ? 'active' : undefined}>
      <button type="button" className="open" aria-current={active || undefined} onClick={() => onOpen(question, false)}>
        <strong>{title}</strong>
        {explanationIn(question, language).map((paragraph) => (
          <span key={paragraph}>{paragraph}</span>
        ))}
        <QuestionRole question={question} />
      </button>
      <button
        type="button"
        className="run"
        aria-label={say('query.run', { title })}
        title={say('query.run', { title })}
        onClick={() => onOpen(question, true)}
      >
        ▶
      </button>
    </li>
  );
}

const matches = (question: Question, sought: string): boolean =>
  hasWords([question.name, question.title, ...explanationOf(question)].join(' '), sought);

/** Shows a question: in the tab that has it already, whatever its variables are there, in an empty one, or in a new one. */
function useOpenQuestion(): (question: Question, run: boolean) => void {
  const open = useOpenText();
  return (question, run) => {
    const { text: query } = question;
    open({ query, variables: variablesOf(question), run, isThere: (tab) => tab.query === query });
  };
}
