/** The explanation of the answer on the screen: its fetches in time, the plan that they follow, its cost, and the values of which something is said. */
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Answer } from '../../graph/ask.ts';
import { useSay } from '../../language/language.tsx';
import { Scrolls } from '../../parts/scrolls.tsx';
import type { Asked } from '../asked.ts';
import { PlanOf, type PlanRequest } from '../plan-view.tsx';
import { CostTable } from './cost-table.tsx';
import { explanationIn, type Explanation } from './explanation.ts';
import { waterfallOf } from './waterfall.ts';
import { WaterfallTable } from './waterfall-table.tsx';
import { KindSign, WhyOne } from './why.tsx';
import './explain.css';

/** The switch by which questions are asked with their explanation. */
export interface Explaining {
  readonly on: boolean;
  readonly turn: (on: boolean) => void;
}

export function ExplainSwitch({ explaining: { on, turn } }: { explaining: Explaining }): ReactNode {
  const say = useSay();
  return (
    <label className="explain-switch" title={say('query.explain.says')}>
      <input type="checkbox" role="switch" checked={on} onChange={({ target }) => turn(target.checked)} />
      {say('query.explain')}
    </label>
  );
}

interface ExplainViewProps {
  readonly answer: Answer;
  /** Of the answer, where it is known. */
  readonly asked: Asked | undefined;
  readonly on: boolean;
  readonly plans: PlanRequest | undefined;
}

export function ExplainView({ answer, asked, on, plans }: ExplainViewProps): ReactNode {
  const say = useSay();
  const explanation = useMemo(() => explanationIn(answer), [answer]);
  return (
    <div className="answer-table explain">
      {explanation === undefined ? (
        <p className="hint">{say(on ? 'query.explain.run' : 'query.explain.turnOn')}</p>
      ) : (
        <div className="explain-scroll" tabIndex={0} role="region" aria-label={say('query.answer.explain')}>
          <div className="explain-beside">
            <Fetches explanation={explanation} />
            {plans !== undefined && asked !== undefined && <PlanOf source={plans} asked={asked} />}
          </div>
          {explanation.cost !== null && <CostTable cost={explanation.cost} />}
          <Values explanation={explanation} />
          {explanation.limits != null && <Limits limits={explanation.limits} />}
        </div>
      )}
    </div>
  );
}

function Fetches({ explanation: { fetches, fetchesLeftOut } }: { explanation: Explanation }): ReactNode {
  const say = useSay();
  const { formatNumber } = useIntl();
  const waterfall = useMemo(() => waterfallOf(fetches), [fetches]);
  const sent = fetches.filter(({ started }) => started !== null).length;
  return (
    <section>
      <h2>{say('query.explain.fetches')}</h2>
      <p className="hint">
        {say('query.explain.fetches.says', {
          sent,
          ms: formatNumber(waterfall.ms, { maximumSignificantDigits: 3 }),
        })}
        {fetchesLeftOut > 0 && ` ${say('query.explain.leftOut', { count: fetchesLeftOut })}`}
      </p>
      <Scrolls label={say('query.explain.fetches')}>
        <WaterfallTable waterfall={waterfall} />
      </Scrolls>
    </section>
  );
}

function Limits({ limits }: { limits: NonNullable<Explanation['limits']> }): ReactNode {
  const say = useSay();
  return (
    <section>
      <h2>{say('query.explain.limits')}</h2>
      <p className="hint">
        {say('query.explain.limits.says', { ...limits })}
        {limits.personsPerMinute > 0 && ` ${say('query.explain.limits.persons', { persons: limits.personsPerMinute })}`}
      </p>
    </section>
  );
}

function Values({ explanation: { values, valuesLeftOut } }: { explanation: Explanation }): ReactNode {
  const say = useSay();
  return (
    <section>
      <h2>{say('query.explain.values')}</h2>
      <p className="hint">
        {say(values.length === 0 ? 'query.explain.values.none' : 'query.explain.values.says')}
        {valuesLeftOut > 0 && ` ${say('query.explain.leftOut', { count: valuesLeftOut })}`}
      </p>
      <ul className="explain-values">
        {values.map((value, index) => (
          <li key={index}>
            <div>
              <KindSign kind={value.kind} /> <code>{value.paths[0]?.join('.')}</code>
              {value.count > 1 && ` ${say('query.explain.values.more', { count: value.count - 1 })}`}
            </div>
            <WhyOne value={value} />
          </li>
        ))}
      </ul>
    </section>
  );
}
