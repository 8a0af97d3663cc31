/** What changed with one supergraph, against the one before it: versions of subgraphs, and what clients see. */
import { useId, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { Loaded } from './loaded.tsx';
import type { SupergraphDiff } from './shapes.ts';
import { useGot } from './use-got.ts';
import { registryHref } from './view.ts';
import { useWords } from './words.tsx';

/** Entries of a list that are shown. */
const MOST = 200;

export function SupergraphChanges({ number }: { number: number }): ReactNode {
  const words = useWords();
  const id = useId();
  const reading = useGot<SupergraphDiff>(number > 1 ? `/v1/supergraphs/${number - 1}/diff/${number}` : undefined);
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('history.changes.of', { number })}</h2>
      {number === 1 ? (
        <p>{words('history.first')}</p>
      ) : (
        <Loaded reading={reading}>{(diff) => <Diff diff={diff} />}</Loaded>
      )}
    </section>
  );
}

function Diff({ diff: { subgraphs, lost, gained, changes } }: { diff: SupergraphDiff }): ReactNode {
  const words = useWords();
  const named = new Set([...lost, ...gained]);
  const others = changes.filter(({ coordinate }) => !named.has(coordinate));
  return (
    <>
      {subgraphs.length === 0 && <p>{words('history.noVersions')}</p>}
      <ul>
        {subgraphs.map(({ name, before, after }) => (
          <li key={name}>
            <Link
              href={registryHref({
                tab: 'subgraphs',
                subgraph: name,
                version: after ?? before ?? null,
                ...(after !== undefined && before !== undefined && { against: before }),
              })}
            >
              {words('history.versionChange', {
                name,
                before: before ?? words('history.none'),
                after: after ?? words('history.none'),
              })}
            </Link>
          </li>
        ))}
      </ul>
      {lost.length + gained.length + others.length === 0 && <p>{words('history.noChanges')}</p>}
      <Coordinates title={words('history.lost')} sign="−" of={lost} />
      <Coordinates title={words('history.gained')} sign="+" of={gained} />
      {others.length > 0 && (
        <>
          <h3>{words('history.other')}</h3>
          <ul>
            {others.slice(0, MOST).map(({ message, criticality, coordinate }) => (
              <li key={coordinate + message}>
                <span className={`registry-sign ${criticality === 'BREAKING' ? 'is-bad' : ''}`}>
                  {words(`history.criticality.${criticality}`)}
                </span>{' '}
                <span lang="en">{message}</span>
              </li>
            ))}
          </ul>
          <More of={others.length} />
        </>
      )}
    </>
  );
}

function Coordinates({ title, sign, of }: { title: string; sign: string; of: readonly string[] }): ReactNode {
  if (of.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="registry-coordinates">
        {of.slice(0, MOST).map((coordinate) => (
          <li key={coordinate}>
            <span aria-hidden="true">{sign} </span>
            <code>{coordinate}</code>
          </li>
        ))}
      </ul>
      <More of={of.length} />
    </>
  );
}

function More({ of }: { of: number }): ReactNode {
  const words = useWords();
  return of > MOST ? <p className="hint">{words('history.more.of', { count: of - MOST })}</p> : null;
}
