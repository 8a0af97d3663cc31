/** The view Data: a shipped question, asked and shown as a table. */
import { useMemo, type ReactNode } from 'react';
import { DATA_SHAPE } from '../address/data-view.ts';
import { useViewState } from '../address/use-view-state.ts';
import type { Answer } from '../graph/ask.ts';
import { explanationOf, variablesOf } from '../graph/question.ts';
import { tablesOf } from '../graph/table.ts';
import { partIn } from '../language/bilingual.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { Choice } from '../parts/choice.tsx';
import { Notice } from '../parts/notice.tsx';
import { AddressProblems } from '../parts/states.tsx';
import { TableView } from '../parts/table-view.tsx';
import type { Question } from '../session/config.ts';
import { useSession } from '../session/session.tsx';
import { useReply, type Following } from '../session/use-reply.ts';
import './data.css';

export default function Data(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { config } = useSession();
  const { state, problems, change } = useViewState(DATA_SHAPE);
  const questions = config?.questions ?? [];
  const question = questions.find(({ name }) => name === state.question) ?? questions[0];
  if (question === undefined) return <p className="centred">{say('data.noQuestions')}</p>;
  return (
    <div className="data">
      <AddressProblems problems={problems} />
      <h1>{say('data.title')}</h1>
      <Choice
        label={say('data.question')}
        value={question.name}
        options={questions.map(({ name, title }) => ({ name, title: partIn(title, language) }))}
        onChoose={(name) => change({ question: name })}
      />
      <Asked key={question.name} question={question} />
    </div>
  );
}

function Asked({ question }: { question: Question }): ReactNode {
  const { language } = useLanguage();
  const asked = useMemo(() => {
    const variables = variablesOf(question);
    return { query: question.text, variables: variables === '' ? undefined : (JSON.parse(variables) as unknown) };
  }, [question]);
  const following = useReply<Answer['data'] & object>(asked);
  const paragraphs = explanationOf(question);
  const [english, indonesian = english] = paragraphs;
  return (
    <>
      <p className="hint">{language === 'en' ? english : indonesian}</p>
      <Tables following={following} />
    </>
  );
}

function Tables({ following }: { following: Following<Answer['data'] & object> }): ReactNode {
  const say = useSay();
  const { renew } = useSession();
  const { reply, asking, cancel, again } = following;
  const tables = useMemo(
    () => (reply === undefined || reply.kind === 'FAILED' ? [] : tablesOf({ data: reply.data, errors: reply.errors })),
    [reply],
  );
  if (reply === undefined && asking)
    return (
      <p role="status">
        {say('data.asking')}{' '}
        <button type="button" onClick={cancel}>
          {say('data.cancel')}
        </button>
      </p>
    );
  if (reply?.kind === 'FAILED')
    return (
      <>
        <Notice trouble={reply.trouble} onRenew={renew} onDismiss={again} />
        <button type="button" className="primary" onClick={again}>
          {say('shell.retry')}
        </button>
      </>
    );
  if (tables.length === 0) return <p className="hint">{say('data.empty')}</p>;
  return tables.map((table) => (
    <section key={table.name}>
      <h2>{table.name}</h2>
      <TableView table={table} />
    </section>
  ));
}
