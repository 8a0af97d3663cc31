/** The view Data: a subject broken down as the reader chose, or a shipped question, as a table and as pictures. */
import type { ReactNode } from 'react';
import { DATA_SHAPE, type DataState } from '../address/data-view.ts';
import { useAddress } from '../address/address.ts';
import { useViewState, type ViewState } from '../address/use-view-state.ts';
import { useSay } from '../language/language.tsx';
import { AddressProblems } from '../parts/states.tsx';
import { QuestionView } from './question-view.tsx';
import { Questions } from './questions.tsx';
import { SavedList } from './saved-list.tsx';
import { SavedView } from './saved-view.tsx';
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
      <SavedList current={state.saved} />
      <Shown state={state} onChange={change} />
    </div>
  );
}

function Shown({ state, onChange }: { state: DataState; onChange: ViewState<DataState>['change'] }): ReactNode {
  const { question, saved, document, version } = state;
  if (saved !== null && document)
    return <SavedView key={`${saved} ${version}`} id={saved} state={state} onChange={onChange} />;
  if (question !== null) return <QuestionView key={question} name={question} state={state} onChange={onChange} />;
  return <SubjectView state={state} onChange={onChange} />;
}
