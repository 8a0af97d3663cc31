/** The view of the registry: agencies and what they publish, who is asked, what is used. */
import type { ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useViewState } from '../address/use-view-state.ts';
import { useSay } from '../language/language.tsx';
import { AddressProblems } from '../parts/states.tsx';
import { useSession } from '../session/session.tsx';
import { AccessProvider, useAccess } from './access.tsx';
import { Agencies } from './agencies.tsx';
import { Approvals } from './approvals.tsx';
import { History } from './history.tsx';
import { Subgraphs } from './subgraphs.tsx';
import { ToldProvider } from './told.tsx';
import { Usage } from './usage.tsx';
import { REGISTRY_SHAPE, registryHref, TABS, type Tab } from './view.ts';
import { useWords, WordsProvider } from './words.tsx';
import '../parts/panel.css';
import './registry.css';

export default function Registry(): ReactNode {
  return (
    <WordsProvider>
      <Frame />
    </WordsProvider>
  );
}

function Frame(): ReactNode {
  const say = useSay();
  const words = useWords();
  const { config } = useSession();
  const { state, problems } = useViewState(REGISTRY_SHAPE);
  if (config?.registry === undefined)
    return (
      <section className="centred">
        <h2>{words('absent')}</h2>
        <p>{words('absent.advice')}</p>
      </section>
    );
  return (
    <>
      <AddressProblems problems={problems} />
      <div className="registry">
        <h1>{say('shell.registry')}</h1>
        <p className="registry-lead">{words('lead')}</p>
        <AccessProvider url={config.registry}>
          <ToldProvider>
            <Held />
            <Parts tab={state.tab} />
          </ToldProvider>
        </AccessProvider>
      </div>
    </>
  );
}

/** Whose token it is. */
function Held(): ReactNode {
  const words = useWords();
  const { holder, forget } = useAccess();
  const rights = holder.rights.map((right) => words(`right.${right}`)).join(', ');
  return (
    <p className="registry-held">
      <strong>{words('token.of', { agency: holder.agency })}</strong>
      <span className="hint">{words('token.may', { rights })}</span>
      <button type="button" className="plain" onClick={forget}>
        {words('token.forget')}
      </button>
    </p>
  );
}

const PARTS: Readonly<Record<Tab, () => ReactNode>> = {
  agencies: Agencies,
  subgraphs: Subgraphs,
  history: History,
  approvals: Approvals,
  usage: Usage,
};

function Parts({ tab }: { tab: Tab }): ReactNode {
  const words = useWords();
  const Part = PARTS[tab];
  return (
    <>
      <nav className="registry-tabs" aria-label={words('parts')}>
        {TABS.map((each) => (
          <Link key={each} href={registryHref({ tab: each })} aria-current={each === tab ? 'page' : undefined}>
            {words(`tab.${each}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </>
  );
}
