/** The page: the top bar at once, the view that the address names as soon as its code has come. */
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useAddress } from '../address/address.ts';
import type { Route } from '../address/route.ts';
import { useSay } from '../language/language.tsx';
import { Notice } from '../parts/notice.tsx';
import { CodeFailure, Unreachable, Waiting } from '../parts/states.tsx';
import { programmeIn } from '../session/programme-in.ts';
import { SessionProvider, useSession } from '../session/session.tsx';
import { TopBar } from './top-bar.tsx';
import { loadView } from './views.ts';

const viewOf = (route: Route): ReturnType<typeof lazy> => lazy(() => loadView(route));
const VIEWS = {
  overview: viewOf('overview'),
  data: viewOf('data'),
  query: viewOf('query'),
  help: viewOf('help'),
  registry: viewOf('registry'),
};

export function App(): ReactNode {
  return (
    <SessionProvider>
      <Page />
    </SessionProvider>
  );
}

function Page(): ReactNode {
  const { route } = useAddress();
  const { state, config, trouble, renew, tell } = useSession();
  useTitle(route, config?.city);
  const View = VIEWS[route];
  return (
    <>
      <TopBar route={route} />
      {config?.sampleData === true && <SampleLine />}
      <Notice trouble={trouble} onRenew={renew} onDismiss={() => tell(undefined)} />
      <main id="content" tabIndex={-1} className={`stage stage-${route}`}>
        {state.state === 'failed' && <Unreachable reason={state.reason} onRetry={renew} />}
        {state.state === 'loading' && <Waiting />}
        {state.state === 'ready' && (
          <CodeFailure key={route}>
            <Suspense fallback={<Waiting />}>
              <View />
            </Suspense>
          </CodeFailure>
        )}
      </main>
    </>
  );
}

/** Stands on every view, also where it is printed: figures of the sample must not be taken for the city's. */
function SampleLine(): ReactNode {
  const say = useSay();
  return (
    <aside className="sample-line" aria-label={say('sample.label')}>
      {say('sample.says')}
    </aside>
  );
}

function useTitle(route: Route, city: string | undefined): void {
  const say = useSay();
  useEffect(() => {
    document.title = `${say(`shell.${route}`)} · ${programmeIn(city)}`;
  }, [route, city, say]);
}
