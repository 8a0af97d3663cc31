/** The graph of agencies: boxes of subgraphs by owner, and an arrow for each that builds on another's types. */
import { lazy, Suspense, useId, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { Loaded } from './loaded.tsx';
import type { Subgraph, VersionInFull } from './shapes.ts';
import { useGot, useGotAll } from './use-got.ts';
import { useWords } from './words.tsx';

/** Reading SDL takes graphql-js, which comes with the drawing. */
const AgencyGraph = lazy(() => import('./agency-graph.tsx').then(({ AgencyGraph: each }) => ({ default: each })));

export function Agencies(): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('agencies.title')}</h2>
      <p className="hint">{words('agencies.how')}</p>
      <Loaded reading={useGot<readonly Subgraph[]>('/v1/subgraphs')}>
        {(subgraphs) => <Published subgraphs={subgraphs.filter(({ current }) => current != null)} />}
      </Loaded>
    </section>
  );
}

function Published({ subgraphs }: { subgraphs: readonly Subgraph[] }): ReactNode {
  const words = useWords();
  const say = useSay();
  const reading = useGotAll<VersionInFull>(
    subgraphs.map(({ name, current }) => `/v1/subgraphs/${name}/versions/${current!.number}`),
  );
  if (subgraphs.length === 0) return <p>{words('agencies.empty')}</p>;
  const ownerOf = new Map(subgraphs.map(({ name, owner }) => [name, owner]));
  return (
    <Loaded reading={reading}>
      {(versions) => (
        <Suspense fallback={<p role="status">{say('shell.loading')}</p>}>
          <AgencyGraph
            subgraphs={versions.map(({ subgraph, sdl }) => ({
              name: subgraph,
              owner: ownerOf.get(subgraph) ?? '',
              sdl,
            }))}
          />
        </Suspense>
      )}
    </Loaded>
  );
}
