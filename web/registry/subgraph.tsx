/** One subgraph: its versions with who, when and why, and what its owner and operators may do. */
import { useId, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { useAccess } from './access.tsx';
import { ActButton } from './act-button.tsx';
import { Loaded } from './loaded.tsx';
import type { Holder, SubgraphWithVersions, Version } from './shapes.ts';
import { useGot } from './use-got.ts';
import { registryHref } from './view.ts';
import { useWords } from './words.tsx';

export function SubgraphPart({ name }: { name: string }): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <p>
        <Link href={registryHref({ tab: 'subgraphs' })}>← {words('subgraph.back')}</Link>
      </p>
      <h2 id={id}>{name}</h2>
      <Loaded reading={useGot<SubgraphWithVersions>(`/v1/subgraphs/${name}`)}>
        {(subgraph) => <Known subgraph={subgraph} />}
      </Loaded>
    </section>
  );
}

function Known({ subgraph }: { subgraph: SubgraphWithVersions }): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  const { name, owner, since, quarantined, versions, served } = subgraph;
  return (
    <>
      <p>
        {words('subgraph.owner', { owner, since: moment(since) })}
        {quarantined && <span className="registry-sign is-bad">{words('subgraphs.quarantined')}</span>}
      </p>
      <Acts subgraph={subgraph} />
      <Scrolls label={words('subgraph.versions', { name })}>
        <table className="registry-table">
          <thead>
            <tr>
              <th scope="col">{words('subgraph.number')}</th>
              <th scope="col">{words('subgraph.state')}</th>
              <th scope="col">{words('subgraph.when')}</th>
              <th scope="col">{words('subgraph.who')}</th>
              <th scope="col">{words('subgraph.why')}</th>
              <th scope="col">{words('subgraph.note')}</th>
              <th scope="col">{words('subgraph.requests')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <Row key={version.number} version={version} isServed={version.number === served} />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </>
  );
}

function Row({ version, isServed }: { version: Version; isServed: boolean }): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  const { subgraph, number, state, at, by, why, note, requests, failures } = version;
  return (
    <tr>
      <th scope="row">
        <Link href={registryHref({ tab: 'subgraphs', subgraph, version: number })}>
          {words('subgraph.version', { number })}
        </Link>
      </th>
      <td>
        <span className={`registry-sign is-${state}`}>{words(`state.${state}`)}</span>
        {isServed && <span className="registry-sign">{words('history.now')}</span>}
      </td>
      <td>{moment(at)}</td>
      <td>{by}</td>
      <td className="registry-text">{why}</td>
      <td className="registry-text">{note}</td>
      <td>{requests > 0 && words('subgraph.requestsOf', { requests, failures })}</td>
    </tr>
  );
}

/** What the token may do to it; the registry judges it again. */
function Acts({ subgraph }: { subgraph: SubgraphWithVersions }): ReactNode {
  const words = useWords();
  const { holder, may } = useAccess();
  const { name, quarantined, current } = subgraph;
  const path = `/v1/subgraphs/${name}`;
  const acts = [
    ...(may('operate') && current != null ? [quarantined ? ('release' as const) : ('quarantine' as const)] : []),
    ...(current != null && mayRetract(holder, subgraph) ? (['retract'] as const) : []),
  ];
  if (acts.length === 0) return null;
  return (
    <p className="registry-acts">
      {acts.map((act) => (
        <ActButton
          key={act}
          label={words(`subgraph.${act}`)}
          title={words(`subgraph.${act}.title`, { name })}
          what={words(`subgraph.${act}.what`)}
          path={`${path}/${act}`}
        />
      ))}
    </p>
  );
}

function mayRetract({ rights, agency, subgraphs }: Holder, { owner, name }: SubgraphWithVersions): boolean {
  if (rights.includes('operate')) return true;
  return rights.includes('publish') && agency === owner && (subgraphs.includes('*') || subgraphs.includes(name));
}
