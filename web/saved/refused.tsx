/** Why a change was not made, and what to do: fresh tokens are fetched from here, since the dialog covers the page. */
import type { ReactNode } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { useSession } from '../session/session.tsx';
import { refusalWords } from './refusal-words.ts';

export function Refused({ trouble }: { trouble: Trouble | Refusal }): ReactNode {
  const say = useSay();
  const { renew } = useSession();
  return (
    <>
      {refusalWords(trouble, say)}
      {trouble.kind === 'UNAUTHENTICATED' && (
        <button type="button" className="tool" onClick={renew}>
          {say('shell.freshTokens')}
        </button>
      )}
    </>
  );
}
