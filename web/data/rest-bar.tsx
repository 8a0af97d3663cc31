/** How much of a long list has come, and how to get the rest or to stop. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { troubleWords } from '../parts/trouble-words.ts';
import type { Rest } from './use-pages.ts';

export function RestBar({ rest: { has, fetching, rows, total, trouble, fetchAll, stop } }: { rest: Rest }): ReactNode {
  const say = useSay();
  if (!has && !fetching && trouble === undefined) return null;
  return (
    <div className="rest-bar">
      <span role="status">
        {total === undefined ? say('data.rest.rows', { rows }) : say('data.rest.rowsOf', { rows, total })}{' '}
        {has && say('data.rest.order')}
      </span>
      {fetching && (
        <progress max={total} value={total === undefined ? undefined : rows} aria-label={say('data.rest.progress')} />
      )}
      {fetching ? (
        <button type="button" className="tool" onClick={stop}>
          {say('data.rest.stop')}
        </button>
      ) : (
        <button type="button" className="tool" onClick={fetchAll}>
          {say('data.rest.all')}
        </button>
      )}
      {trouble !== undefined && (
        <span role="alert">
          <strong>{troubleWords(trouble, say).title}.</strong> {troubleWords(trouble, say).advice}
        </span>
      )}
    </div>
  );
}
