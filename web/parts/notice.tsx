/** The strip above a view: what went wrong with the newest question, and what to do about it. */
import type { ReactNode } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { troubleWords } from './trouble-words.ts';

interface NoticeProps {
  readonly trouble: Trouble | Refusal | undefined;
  /** Fetches fresh tokens from the gateway. */
  readonly onRenew: () => void;
  readonly onDismiss: () => void;
}

export function Notice({ trouble, ...actions }: NoticeProps): ReactNode {
  // The region is always there: screen readers speak what changes inside it.
  return <div role="alert">{trouble !== undefined && <Strip {...actions} trouble={trouble} />}</div>;
}

function Strip({ trouble, onRenew, onDismiss }: NoticeProps & { trouble: Trouble | Refusal }): ReactNode {
  const say = useSay();
  const { title, advice } = troubleWords(trouble, say);
  return (
    <div className="notice">
      <strong>{title}</strong>
      <span>{advice}</span>
      {trouble.kind === 'UNAUTHENTICATED' && (
        <button type="button" className="primary" onClick={onRenew}>
          {say('shell.freshTokens')}
        </button>
      )}
      <button type="button" className="dismiss" onClick={onDismiss} aria-label={say('shell.dismiss')}>
        ×
      </button>
    </div>
  );
}
