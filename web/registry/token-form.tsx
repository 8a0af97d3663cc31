/** Asks for a token of the registry. Where the gateway is one for trying out, it offers the registry's own. */
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { tokenIn } from '../session/access.ts';
import { fetchRegistryToken } from '../session/config.ts';
import { useSession } from '../session/session.tsx';
import { useSay } from '../language/language.tsx';
import { askRegistry, type Trouble } from './ask-registry.ts';
import type { Holder } from './shapes.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useWords } from './words.tsx';

interface TokenFormProps {
  readonly url: string;
  /** Whether the registry refused the last one. */
  readonly refused: boolean;
  readonly onKnown: (token: string, holder: Holder) => void;
}

type Problem = Trouble | 'malformed' | 'none';

export function TokenForm({ url, refused, onKnown }: TokenFormProps): ReactNode {
  const words = useWords();
  const say = useSay();
  const { config } = useSession();
  const id = useId();
  const isOffered = (config?.roles.length ?? 0) > 0;
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const take = async (token: string | undefined, otherwise: Problem): Promise<void> => {
    if (token === undefined) return setProblem(otherwise);
    const got = await askRegistry<Holder>(url, token, { path: '/v1/token' });
    if (got.kind === 'GOT') onKnown(token, got.data);
    else setProblem(got);
  };
  const use = (event: FormEvent): void => {
    event.preventDefault();
    setPasted('');
    void take(tokenIn(pasted), 'malformed');
  };
  return (
    <section className="panel registry-token" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words('token.title')}</h2>
      <p>{words('token.why')}</p>
      <form onSubmit={use} autoComplete="off">
        <label htmlFor={id}>{words('token.label')}</label>
        <input
          id={id}
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <button type="submit" className="primary">
          {words('token.use')}
        </button>
        {isOffered && (
          <button
            type="button"
            className="plain"
            onClick={() =>
              void fetchRegistryToken().then(
                (token) => take(token, 'none'),
                () => setProblem('none'),
              )
            }
          >
            {words('token.own')}
          </button>
        )}
      </form>
      <p className="hint">
        {isOffered && `${words('token.ownOnly')} `}
        {words('token.where')}
      </p>
      <div role="alert">
        {problem === undefined && refused && <p className="registry-problem">{words('token.refused')}</p>}
        {problem === 'malformed' && <p className="registry-problem">{say('shell.token.refused')}</p>}
        {problem === 'none' && <p className="registry-problem">{words('token.ownNone')}</p>}
        {typeof problem === 'object' &&
          (problem.kind === 'REFUSED' && problem.status === 401 ? (
            <p className="registry-problem">{words('token.refused')}</p>
          ) : (
            <TroubleNote trouble={problem} url={url} />
          ))}
      </div>
    </section>
  );
}
