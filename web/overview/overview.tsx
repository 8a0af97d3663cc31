/** The view Overview: what the mayor is shown. Each group of figures is one request to the public graph. */
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useViewState } from '../address/use-view-state.ts';
import { loadEngine } from '../charts/chart.tsx';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { Legend } from '../numbers/legend.tsx';
import type { Mark } from '../numbers/marks.ts';
import { AddressProblems } from '../parts/states.tsx';
import { useSession } from '../session/session.tsx';
import { useReply } from '../session/use-reply.ts';
import type { FiguresAnswer, MoneyAnswer } from './answers.ts';
import { AreaPanel } from './area-panel.tsx';
import { HeatPanel } from './heat-panel.tsx';
import { budgetOf } from './money.ts';
import { MoneyPanel } from './money-panel.tsx';
import { MonthsPanel } from './months-panel.tsx';
import { FIGURES, MONEY } from './questions.ts';
import { lastMonth } from './tiles.ts';
import { Tiles } from './tiles-panel.tsx';
import type { TellMarks } from './use-tell-marks.ts';
import { VerificationPanel } from './verification-panel.tsx';
import { OVERVIEW_SHAPE } from './view.ts';
import { Waiting } from './waiting-panel.tsx';
import './overview.css';

const FIGURES_ASKED = { query: FIGURES };

export default function Overview(): ReactNode {
  const say = useSay();
  const { state, problems, change } = useViewState(OVERVIEW_SHAPE);
  const figures = useReply<FiguresAnswer>(FIGURES_ASKED, { urgent: true });
  const part = partOf(figures.reply);
  const budget = budgetOf(part?.data.programmes ?? [], state.year);
  const moneyAsked = useMemo(
    () =>
      budget === undefined
        ? undefined
        : { query: MONEY, variables: { programme: budget.programme, year: budget.year } },
    [budget?.programme, budget?.year],
  );
  const money = useReply<MoneyAnswer>(moneyAsked);
  const [marks, tellMarks] = useMarks();
  // The drawings' code is large: it comes after the first figures, which need none of it.
  useEffect(() => {
    if (part !== undefined) void loadEngine();
  }, [part]);
  const month = part === undefined ? undefined : lastMonth(part);
  return (
    <div className="overview">
      <AddressProblems problems={problems} />
      <Head month={month} />
      <Waiting />
      <Tiles
        figures={figures}
        asked={FIGURES_ASKED}
        money={money}
        moneyAsked={moneyAsked}
        year={budget?.year}
        onMarks={tellMarks}
      />
      <AreaPanel district={state.district} onDistrict={(district) => change({ district })} onMarks={tellMarks} />
      <MonthsPanel figures={figures} asked={FIGURES_ASKED} onMarks={tellMarks} />
      <HeatPanel measure={state.measure} onMeasure={(measure) => change({ measure })} onMarks={tellMarks} />
      <MoneyPanel
        money={money}
        asked={moneyAsked}
        waits={moneyAsked === undefined && figures.asking}
        budget={budget}
        onYear={(year) => change({ year })}
      />
      <VerificationPanel onMarks={tellMarks} />
      <div className="wide">
        <Legend marks={marks} />
        <p className="hint sources">{say('overview.sources')}</p>
      </div>
    </div>
  );
}

function Head({ month }: { month: string | undefined }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const { config } = useSession();
  return (
    <div className="overview-head wide">
      <h1>{say('overview.title')}</h1>
      <p className="hint">
        {month === undefined
          ? say('overview.lead', { city: config?.city ?? 'SIGAP' })
          : say('overview.leadMonth', { month: formats.month(month) })}
      </p>
      <button type="button" className="tool" onClick={() => print()}>
        {say('overview.print')}
      </button>
    </div>
  );
}

/** What the panels tell; each tells only what is new (use-tell-marks.ts), and the legend says each mark once. */
function useMarks(): [readonly Mark[], TellMarks] {
  const [byPanel, setByPanel] = useState<Readonly<Record<string, readonly Mark[]>>>({});
  const tell = useCallback<TellMarks>((panel, marks) => setByPanel((before) => ({ ...before, [panel]: marks })), []);
  return [Object.values(byPanel).flat(), tell];
}
