/** What stands where a view is not there yet, or cannot be. */
import { Component, type ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import { useSay } from '../language/language.tsx';
import type { Problem } from '../address/view-state.ts';

export function Waiting(): ReactNode {
  const say = useSay();
  return (
    <p className="centred" role="status">
      {say('shell.loading')}
    </p>
  );
}

export function Unreachable({ reason, onRetry }: { reason: string; onRetry: () => void }): ReactNode {
  const say = useSay();
  return (
    <section className="centred" role="alert">
      <h2>{say('shell.unreachable.title')}</h2>
      <p>
        <FormattedMessage id="shell.unreachable.advice" values={{ code: (text) => <code key="code">{text}</code> }} />
      </p>
      <p className="hint">{reason}</p>
      <button type="button" className="primary" onClick={onRetry}>
        {say('shell.retry')}
      </button>
    </section>
  );
}

/** What of the address was not understood, and what was expected. */
export function AddressProblems({ problems }: { problems: readonly Problem[] }): ReactNode {
  const say = useSay();
  if (problems.length === 0) return null;
  return (
    <div className="notice" role="status">
      <strong>{say('shell.address.title')}</strong>
      {problems.map(({ parameter, got, expected }) => (
        <span key={parameter}>
          {expected === undefined
            ? say('shell.address.unknown', { parameter })
            : say('shell.address.expected', { parameter, got, expected })}
        </span>
      ))}
    </div>
  );
}

/** After an upgrade of the gateway an open page may ask for code that is gone: a reload brings the new one. */
export class CodeFailure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Stopped /> : this.props.children;
  }
}

function Stopped(): ReactNode {
  const say = useSay();
  return (
    <section className="centred" role="alert">
      <h2>{say('shell.stopped.title')}</h2>
      <p>{say('shell.stopped.advice')}</p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        {say('shell.reload')}
      </button>
    </section>
  );
}
