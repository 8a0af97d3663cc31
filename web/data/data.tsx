/** The view Data: a subject broken down as the reader chose, or a shipped question, as a table and as pictures. */
import type { ReactNode } from 'react';
import { DATA_SHAPE } from '../address/data-view.ts';
import { useAddress } from '../address/address.ts';
import { useViewState } from '../address/use-view-state.ts';
import { useSay } from '../language/language.tsx';
import { AddressProblems } from '../parts/states.tsx';
import { QuestionView } from './question-view.tsx';
import { Questions } from './questions.tsx';
import { SubjectView } from './subject-view.tsx';
import './data.css';

export default function Data(): ReactNode {
  const say = useSay();
  const { search } = useAddress();
  const { state, problems, change } = useViewState(DATA_SHAPE);
  return (
    <div className="data">
      <AddressProblems problems={problems} />
      <h1>{say('data.title')}</h1>
      <Questions key={String(search === '')} open={search === ''} current={state.question} />
      {state.question === null ? (
        <SubjectView state={state} onChange={change} />
      ) : (
        <QuestionView key={state.question} name={state.question} state={state} onChange={change} />
      )}
    </div>
  );
}
