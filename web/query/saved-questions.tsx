/** Saved questions in the editor: those of one shelf, each opened by its address; and the one that the address names. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useGraphiQL } from '@graphiql/react';
import { Link } from '../address/link.tsx';
import { hrefOf } from '../address/route.ts';
import { useViewState } from '../address/use-view-state.ts';
import { writeState } from '../address/view-state.ts';
import { variablesOf } from '../graph/question.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { Choice } from '../parts/choice.tsx';
import { AddressProblems } from '../parts/states.tsx';
import { refusalWords } from '../saved/refusal-words.ts';
import { shelfAsked, SHELVES, type Shelf, type ShelfAnswer } from '../saved/saved-question.ts';
import { useOnChanged } from '../saved/told-changes.ts';
import { useReply } from '../session/use-reply.ts';
import { useEditing } from './editing.ts';
import { QUERY_SHAPE } from './query-view.ts';
import { useOpenText } from './use-open-text.ts';

export function SavedQuestions(): ReactNode {
  const say = useSay();
  const [shelf, choose] = useState<Shelf>('PUBLISHED');
  const { state, problems } = useViewState(QUERY_SHAPE);
  const { missing } = useEditing();
  return (
    <section className="questions saved" aria-label={say('saved.list')}>
      <h2>{say('saved.list')}</h2>
      <AddressProblems problems={problems} />
      {missing && <p className="hint">{say('saved.missing')}</p>}
      <Choice
        label={say('saved.shelves')}
        value={shelf}
        options={SHELVES.map((name) => ({ name, title: say(`saved.list.${name}`) }))}
        onChoose={choose}
      />
      <Entries key={shelf} shelf={shelf} current={state.saved} />
    </section>
  );
}

/** The latest of a shelf; all of them are listed under Data. */
function Entries({ shelf, current }: { shelf: Shelf; current: string | null }): ReactNode {
  const say = useSay();
  const { reply, asking, again } = useReply<ShelfAnswer>(shelfAsked(shelf, null));
  useOnChanged(again);
  const questions = partOf(reply)?.data.savedQuestions?.nodes;
  if (reply?.kind === 'FAILED') return <p className="hint">{refusalWords(reply.trouble, say)}</p>;
  if (questions === undefined) return <p className="hint">{say(asking ? 'shell.loading' : 'saved.refused.absent')}</p>;
  if (questions.length === 0) return <p className="hint">{say(`saved.none.${shelf}`)}</p>;
  return (
    <ul>
      {questions.map(({ id, title, why }) => (
        <li key={id} className={id === current ? 'active' : undefined}>
          <Link className="open" href={savedInQuery(id)} aria-current={id === current ? 'page' : undefined}>
            <strong>{title}</strong>
            <span>{why}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const savedInQuery = (id: string): string => hrefOf('query', writeState(QUERY_SHAPE, { saved: id }));

/** Opens the question that the address names, once it is there: in a tab of its own, so that nothing typed is lost. */
export function OpenSaved(): ReactNode {
  const { current, questions } = useEditing();
  const { state } = useViewState(QUERY_SHAPE);
  const shipped = questions.find(({ name }) => name === state.question);
  const ready = useGraphiQL(
    ({ queryEditor, variableEditor }) => queryEditor !== undefined && variableEditor !== undefined,
  );
  const open = useOpenText();
  const opened = useRef<string | null>(null);
  useEffect(() => {
    if (!ready || shipped === undefined || opened.current === shipped.name) return;
    opened.current = shipped.name;
    const { text: query } = shipped;
    open({ query, variables: variablesOf(shipped), run: false, isThere: (tab) => tab.query === query });
  });
  useEffect(() => {
    if (!ready || current === undefined || opened.current === current.id) return;
    opened.current = current.id;
    const { document: query, variables } = current;
    open({
      query,
      variables: variables === '{}' ? '' : JSON.stringify(JSON.parse(variables), null, 2),
      run: false,
      isThere: (tab) => tab.query === query,
    });
  });
  return null;
}
