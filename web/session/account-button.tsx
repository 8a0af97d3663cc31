/** Signing in and out with the city's own accounts. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import type { SignIn } from './use-sign-in.ts';

export function AccountButton({ signIn: { account, begin, out } }: { signIn: SignIn }): ReactNode {
  const say = useSay();
  const { kind } = account;
  return (
    <span className="account">
      {kind === 'in' ? (
        <button type="button" onClick={out}>
          {say('account.signOut', { name: account.as.name })}
        </button>
      ) : (
        <button type="button" onClick={begin}>
          {say(kind === 'busy' ? 'account.busy' : kind === 'ended' ? 'account.again' : 'account.signIn')}
        </button>
      )}
      <span role="status">{kind === 'failed' ? say('account.failed', { reason: account.reason }) : ''}</span>
    </span>
  );
}
