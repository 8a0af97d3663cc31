/** One version of a subgraph: who, when and why, what its check found, and how its SDL differs from an earlier one. */
import { useId, type ReactNode } from 'react';
import { go } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice } from '../parts/choice.tsx';
import { ApprovalItem } from './approvals.tsx';
import { SdlDiff } from './sdl-diff.tsx';
import { Loaded } from './loaded.tsx';
import { Report } from './report.tsx';
import type { SubgraphWithVersions, Version, VersionInFull } from './shapes.ts';
import { useGot } from './use-got.ts';
import { registryHref } from './view.ts';
import { useWords } from './words.tsx';

interface VersionPartProps {
  readonly name: string;
  readonly number: number;
  /** Which version it is compared with; 0 none; null that before it. */
  readonly against: number | null;
}

export function VersionPart({ name, number, against }: VersionPartProps): ReactNode {
  const words = useWords();
  const subgraph = useGot<SubgraphWithVersions>(`/v1/subgraphs/${name}`);
  const version = useGot<VersionInFull>(`/v1/subgraphs/${name}/versions/${number}`);
  return (
    <>
      <section className="panel" aria-label={words('version.facts')}>
        <p>
          <Link href={registryHref({ tab: 'subgraphs', subgraph: name })}>← {words('version.back', { name })}</Link>
        </p>
        <h2>{words('version.title', { name, number })}</h2>
        <Loaded reading={version}>{(each) => <Facts version={each} />}</Loaded>
      </section>
      {version.data !== undefined && (
        <>
          <Report report={version.data.report} />
          <Approvals version={version.data} />
          <Loaded reading={subgraph}>
            {({ versions }) => <Sdl version={version.data!} versions={versions} against={against} />}
          </Loaded>
        </>
      )}
    </>
  );
}

function Facts({ version: { state, at, by, why, note, url, hash } }: { version: VersionInFull }): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  const facts = [
    [words('subgraph.when'), moment(at)],
    [words('subgraph.who'), by],
    [words('subgraph.why'), why],
    ...(note ? [[words('subgraph.note'), note]] : []),
    [words('subgraphs.address'), <code key="url">{url || words('subgraphs.inProcess')}</code>],
    [words('version.hash'), <code key="hash">{hash}</code>],
  ] as const;
  return (
    <>
      <p>
        <span className={`registry-sign is-${state}`}>{words(`state.${state}`)}</span>
      </p>
      <dl className="registry-facts">
        {facts.map(([term, text]) => (
          <div key={String(term)}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Approvals({ version: { approvals } }: { version: VersionInFull }): ReactNode {
  const words = useWords();
  const id = useId();
  if (approvals.length === 0) return null;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('tab.approvals')}</h2>
      <ul className="registry-list">
        {approvals.map((approval) => (
          <ApprovalItem key={approval.id} approval={approval} isApart={false} />
        ))}
      </ul>
    </section>
  );
}

interface SdlProps {
  readonly version: VersionInFull;
  readonly versions: readonly Version[];
  readonly against: number | null;
}

function Sdl({ version, versions, against }: SdlProps): ReactNode {
  const words = useWords();
  const id = useId();
  const { subgraph, number } = version;
  const others = versions.filter((each) => each.number !== number);
  const from = against ?? before(versions, number);
  const older = useGot<VersionInFull>(from === 0 ? undefined : `/v1/subgraphs/${subgraph}/versions/${from}`);
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{words('diff.title')}</h2>
        {others.length > 0 && (
          <Choice
            label={words('diff.against')}
            value={String(from)}
            options={[
              ...others.map((each) => ({
                name: String(each.number),
                title: `${words('subgraph.version', { number: each.number })}: ${words(`state.${each.state}`)}`,
              })),
              { name: '0', title: words('diff.alone') },
            ]}
            onChoose={(name) =>
              go(registryHref({ tab: 'subgraphs', subgraph, version: number, against: Number(name) }), {
                replace: true,
              })
            }
          />
        )}
      </header>
      {others.length === 0 && <p>{words('diff.first')}</p>}
      {from === 0 ? (
        <SdlDiff before={undefined} after={version} />
      ) : (
        <Loaded reading={older}>{(found) => <SdlDiff before={found} after={version} />}</Loaded>
      )}
    </section>
  );
}

/** @returns the newest version before this one that was not refused; 0 for none */
function before(versions: readonly Version[], number: number): number {
  const earlier = versions.filter((each) => each.number < number && each.state !== 'FAILED');
  return Math.max(0, ...earlier.map((each) => each.number));
}
