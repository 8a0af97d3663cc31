/** A shipped question, asked as it stands: each list in its answer is a table. */
import { useMemo, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import { variablesOf } from '../graph/question.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { KeepBar } from '../saved/keep-bar.tsx';
import type { Question } from '../session/config.ts';
import { useSession } from '../session/session.tsx';
import { Link } from '../address/link.tsx';
import { hrefOf } from '../address/route.ts';
import { writeState } from '../address/view-state.ts';
import { QUERY_SHAPE } from '../query/query-view.ts';
import { variableNames } from './variables-told.ts';
import { questionWords } from './question-words.ts';
import { QuestionTables } from './question-tables.tsx';
import { usePages } from './use-pages.ts';

interface QuestionViewProps {
  readonly name: string;
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

export function QuestionView({ name, state, onChange }: QuestionViewProps): ReactNode {
  const say = useSay();
  const { config } = useSession();
  const question = config?.questions.find((each) => each.name === name);
  if (question === undefined) return <p className="hint">{say('data.noQuestion', { name })}</p>;
  return <Asked question={question} state={state} onChange={onChange} />;
}

function Asked({
  question,
  state,
  onChange,
}: Omit<QuestionViewProps, 'name'> & { readonly question: Question }): ReactNode {
  const { language } = useLanguage();
  const words = questionWords(question, language);
  return (
    <AsItStands question={question} suggested={words} state={state} onChange={onChange}>
      <p className="lead">{words}</p>
      <Variables question={question} />
    </AsItStands>
  );
}

/** What may be asked otherwise, and where: this view asks the question as it stands. */
function Variables({ question }: { readonly question: Question }): ReactNode {
  const say = useSay();
  const variables = variablesOf(question);
  const names = variables === '' ? [] : variableNames(JSON.parse(variables), say);
  if (names.length === 0) return null;
  return (
    <p className="hint">
      {say('data.variables', { names: names.join(', ') })}{' '}
      <Link href={hrefOf('query', writeState(QUERY_SHAPE, { question: question.name }))}>
        {say('data.variables.set')}
      </Link>
    </p>
  );
}

interface AsItStandsProps extends Omit<QuestionViewProps, 'name'> {
  readonly question: Pick<Question, 'name' | 'title' | 'text' | 'variables'>;
  /** In words: what it may be called where it is saved, and what is taken away of it. */
  readonly suggested: string;
  readonly children?: ReactNode;
}

/** A question's own GraphQL, with its variables. */
export function AsItStands({ question, suggested, state, onChange, children }: AsItStandsProps): ReactNode {
  const asked = useMemo(() => {
    const variables = variablesOf(question);
    return { query: question.text, ...(variables !== '' && { variables: JSON.parse(variables) as unknown }) };
  }, [question]);
  const pages = usePages(asked);
  return (
    <div className="data-main">
      {children}
      <KeepBar state={state} asked={asked} suggested={suggested} shows="document" />
      <QuestionTables title={suggested} asked={asked} pages={pages} state={state} onChange={onChange} />
    </div>
  );
}
