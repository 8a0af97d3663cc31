/** The plan of the query in the editor, requested alone: nothing runs, so it can follow what is typed. */
import { useEffect, useState, type ReactNode } from 'react';
import { useGraphiQL } from '@graphiql/react';
import { ask, type Answer, type Asked } from '../graph/ask.ts';
import { useSay } from '../language/language.tsx';

export interface PlanRequest {
  readonly endpoint: string;
  readonly headers: Record<string, string>;
}

/** How long nothing must have been typed, ms. */
const PAUSE = 400;

export function PlanView({ source }: { source: PlanRequest }): ReactNode {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const asked = JSON.stringify({
    query: tab?.query ?? '',
    variables: variablesIn(tab?.variables),
    operationName: tab?.operationName ?? undefined,
  });
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const headers = { ...source.headers, 'apollo-expose-query-plan': 'dry-run' };
      ask(source.endpoint, JSON.parse(asked) as Asked, headers, abort.signal).then(
        ({ answer }) => setAnswer(answer),
        () => {},
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, source]);
  return (
    <div className="answer-table" aria-live="polite">
      {answer === undefined ? <p className="hint">…</p> : <PlanText answer={answer} />}
    </div>
  );
}

function PlanText({ answer: { errors = [], extensions } }: { answer: Answer }): ReactNode {
  const say = useSay();
  const plan = extensions?.['apolloQueryPlan'] as { readonly text?: unknown } | undefined;
  const cost = (extensions?.['cost'] as { readonly estimated?: unknown } | undefined)?.estimated;
  if (typeof plan?.text !== 'string') return <p className="hint">{errors[0]?.message ?? say('query.plan.none')}</p>;
  return (
    <>
      <p className="table-bar">
        {say('query.plan.nothingRun')}
        {typeof cost === 'number' && ` ${say('query.plan.cost', { cost })}`}
      </p>
      <pre className="plan">{plan.text}</pre>
    </>
  );
}

function variablesIn(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
