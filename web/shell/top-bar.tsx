/** The bar on top: the name, the three views, and behind one button on a narrow screen the role, language and colours. */
import type { ReactNode } from 'react';
import { hrefOf, ROUTES, type Route } from '../address/route.ts';
import { Link } from '../address/link.tsx';
import { useLanguage, useSay } from '../language/language.tsx';
import { LANGUAGE_NAMES, LANGUAGES } from '../language/languages.ts';
import { Choice } from '../parts/choice.tsx';
import { SIGNED_IN } from '../session/access.ts';
import { AccessSwitch } from '../session/access-switch.tsx';
import { useSession } from '../session/session.tsx';
import { roleTitle } from '../session/titles.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { SCHEMES, useScheme } from '../parts/scheme.tsx';

export function TopBar({ route }: { route: Route }): ReactNode {
  const say = useSay();
  const { config } = useSession();
  return (
    <header className="top-bar">
      <a className="skip" href="#content">
        {say('shell.skip')}
      </a>
      <div className="brand">
        <img src="./favicon.svg" alt="" width="28" height="28" />
        <div>
          <strong>{say('shell.name')}</strong>
          <span>{say('shell.subtitle', { city: config?.city ?? 'SIGAP' })}</span>
        </div>
      </div>
      <nav aria-label={say('shell.views')}>
        {ROUTES.filter((each) => each !== 'registry' || config?.registry !== undefined).map((each) => (
          <Link key={each} href={hrefOf(each)} aria-current={each === route ? 'page' : undefined}>
            {say(`shell.${each}`)}
          </Link>
        ))}
      </nav>
      {useNarrow() ? <SettingsSheet /> : <Settings />}
    </header>
  );
}

/** One line on a narrow screen, which says as whom the reader asks. */
function SettingsSheet(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { access, config } = useSession();
  const role = config?.roles.find(({ name }) => name === access.role);
  const title = access.role === SIGNED_IN ? say('account.role') : role && roleTitle(role, { say, language });
  return (
    <details className="settings-sheet">
      <summary>
        {say('shell.settings')} <span>{title ?? say('shell.role.public')}</span>
      </summary>
      <Settings />
    </details>
  );
}

function Settings(): ReactNode {
  const say = useSay();
  const { language, choose: chooseLanguage } = useLanguage();
  const { scheme, choose: chooseScheme } = useScheme();
  return (
    <div className="settings" role="group" aria-label={say('shell.settings')}>
      <AccessSwitch />
      <Choice
        label={say('shell.language')}
        value={language}
        options={LANGUAGES.map((name) => ({ name, title: LANGUAGE_NAMES[name] }))}
        onChoose={chooseLanguage}
      />
      <Choice
        label={say('shell.scheme')}
        value={scheme}
        options={SCHEMES.map((name) => ({ name, title: say(`shell.scheme.${name}`) }))}
        onChoose={chooseScheme}
      />
    </div>
  );
}
