/** The page: the top bar and the notice at once, the workbench as soon as its larger code has come. */
import { Component, lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { PUBLIC, withToken, type Access } from './access.ts';
import type { Trouble } from './ask.ts';
import { fetchConfig, type ExplorerConfig } from './config.ts';
import { Notice } from './notice.tsx';
import { TopBar } from './top-bar.tsx';

// Asked for before the first render: the workbench's code and the gateway's config travel at the same time.
const loading = import('./workbench.tsx');
const Workbench = lazy(() => loading);

type ConfigState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly config: ExplorerConfig }
  | { readonly state: 'failed'; readonly reason: string };

export function App(): ReactNode {
  const [current, reload] = useConfig();
  const [chosen, setChosen] = useState<Access>({ role: PUBLIC });
  const [trouble, setTrouble] = useState<Trouble>();
  const config = current.state === 'ready' ? current.config : undefined;
  const access = useMemo(() => withToken(chosen, config?.roles ?? []), [chosen, config]);
  const choose = (access: Access): void => {
    setTrouble(undefined);
    setChosen(access);
  };
  const renew = (): void => {
    setTrouble(undefined);
    reload();
  };
  return (
    <>
      <TopBar config={config} access={access} onChoose={choose} />
      <Notice trouble={trouble} onRenew={renew} onDismiss={() => setTrouble(undefined)} />
      <main className="stage">
        {current.state === 'failed' && <Unreachable reason={current.reason} onRetry={reload} />}
        {current.state === 'loading' && <Waiting />}
        {config !== undefined && (
          <CodeFailure>
            <Suspense fallback={<Waiting />}>
              <Workbench config={config} access={access} onTrouble={setTrouble} />
            </Suspense>
          </CodeFailure>
        )}
      </main>
    </>
  );
}

/** A config stays until a newer one has arrived, so that renewing it loses nothing of the workbench. */
function useConfig(): [ConfigState, () => void] {
  const [current, setCurrent] = useState<ConfigState>({ state: 'loading' });
  const load = useCallback(() => {
    const unlessReady = (next: ConfigState): void => setCurrent((before) => (before.state === 'ready' ? before : next));
    unlessReady({ state: 'loading' });
    fetchConfig().then(
      (config) => setCurrent({ state: 'ready', config }),
      (thrown: Error) => unlessReady({ state: 'failed', reason: thrown.message }),
    );
  }, []);
  useEffect(load, [load]);
  return [current, load];
}

function Waiting(): ReactNode {
  return (
    <p className="centred" role="status">
      Loading the explorer… / Memuat penjelajah…
    </p>
  );
}

function Unreachable({ reason, onRetry }: { reason: string; onRetry: () => void }): ReactNode {
  return (
    <section className="centred" role="alert">
      <h2>The gateway does not answer / Gateway tidak menjawab</h2>
      <p>
        Is it running? Start it with <code>npm start</code>, then try again.
      </p>
      <p className="hint">{reason}</p>
      <button type="button" className="primary" onClick={onRetry}>
        Try again / Coba lagi
      </button>
    </section>
  );
}

/** After an upgrade of the gateway an open page may ask for code that is gone: a reload brings the new one. */
class CodeFailure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <section className="centred" role="alert">
        <h2>The explorer stopped / Penjelajah berhenti</h2>
        <p>Perhaps the gateway was upgraded meanwhile. Reloading the page brings its new explorer.</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Reload / Muat ulang
        </button>
      </section>
    );
  }
}
