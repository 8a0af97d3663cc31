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

/** Of what stands in the editor. */
export function PlanView({ source }: { source: PlanRequest }): ReactNode {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const answer = usePlan(source, { ...tab, query: tab?.query ?? '' }, PAUSE);
  return (
    <div className="answer-table" aria-live="polite">
      {answer === undefined ? <p className="hint">…</p> : <PlanText answer={answer} />}
    </div>
  );
}

/** Of a question that was answered. */
export function PlanOf({ source, asked }: { source: PlanRequest; asked: Question }): ReactNode {
  const say = useSay();
  const answer = usePlan(source, asked, 0);
  return (
    <section aria-live="polite">
      <h2>{say('query.answer.plan')}</h2>
      {answer === undefined ? <p className="hint">…</p> : <PlanPre answer={answer} />}
    </section>
  );
}

/** As the editor has it: variables as JSON. */
interface Question {
  readonly query: string;
  readonly variables?: string | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** @param pause how long the question must not have changed, ms @returns undefined until the first plan has come */
function usePlan(source: PlanRequest, question: Question, pause: number): Answer | undefined {
  const asked = JSON.stringify({
    query: question.query,
    variables: variablesIn(question.variables),
    operationName: question.operationName ?? undefined,
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
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, source, pause]);
  return answer;
}

function PlanText({ answer }: { answer: Answer }): ReactNode {
  const say = useSay();
  const cost = (answer.extensions?.['cost'] as { readonly estimated?: unknown } | undefined)?.estimated;
  return (
    <>
      {planIn(answer) !== undefined && (
        <p className="table-bar">
          {say('query.plan.nothingRun')}
          {typeof cost === 'number' && ` ${say('query.plan.cost', { cost })}`}
        </p>
      )}
      <PlanPre answer={answer} />
    </>
  );
}

/** It scrolls, so the keys must reach it. */
function PlanPre({ answer }: { answer: Answer }): ReactNode {
  const say = useSay();
  const plan = planIn(answer);
  if (plan === undefined) return <p className="hint">{answer.errors?.[0]?.message ?? say('query.plan.none')}</p>;
  return (
    <pre className="plan" tabIndex={0} role="region" aria-label={say('query.answer.plan')}>
      {plan}
    </pre>
  );
}

function planIn({ extensions }: Answer): string | undefined {
  const plan = extensions?.['apolloQueryPlan'] as { readonly text?: unknown } | undefined;
  return typeof plan?.text === 'string' ? plan.text : undefined;
}

function variablesIn(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
