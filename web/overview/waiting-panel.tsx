/** For the day's work of a verifier: what waits for them. Others do not see it, and their answer is never asked for. */
import type { ReactNode } from 'react';
import { dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { enumNames } from '../language/enum-names.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { Panel } from '../parts/panel.tsx';
import { PUBLIC } from '../session/access.ts';
import { useSession } from '../session/session.tsx';
import { useReply } from '../session/use-reply.ts';
import type { WaitingAnswer } from './answers.ts';
import { MAY_VERIFY, WAITING } from './questions.ts';

const MAY_ASKED = { query: MAY_VERIFY };
const ASKED = { query: WAITING };

export function Waiting(): ReactNode {
  const say = useSay();
  const { access } = useSession();
  const { reply } = useReply<{ readonly __type: object | null }>(access.role === PUBLIC ? undefined : MAY_ASKED);
  const may = reply?.kind === 'COMPLETE' && reply.data.__type !== null;
  const following = useReply<WaitingAnswer>(may ? ASKED : undefined);
  if (!may) return null;
  return (
    <Panel title={say('overview.waiting')} className="wide waiting" asked={ASKED} following={following}>
      {({ data }) => <Requests data={data} />}
    </Panel>
  );
}

function Requests({ data }: { data: WaitingAnswer }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { language } = useLanguage();
  const occupation = enumNames(data.occupations, language);
  const nodes = data.verifications?.nodes ?? [];
  const count = data.verifications?.totalCount;
  return (
    <>
      {count != null && (
        <p className="summary" data-figure="waiting">
          {say('overview.waiting.summary', { count, shown: nodes.length })}{' '}
          <Link href={dataHref({ subject: 'verification', verdict: 'PENDING', by: ['age'] })}>
            {say('overview.openInData')}
          </Link>
        </p>
      )}
      {nodes.length > 0 && (
        <Scrolls label={say('overview.waiting')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{say('overview.waiting.requested')}</th>
                <th scope="col">{say('overview.waiting.worker')}</th>
                <th scope="col">{say('overview.waiting.occupation')}</th>
                <th scope="col">{say('overview.waiting.village')}</th>
                <th scope="col">{say('overview.agency')}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map(({ id, requestedOn, worker, agency }) => (
                <tr key={id}>
                  <td>{formats.day(requestedOn)}</td>
                  <th scope="row">{worker?.id ?? '–'}</th>
                  <td>{worker == null ? '–' : occupation(worker.occupation)}</td>
                  <td>{[worker?.village?.name, worker?.village?.district?.name].filter(Boolean).join(', ') || '–'}</td>
                  <td>{agency?.name ?? agency?.code ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
    </>
  );
}
