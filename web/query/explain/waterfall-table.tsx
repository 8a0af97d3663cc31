/** Fetches as a table whose first column after their names is drawn: when each was under way. */
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useSay } from '../../language/language.tsx';
import { STATES, type ExplainedFetch, type State } from './explanation.ts';
import type { Bar, Waterfall } from './waterfall.ts';

/** Levels that are moved in: more would leave no room for the names. */
const DEEPEST = 5;

export function WaterfallTable({ waterfall: { lines, ms } }: { waterfall: Waterfall }): ReactNode {
  const say = useSay();
  const { formatNumber } = useIntl();
  const number = (value: number | null): string =>
    value === null ? '–' : formatNumber(value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  return (
    <table className="explain-table">
      <thead>
        <tr>
          <th scope="col">{say('query.explain.subgraph')}</th>
          <th scope="col" className="waterfall-head">
            {say('query.explain.when')}{' '}
            <span className="hint" aria-hidden="true">
              {`0–${number(ms)} ms`}
            </span>
          </th>
          {(['start', 'took', 'rows', 'bytes'] as const).map((name) => (
            <th key={name} scope="col" className="number">
              {say(`query.explain.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ fetch, depth, bar }, index) => (
          <tr key={index} className={`fetch fetch-${stateOf(fetch)}`}>
            <Named fetch={fetch} depth={depth} />
            <td>
              {bar !== undefined && <Drawn bar={bar} />}
              <span className="fetch-state">{say(`query.explain.state.${stateOf(fetch)}`)}</span>
              {fetch.tries > 1 && ` · ${say('query.explain.tries', { tries: fetch.tries })}`}
              {fetch.why !== undefined && (
                <p className="fetch-why" lang="en">
                  {fetch.why}
                </p>
              )}
            </td>
            <td className="number">{number(fetch.started)}</td>
            <td className="number">{number(fetch.took)}</td>
            <td className="number">{number(fetch.rows)}</td>
            <td className="number">{number(fetch.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Moved in by how deep in the answer it fills objects. */
function Named({ fetch: { subgraph, address, paths }, depth }: { fetch: ExplainedFetch; depth: number }): ReactNode {
  const say = useSay();
  const places = paths.map((path) => path.join('.') || say('query.explain.root'));
  return (
    <th scope="row" className={`depth-${Math.min(depth, DEEPEST)}`}>
      {subgraph}
      <span className="fetch-place">{places.join(', ')}</span>
      {address !== null && <span className="fetch-place">{address}</span>}
    </th>
  );
}

/** What it shows stands in the columns beside it as numbers. */
function Drawn({ bar: { from, width } }: { bar: Bar }): ReactNode {
  return (
    <svg className="fetch-bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="fetch-ground" width="1000" height="12" />
      <rect className="fetch-time" x={1000 * from} width={1000 * width} height="12" />
    </svg>
  );
}

/** A state that a newer gateway has is one of those in which nothing came. */
const stateOf = ({ state }: ExplainedFetch): State => STATES.find((one) => one === state) ?? 'failed';
