/** What stands in place of a table that is not there, and what is said of one that is not whole or not new. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { MarkSign } from '../numbers/figure.tsx';
import { distinct, markOfError } from '../numbers/marks.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { troubleWords } from '../parts/trouble-words.ts';
import { useSession } from '../session/session.tsx';
import type { Following } from '../session/use-reply.ts';

interface TroubleProps {
  readonly following: Following<object>;
}

export function NoAnswer({ following: { reply, asking, cancel, again } }: TroubleProps): ReactNode {
  const say = useSay();
  const { renew } = useSession();
  if (asking)
    return (
      <p className="panel-state" role="status">
        {say('data.asking')}
        <progress aria-label={say('data.asking')} />
        <button type="button" className="tool" onClick={cancel}>
          {say('data.cancel')}
        </button>
      </p>
    );
  const failed = reply?.kind === 'FAILED' ? reply.trouble : undefined;
  const { title, advice } =
    failed === undefined ? { title: say('parts.cancelled'), advice: '' } : troubleWords(failed, say);
  return (
    <div className="panel-state" role={failed === undefined ? 'status' : 'alert'}>
      <strong>{title}</strong>
      <span>{advice}</span>
      {failed?.kind === 'UNAUTHENTICATED' && (
        <button type="button" className="primary" onClick={renew}>
          {say('shell.freshTokens')}
        </button>
      )}
      <button type="button" className="tool" onClick={again}>
        {say('shell.retry')}
      </button>
    </div>
  );
}

export function PartialNotice({ following: { reply, again } }: TroubleProps): ReactNode {
  const say = useSay();
  if (reply?.kind !== 'PARTIAL') return null;
  const marks = distinct(reply.errors.map(markOfError));
  return (
    <p className="part-notice" role="status">
      <strong>{say('trouble.incomplete.title')}</strong>
      {marks.map((mark) => (
        <MarkSign key={JSON.stringify(mark)} mark={mark} />
      ))}
      {reply.absent.length > 0 && (
        <span>{say('trouble.incomplete.advice', { subgraphs: reply.absent.join(', ') })}</span>
      )}
      <button type="button" className="tool" onClick={again}>
        {say('shell.retry')}
      </button>
    </p>
  );
}

/** The newest attempt failed: what was there before stays, and says how old it is. */
export function StaleNotice({ following: { failure, at, again, asking, cancel } }: TroubleProps): ReactNode {
  const say = useSay();
  const { time } = useFormats();
  if (asking)
    return (
      <p className="part-notice quiet" role="status">
        <span>{say('data.asking')}</span>
        <button type="button" className="tool" onClick={cancel}>
          {say('data.cancel')}
        </button>
      </p>
    );
  if (failure === undefined || at === undefined) return null;
  const { title, advice } = troubleWords(failure.trouble, say);
  return (
    <p className="part-notice" role="alert">
      <strong>{title}</strong>
      <span>{advice}</span>
      <MarkSign mark={{ kind: 'STALE', time: time(at) }} />
      <button type="button" className="tool" onClick={again}>
        {say('shell.retry')}
      </button>
    </p>
  );
}
