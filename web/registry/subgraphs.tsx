/** Subgraphs and where they stand; one of them with its versions; one version with its report and its SDL. */
import { useId, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useViewState } from '../address/use-view-state.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { Loaded } from './loaded.tsx';
import type { Subgraph } from './shapes.ts';
import { SubgraphPart } from './subgraph.tsx';
import { useGot } from './use-got.ts';
import { useHealth, type Health } from './use-health.ts';
import { VersionPart } from './version.tsx';
import { REGISTRY_SHAPE, registryHref } from './view.ts';
import { useWords } from './words.tsx';

export function Subgraphs(): ReactNode {
  const { state } = useViewState(REGISTRY_SHAPE);
  if (state.subgraph === null) return <List />;
  if (state.version === null) return <SubgraphPart name={state.subgraph} />;
  return <VersionPart name={state.subgraph} number={state.version} against={state.against} />;
}

function List(): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('subgraphs.title')}</h2>
      <Loaded reading={useGot<readonly Subgraph[]>('/v1/subgraphs')}>
        {(subgraphs) => (subgraphs.length === 0 ? <p>{words('subgraphs.empty')}</p> : <Table subgraphs={subgraphs} />)}
      </Loaded>
    </section>
  );
}

function Table({ subgraphs }: { subgraphs: readonly Subgraph[] }): ReactNode {
  const words = useWords();
  const health = useHealth();
  return (
    <>
      <Scrolls label={words('subgraphs.title')}>
        <table className="registry-table">
          <thead>
            <tr>
              <th scope="col">{words('subgraphs.name')}</th>
              <th scope="col">{words('subgraphs.owner')}</th>
              <th scope="col">{words('subgraphs.served')}</th>
              <th scope="col">{words('subgraphs.newest')}</th>
              <th scope="col">{words('subgraphs.state')}</th>
              <th scope="col">{words('subgraphs.address')}</th>
              {health !== undefined && <th scope="col">{words('subgraphs.health')}</th>}
            </tr>
          </thead>
          <tbody>
            {subgraphs.map((subgraph) => (
              <Row key={subgraph.name} subgraph={subgraph} health={health} />
            ))}
          </tbody>
        </table>
      </Scrolls>
      {health === undefined && <p className="hint">{words('subgraphs.healthHow')}</p>}
    </>
  );
}

function Row({ subgraph, health }: { subgraph: Subgraph; health: ReadonlyMap<string, Health> | undefined }): ReactNode {
  const words = useWords();
  const { name, owner, served, newest, current, quarantined, openApprovals } = subgraph;
  const own = health?.get(name);
  return (
    <tr>
      <th scope="row">
        <Link href={registryHref({ tab: 'subgraphs', subgraph: name })}>{name}</Link>
      </th>
      <td>{owner}</td>
      <td>
        {served ?? words('subgraphs.notServed')}
        {quarantined && <span className="registry-sign is-bad">{words('subgraphs.quarantined')}</span>}
      </td>
      <td>{newest?.number}</td>
      <td>
        {newest && <span className={`registry-sign is-${newest.state}`}>{words(`state.${newest.state}`)}</span>}
        {openApprovals > 0 && (
          <Link className="registry-link" href={registryHref({ tab: 'approvals' })}>
            {words('subgraphs.waiting', { count: openApprovals })}
          </Link>
        )}
      </td>
      <td>
        <code>{(current ?? newest)?.url || words('subgraphs.inProcess')}</code>
      </td>
      {health !== undefined && <td>{own && <HealthWords health={own} />}</td>}
    </tr>
  );
}

function HealthWords({ health: { state, code, since, asked, failed } }: { health: Health }): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  return (
    <>
      <span className={`registry-sign ${state === 'missing' ? 'is-bad' : ''}`}>
        {words(`health.${state}`)}
        {code !== undefined && ` (${code})`}
      </span>{' '}
      <span className="hint">
        {since !== undefined && `${words('health.since', { at: moment(since) })}; `}
        {words('health.failed', { asked, failed })}
      </span>
    </>
  );
}
