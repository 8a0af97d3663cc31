/** Questions that were run, to be opened again, and the switch by which this device keeps them. */
import { useEffect, useId, useSyncExternalStore, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useSay } from '../../language/language.tsx';
import { factsOf } from '../../graph/question.ts';
import { useEditing } from '../editing.ts';
import { useOpenText, type Tab } from '../use-open-text.ts';
import type { History, HistoryState } from './history.ts';
import '../../parts/graphql-button.css';
import './history-panel.css';

export function HistoryPanel(): ReactNode {
  const say = useSay();
  const { history } = useEditing();
  const { entries, keeps } = useHistory(history);
  return (
    <section className="history" aria-label={say('query.history')}>
      <h2>{say('query.history')}</h2>
      {history.canKeep && <KeepSwitch keeps={keeps} onKeep={(on) => history.keep(on)} />}
      {entries.length === 0 ? (
        <p className="hint">{say('query.history.none')}</p>
      ) : (
        <>
          <button type="button" className="tool" onClick={() => history.clear()}>
            {say(keeps ? 'query.history.clearKept' : 'query.history.clear')}
          </button>
          <ul>
            {entries.map((entry) => (
              <Run key={`${entry.query} ${entry.variables}`} entry={entry} keeps={keeps} history={history} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Another page of this browser writes to the same disk. */
function useHistory(history: History): HistoryState {
  useEffect(() => {
    const refresh = (): void => history.refresh();
    window.addEventListener('storage', refresh);
    return () => window.removeEventListener('storage', refresh);
  }, [history]);
  return useSyncExternalStore(history.subscribe, history.state);
}

function KeepSwitch({ keeps, onKeep }: { keeps: boolean; onKeep: (on: boolean) => void }): ReactNode {
  const say = useSay();
  const hint = useId();
  return (
    <div className="history-keep">
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={keeps}
          aria-describedby={hint}
          onChange={({ target }) => onKeep(target.checked)}
        />
        {say('query.history.keep')}
      </label>
      <p id={hint} className="hint">
        {say('query.history.says')}
      </p>
    </div>
  );
}

interface RunProps {
  readonly entry: HistoryState['entries'][number];
  readonly keeps: boolean;
  readonly history: History;
}

function Run({ entry, keeps, history }: RunProps): ReactNode {
  const say = useSay();
  const { formatDate } = useIntl();
  const open = useOpenText();
  const { query, variables, notKept } = entry;
  const title = titleOf(query);
  const isThere = (tab: Tab): boolean => tab.query === query && (tab.variables ?? '') === variables;
  return (
    <li>
      <button type="button" className="open" onClick={() => open({ query, variables, run: false, isThere })}>
        <strong>{title}</strong>
        <time dateTime={new Date(entry.at).toISOString()}>{formatDate(entry.at, MOMENT)}</time>
        {variables.trim() !== '' && <code>{variables.replaceAll(/\s+/g, ' ')}</code>}
        {keeps && notKept !== undefined && <em>{say(`query.history.notKept.${notKept}`)}</em>}
      </button>
      <button
        type="button"
        className="forget"
        aria-label={say('query.history.remove', { title })}
        title={say('query.history.remove', { title })}
        onClick={() => history.remove(entry)}
      >
        ×
      </button>
    </li>
  );
}

/** The operation's name, else the first line that is no comment. */
function titleOf(query: string): string {
  const lines = query.split('\n').map((line) => line.trim());
  return factsOf(query).operationName ?? lines.find((line) => line !== '' && !line.startsWith('#')) ?? query.trim();
}

/** On the clock of the device. */
const MOMENT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
