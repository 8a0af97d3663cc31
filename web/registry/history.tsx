/** The supergraphs that were composed, the newest first: why, by whom, what changed for clients, and going back. */
import { useId, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useViewState } from '../address/use-view-state.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { useAccess } from './access.tsx';
import { ActButton } from './act-button.tsx';
import { Loaded } from './loaded.tsx';
import type { Supergraph } from './shapes.ts';
import { SupergraphChanges } from './supergraph-changes.tsx';
import { useGot } from './use-got.ts';
import { REGISTRY_SHAPE, registryHref } from './view.ts';
import { useWords, type Words } from './words.tsx';

/** Supergraphs on one page. */
const PAGE = 25;

export function History(): ReactNode {
  const words = useWords();
  const id = useId();
  const { state } = useViewState(REGISTRY_SHAPE);
  const { before, supergraph } = state;
  const newest = useGot<readonly Supergraph[]>('/v1/supergraphs?limit=1');
  const older = before === null ? '' : `&before=${before}`;
  const page = useGot<readonly Supergraph[]>(`/v1/supergraphs?limit=${PAGE}${older}`);
  return (
    <>
      <section className="panel" aria-labelledby={id}>
        <h2 id={id}>{words('history.title')}</h2>
        {newest.data?.[0] !== undefined && <Now newest={newest.data[0]} />}
        <Loaded reading={page}>
          {(supergraphs) =>
            supergraphs.length === 0 ? (
              <p>{words('history.empty')}</p>
            ) : (
              <Table supergraphs={supergraphs} newest={newest.data?.[0]} chosen={supergraph} before={before} />
            )
          }
        </Loaded>
      </section>
      {supergraph !== null && <SupergraphChanges number={supergraph} />}
    </>
  );
}

/** What holds now, and what an operator may do about it. */
function Now({ newest: { number, pinned } }: { newest: Supergraph }): ReactNode {
  const words = useWords();
  const { may } = useAccess();
  return (
    <>
      {pinned != null && <p className="registry-told">{words('history.pinned', { number: pinned })}</p>}
      {may('operate') && (
        <p className="registry-acts">
          {pinned != null && <Act name="unpin" path="/v1/supergraph/unpin" />}
          {pinned == null && number > 1 && <Act name="rollback" path="/v1/supergraph/rollback" />}
        </p>
      )}
    </>
  );
}

function Act({ name, path }: { name: 'unpin' | 'rollback'; path: string }): ReactNode {
  const words = useWords();
  return (
    <ActButton
      label={words(`history.${name}`)}
      title={words(`history.${name}.title`)}
      what={words(`history.${name}.what`)}
      path={path}
    />
  );
}

interface TableProps {
  readonly supergraphs: readonly Supergraph[];
  readonly newest: Supergraph | undefined;
  readonly chosen: number | null;
  readonly before: number | null;
}

function Table({ supergraphs, newest, chosen, before }: TableProps): ReactNode {
  const words = useWords();
  const { may } = useAccess();
  const last = supergraphs.at(-1)!.number;
  return (
    <>
      <Scrolls label={words('history.title')}>
        <table className="registry-table">
          <thead>
            <tr>
              <th scope="col">{words('history.number')}</th>
              <th scope="col">{words('history.cause')}</th>
              <th scope="col">{words('history.when')}</th>
              <th scope="col">{words('history.who')}</th>
              <th scope="col">{words('history.why')}</th>
              <th scope="col">{words('history.changes')}</th>
              {may('operate') && <th scope="col">{words('history.act')}</th>}
            </tr>
          </thead>
          <tbody>
            {supergraphs.map((each) => (
              <Row
                key={each.number}
                supergraph={each}
                newest={newest}
                isChosen={each.number === chosen}
                before={before}
              />
            ))}
          </tbody>
        </table>
      </Scrolls>
      <p className="registry-acts">
        {before !== null && <Link href={registryHref({ tab: 'history' })}>← {words('history.newest')}</Link>}
        {last > 1 && <Link href={registryHref({ tab: 'history', before: last })}>{words('history.more')} →</Link>}
      </p>
    </>
  );
}

interface RowProps {
  readonly supergraph: Supergraph;
  readonly newest: Supergraph | undefined;
  readonly isChosen: boolean;
  readonly before: number | null;
}

function Row({ supergraph, newest, isChosen, before }: RowProps): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  const { may } = useAccess();
  const { number, at, by, why } = supergraph;
  return (
    <tr>
      <th scope="row">
        {number}
        {number === newest?.number && <span className="registry-sign">{words('history.now')}</span>}
      </th>
      <td>{causeWords(supergraph, words)}</td>
      <td>{moment(at)}</td>
      <td>{by}</td>
      <td className="registry-text">{why}</td>
      <td>
        <Link
          href={registryHref({ tab: 'history', supergraph: number, before })}
          aria-current={isChosen ? 'true' : undefined}
          aria-label={words('history.changes.of', { number })}
        >
          {words('history.changes')}
        </Link>
      </td>
      {may('operate') && (
        <td>
          {newest?.pinned !== number && (
            <ActButton
              label={words('history.pin')}
              title={words('history.pin.title', { number })}
              what={words('history.pin.what')}
              path={`/v1/supergraphs/${number}/pin`}
            />
          )}
        </td>
      )}
    </tr>
  );
}

function causeWords({ cause: { kind, subgraphs, to } }: Supergraph, words: Words): string {
  return words(`cause.${kind}`, { subgraphs: subgraphs.join(', '), to: to ?? '' });
}
