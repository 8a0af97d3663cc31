/** What was read, or that it is being read, or why it cannot be. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { useAccess } from './access.tsx';
import { TroubleNote } from './trouble-note.tsx';
import type { Reading } from './use-got.ts';

interface LoadedProps<Data> {
  readonly reading: Reading<Data>;
  readonly children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ reading: { data, trouble, again }, children }: LoadedProps<Data>): ReactNode {
  const say = useSay();
  const { url } = useAccess();
  return (
    <>
      {trouble !== undefined && (
        <div role="alert">
          <TroubleNote trouble={trouble} url={url} />
          <button type="button" className="plain" onClick={again}>
            {say('shell.retry')}
          </button>
        </div>
      )}
      {data === undefined && trouble === undefined && <p role="status">{say('shell.loading')}</p>}
      {data !== undefined && children(data)}
    </>
  );
}
