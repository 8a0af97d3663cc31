/** Questions that readers have saved: those that everybody sees, the agency's, and the reader's own. */
import { useState, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { hasWords } from '../parts/sought-words.ts';
import { shelfAsked, SHELVES, type SavedQuestion, type Shelf, type ShelfAnswer } from '../saved/saved-question.ts';
import { useOnChanged } from '../saved/told-changes.ts';
import { savedHref } from '../saved/view-of-question.ts';
import { useMoment } from '../saved/when.ts';
import { useReply } from '../session/use-reply.ts';
import { NoAnswer } from './troubles.tsx';

/** Asked for when it is opened. @param current id of the question that is shown */
export function SavedList({ current }: { current: string | null }): ReactNode {
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <details className="questions saved" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('saved.list')}</summary>
      {open && <Shelves current={current} />}
    </details>
  );
}

function Shelves({ current }: { current: string | null }): ReactNode {
  const say = useSay();
  const [chosen, choose] = useState<Shelf>();
  const usual = useUsualShelf();
  const shelf = chosen ?? usual;
  const [sought, seek] = useState('');
  return (
    <>
      <div className="saved-head">
        <div role="group" aria-label={say('saved.shelves')} className="segments">
          {SHELVES.map((each) => (
            <button key={each} type="button" aria-pressed={each === shelf} onClick={() => choose(each)}>
              {say(`saved.list.${each}`)}
            </button>
          ))}
        </div>
        <label className="choice">
          <span>{say('saved.seek')}</span>
          <input type="search" value={sought} onChange={({ target }) => seek(target.value)} />
        </label>
      </div>
      {shelf !== undefined && <ShelfPage key={shelf} shelf={shelf} after={null} sought={sought} current={current} />}
    </>
  );
}

/** @returns the reader's own where they have some, else those that everybody sees; undefined until it is known */
function useUsualShelf(): Shelf | undefined {
  const { reply, asking } = useReply<ShelfAnswer>(OWN_ASKED);
  const own = partOf(reply)?.data.savedQuestions?.nodes.length ?? 0;
  return asking && reply === undefined ? undefined : own > 0 ? 'MINE' : 'PUBLISHED';
}

const OWN_ASKED = shelfAsked('MINE', null);

interface ShelfPageProps {
  readonly shelf: Shelf;
  /** Where the page before it ended. */
  readonly after: string | null;
  readonly sought: string;
  readonly current: string | null;
}

function ShelfPage({ shelf, after, sought, current }: ShelfPageProps): ReactNode {
  const say = useSay();
  const [further, goFurther] = useState(false);
  const following = useReply<ShelfAnswer>(shelfAsked(shelf, after));
  useOnChanged(following.again);
  const part = partOf(following.reply);
  if (part === undefined) return <NoAnswer following={following} />;
  const page = part.data.savedQuestions;
  if (page === null) return <p className="hint">{say('saved.refused.absent')}</p>;
  const { nodes, pageInfo, totalCount } = page;
  const found = nodes.filter((question) => matches(question, sought));
  return (
    <>
      {found.length > 0 && <Entries questions={found} current={current} />}
      {found.length === 0 && (
        <p className="hint" role="status">
          {say(nodes.length === 0 ? `saved.none.${shelf}` : 'saved.noneFound')}
        </p>
      )}
      {pageInfo.hasNextPage && !further && (
        <button type="button" className="tool" onClick={() => goFurther(true)}>
          {say('saved.further', { total: totalCount })}
        </button>
      )}
      {pageInfo.hasNextPage && further && (
        <ShelfPage shelf={shelf} after={pageInfo.endCursor} sought={sought} current={current} />
      )}
    </>
  );
}

function Entries({ questions, current }: { questions: readonly SavedQuestion[]; current: string | null }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  return (
    <ul className="saved-list">
      {questions.map(({ id, title, view, why, version, shelf, savedAt, savedBy, agency }) => (
        <li key={id}>
          <Link href={savedHref(id, view)} aria-current={id === current ? 'page' : undefined} data-saved={id}>
            <span>{title}</span>
            <small>{why}</small>
            <small>
              {[
                say(`saved.shelf.${shelf}`),
                say('saved.version', { version }),
                moment(savedAt),
                agency?.name ?? agency?.code,
                savedBy,
              ]
                .filter((each) => each != null)
                .join(' · ')}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const matches = ({ title, why, agency, savedBy }: SavedQuestion, sought: string): boolean =>
  hasWords([title, why, agency?.name, agency?.code, savedBy].join(' '), sought);
