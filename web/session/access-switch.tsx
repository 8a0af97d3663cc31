/** As whom and for what purpose the reader asks. */
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useLanguage, useSay } from '../language/language.tsx';
import { Choice } from '../parts/choice.tsx';
import { OWN_TOKEN, rolesToOffer, SIGNED_IN, tokenIn } from './access.ts';
import { AccountButton } from './account-button.tsx';
import { useSession } from './session.tsx';
import { purposeTitle, roleTitle } from './titles.ts';

export function AccessSwitch(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { config, access, choose, signIn } = useSession();
  if (config === undefined) return null;
  const tongue = { say, language };
  return (
    <>
      {signIn !== undefined && <AccountButton signIn={signIn} />}
      <Choice
        label={say('shell.role')}
        value={access.role}
        options={[
          ...(access.role === SIGNED_IN ? [{ name: SIGNED_IN, title: say('account.role') }] : []),
          ...rolesToOffer(config.roles).map((role) => ({ name: role.name, title: roleTitle(role, tongue) })),
        ]}
        onChoose={(role) => choose({ ...access, role, token: undefined })}
      />
      {access.role === OWN_TOKEN && <TokenField onToken={(token) => choose({ ...access, token })} />}
      {config.purposes.length > 0 && (
        <Choice
          label={say('shell.purpose')}
          value={access.purpose ?? ''}
          options={[
            { name: '', title: say('shell.purpose.none') },
            ...config.purposes.map((purpose) => ({ name: purpose.name, title: purposeTitle(purpose, tongue) })),
          ]}
          onChoose={(name) => choose({ ...access, purpose: name === '' ? undefined : name })}
        />
      )}
    </>
  );
}

/** A pasted token stays in the page's memory; the field is emptied once it is used. */
function TokenField({ onToken }: { onToken: (token: string) => void }): ReactNode {
  const say = useSay();
  const [pasted, setPasted] = useState('');
  const [said, setSaid] = useState<'used' | 'refused'>();
  const message = useId();
  const use = (event: FormEvent): void => {
    event.preventDefault();
    const token = tokenIn(pasted);
    setSaid(token === undefined ? 'refused' : 'used');
    if (token === undefined) return;
    setPasted('');
    onToken(token);
  };
  return (
    <form className="token" onSubmit={use} autoComplete="off">
      <input
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        placeholder={say('shell.token.paste')}
        aria-label={say('shell.token')}
        aria-describedby={message}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <button type="submit">{say('shell.token.use')}</button>
      <span id={message} role="status">
        {said === undefined ? '' : say(said === 'used' ? 'shell.token.used' : 'shell.token.refused')}
      </span>
    </form>
  );
}
