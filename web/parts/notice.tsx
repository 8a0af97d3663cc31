/** What went wrong with a question, in the reader's words, and what to do about it. */
import type { ReactNode } from 'react';
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useSay, type Say } from '../language/language.tsx';

interface Words {
  readonly title: string;
  readonly advice: string;
}

/** @returns the title and the advice for a trouble, in the language of `say` */
export function troubleWords(trouble: Trouble | Refusal, say: Say): Words {
  switch (trouble.kind) {
    case 'BAD_HEADER':
      return { title: say('trouble.badHeader.title'), advice: say('trouble.badHeader.advice') };
    case 'UNREACHABLE':
      return { title: say('trouble.unreachable.title'), advice: say('trouble.unreachable.advice') };
    case 'NOT_GRAPHQL':
      return {
        title: say('trouble.notGraphql.title'),
        advice: say('trouble.notGraphql.advice', { status: trouble.status }),
      };
    case 'UNAUTHENTICATED':
      return { title: say('trouble.unauthenticated.title'), advice: say('trouble.unauthenticated.advice') };
    case 'FORBIDDEN':
      return { title: say('trouble.forbidden.title'), advice: say('trouble.forbidden.advice') };
    case 'LIMITED':
      return { title: say('trouble.limited.title'), advice: waitWords(trouble.seconds, say) };
    case 'INCOMPLETE': {
      const subgraphs = trouble.subgraphs.join(', ');
      return { title: say('trouble.incomplete.title'), advice: say('trouble.incomplete.advice', { subgraphs }) };
    }
    case 'REFUSED': {
      const { code, message } = trouble;
      return { title: say('trouble.refused.title'), advice: say('trouble.refused.advice', { code, message }) };
    }
  }
}

const waitWords = (seconds: number | undefined, say: Say): string =>
  seconds === undefined ? say('trouble.limited.advice') : say('trouble.limited.adviceSeconds', { seconds });

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
