/** Who is asked about what, and the answers that this token may give. */
import { useId, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { useAccess } from './access.tsx';
import { ActButton } from './act-button.tsx';
import { Loaded } from './loaded.tsx';
import type { Approval } from './shapes.ts';
import { useGot } from './use-got.ts';
import { registryHref } from './view.ts';
import { useWords } from './words.tsx';

export function Approvals(): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('approvals.title')}</h2>
      <Loaded reading={useGot<readonly Approval[]>('/v1/approvals?state=OPEN')}>
        {(approvals) =>
          approvals.length === 0 ? (
            <p>{words('approvals.empty')}</p>
          ) : (
            <ul className="registry-list">
              {approvals.map((approval) => (
                <ApprovalItem key={approval.id} approval={approval} isApart />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

/** @param isApart whether it stands away from its version */
export function ApprovalItem({ approval, isApart }: { approval: Approval; isApart: boolean }): ReactNode {
  const words = useWords();
  const { moment } = useFormats();
  const { subgraph, version, owner, rule, coordinate, finding, state, askedAt, by, at, why } = approval;
  return (
    <li>
      <p>
        <strong>{words('approvals.asked', { owner, subgraph, version })}</strong>{' '}
        <span className="hint">{words('approvals.since', { at: moment(askedAt) })}</span>
      </p>
      <p>
        <code>{coordinate}</code> <span className="registry-sign">{rule}</span>
      </p>
      <p lang="en">{finding}</p>
      {state === 'OPEN' ? (
        <Answers approval={approval} />
      ) : (
        <p>
          {at == null
            ? words(`approvals.state.${state}`)
            : words('approvals.answered', {
                state: words(`approvals.state.${state}`),
                by: by ?? '',
                at: moment(at),
                why: why ?? '',
              })}
        </p>
      )}
      {state === 'APPROVED' && <TakeBack approval={approval} />}
      {isApart && (
        <p>
          <Link href={registryHref({ tab: 'subgraphs', subgraph, version })}>{words('approvals.open')}</Link>
        </p>
      )}
    </li>
  );
}

/** Who has agreed may take it back. */
function TakeBack({ approval: { id, owner, coordinate, subgraph } }: { approval: Approval }): ReactNode {
  const words = useWords();
  const { holder, may } = useAccess();
  if (!may('approve') || holder.agency !== owner) return null;
  return (
    <p className="registry-acts">
      <ActButton
        label={words('approvals.revoke')}
        title={words('approvals.revoke.title', { coordinate, subgraph })}
        what={words('approvals.revoke.what')}
        path={`/v1/approvals/${id}/revoke`}
        done={words('act.revoked')}
      />
    </p>
  );
}

/** Only the agency that is asked may answer, an operator of another one neither. */
function Answers({ approval: { id, owner, coordinate, subgraph } }: { approval: Approval }): ReactNode {
  const words = useWords();
  const { holder, may } = useAccess();
  if (!may('approve') || holder.agency !== owner)
    return <p className="hint">{words('approvals.notYours', { owner })}</p>;
  const path = `/v1/approvals/${id}`;
  return (
    <p className="registry-acts">
      <ActButton
        label={words('approvals.approve')}
        title={words('approvals.approve.title', { coordinate, subgraph })}
        what={words('approvals.approve.what', { owner })}
        path={`${path}/approve`}
        done={words('act.approved')}
        days
      />
      <ActButton
        label={words('approvals.deny')}
        title={words('approvals.deny.title', { coordinate, subgraph })}
        what={words('approvals.deny.what')}
        path={`${path}/deny`}
        done={words('act.denied')}
      />
    </p>
  );
}
