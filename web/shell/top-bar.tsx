/** The bar on top: the name, the three views, and behind one button on a narrow screen the role, language and colours. */
import type { ReactNode } from 'react';
import { hrefOf, ROUTES, type Route } from '../address/route.ts';
import { Link } from '../address/link.tsx';
import { useLanguage, useSay } from '../language/language.tsx';
import { LANGUAGE_NAMES, LANGUAGES } from '../language/languages.ts';
import { Choice } from '../parts/choice.tsx';
import { AccessSwitch } from '../session/access-switch.tsx';
import { SCHEMES, useScheme } from '../parts/scheme.tsx';

export function TopBar({ route }: { route: Route }): ReactNode {
  const say = useSay();
  return (
    <header className="top-bar">
      <a className="skip" href="#content">
        {say('shell.skip')}
      </a>
      <div className="brand">
        <img src="./favicon.svg" alt="" width="28" height="28" />
        <div>
          <strong>{say('shell.name')}</strong>
          <span>{say('shell.subtitle')}</span>
        </div>
      </div>
      <nav aria-label={say('shell.views')}>
        {ROUTES.map((each) => (
          <Link key={each} href={hrefOf(each)} aria-current={each === route ? 'page' : undefined}>
            {say(`shell.${each}`)}
          </Link>
        ))}
      </nav>
      <Settings />
    </header>
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
