/** How far verification has come: the city's funnel, and the agencies by how long they take. */
import type { ReactNode } from 'react';
import { dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { notesOf } from '../charts/drawing.ts';
import { partOf } from '../graph/reply.ts';
import { enumNames } from '../language/enum-names.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Say } from '../language/say.ts';
import { Figure } from '../numbers/figure.tsx';
import type { Part } from '../numbers/figure-at.ts';
import { written } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import type { Mark } from '../numbers/marks.ts';
import { monthsIn } from '../numbers/months-in.ts';
import { Scrolls } from '../parts/scrolls.tsx';
import { Panel, type PanelPicture } from '../parts/panel.tsx';
import { useReply } from '../session/use-reply.ts';
import type { VerificationAnswer } from './answers.ts';
import { agenciesIn, agesIn, remarksOf, stagesIn, type AgencyRow, type Stage } from './funnel.ts';
import { VERIFICATION } from './questions.ts';
import { useTellMarks, type TellMarks } from './use-tell-marks.ts';

const ASKED = { query: VERIFICATION };

export function VerificationPanel({ onMarks }: { onMarks: TellMarks }): ReactNode {
  const say = useSay();
  const following = useReply<VerificationAnswer>(ASKED);
  const part = partOf(following.reply);
  const marks = part === undefined ? [] : marksOf(part);
  useTellMarks(onMarks, 'verification', marks);
  const picture = usePicture(part);
  return (
    <Panel
      className="wide"
      title={say('overview.verification')}
      asked={ASKED}
      following={following}
      marks={() => marks}
      picture={picture}
    >
      {(shown) => <Verification part={shown} data={shown.data} />}
    </Panel>
  );
}

function usePicture(part: (Part & { readonly data: VerificationAnswer }) | undefined): PanelPicture | undefined {
  const say = useSay();
  const formats = useFormats();
  const names = useNames(part?.data);
  if (part === undefined) return undefined;
  const [stages, ages] = [stagesIn(part), agesIn(part)];
  const bars = (some: readonly Stage[], most: number, nameOf: (name: string) => string) =>
    some.map(({ name, count: { value } }) => ({
      name: nameOf(name),
      text: written(value, 'whole', formats),
      share: most === 0 ? 0 : (value ?? 0) / most,
    }));
  const summary = summaryOf(part.data, say);
  return {
    draw: async () => {
      const { barsDrawing } = await import('../charts/bars-drawing.ts');
      const drawn = barsDrawing([
        { bars: bars(stages, longestIn(stages), names.stage) },
        { title: say('overview.waitingSince'), bars: bars(ages, longestIn(ages), names.age) },
      ]);
      const marks = [...stages, ...ages].flatMap(({ count }) => count.marks);
      return {
        ...drawn,
        notes: notesOf([{ name: say('overview.verification'), marks }]),
        ...(summary !== undefined && { remarks: [summary] }),
      };
    },
    filters: [],
    sources: ['Disnaker'],
    months: monthsIn(marksOf(part)),
  };
}

/** What stages and waiting times are called. */
function useNames(data: VerificationAnswer | undefined): Record<'stage' | 'age', (name: string) => string> {
  const say = useSay();
  const { language } = useLanguage();
  const verdict = enumNames(data?.verdicts ?? null, language);
  return {
    stage: (name) => (isStep(name) ? say(`overview.stage.${name}`) : verdict(name)),
    age: enumNames(data?.ages ?? null, language),
  };
}

function summaryOf({ city }: VerificationAnswer, say: Say): string | undefined {
  const turnaround = city?.funnel?.turnaround;
  if (turnaround?.medianDays == null) return undefined;
  return say('overview.verification.summary', { median: turnaround.medianDays, p90: turnaround.p90Days ?? '–' });
}

const longestIn = (stages: readonly Stage[]): number => Math.max(0, ...stages.map(({ count }) => count.value ?? 0));

const marksOf = (part: Part): Mark[] => [
  ...stagesIn(part).flatMap(({ count }) => count.marks),
  ...agenciesIn(part).flatMap(({ pending }) => pending.marks),
];

function Verification({ part, data }: { part: Part; data: VerificationAnswer }): ReactNode {
  const say = useSay();
  const names = useNames(data);
  const stages = stagesIn(part);
  const ages = agesIn(part);
  const summary = summaryOf(data, say);
  return (
    <>
      {summary !== undefined && <p className="summary">{summary}</p>}
      <div className="beside">
        <div>
          <Stages
            stages={stages}
            most={longestIn(stages)}
            nameOf={names.stage}
            hrefOf={(name) =>
              dataHref({
                subject: 'verification',
                by: ['agency'],
                verdict: VERDICT_OF[name] ?? (isStep(name) ? null : name),
              })
            }
          />
          <h3>{say('overview.waitingSince')}</h3>
          <Stages
            stages={ages}
            most={longestIn(ages)}
            nameOf={names.age}
            hrefOf={() => dataHref({ subject: 'verification', by: ['age'], verdict: 'PENDING' })}
          />
        </div>
        <Agencies rows={agenciesIn(part)} />
      </div>
    </>
  );
}

const STEPS = ['asked', 'answered', 'pending'] as const;
const isStep = (name: string): name is (typeof STEPS)[number] => STEPS.some((step) => step === name);
const VERDICT_OF: Readonly<Record<string, string>> = { pending: 'PENDING' };

interface StagesProps {
  readonly stages: readonly Stage[];
  /** What the longest bar stands for. */
  readonly most: number;
  readonly nameOf: (name: string) => string;
  readonly hrefOf: (name: string) => string;
}

function Stages({ stages, most, nameOf, hrefOf }: StagesProps): ReactNode {
  const formats = useFormats();
  return (
    <ul className="ranked stages">
      {stages.map(({ name, count }) => (
        <li key={name}>
          <Link href={hrefOf(name)} className="bar-row" data-stage={name}>
            <span className="bar-name">{nameOf(name)}</span>
            <span className="bar-track" aria-hidden="true">
              <span className="bar-fill" style={{ width: `${most === 0 ? 0 : (100 * (count.value ?? 0)) / most}%` }} />
            </span>
            <span className="bar-value">{written(count.value, 'whole', formats)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Agencies({ rows }: { rows: readonly AgencyRow[] }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  const days = (number: number | null): string => (number === null ? '–' : say('overview.days', { days: number }));
  const { tied, withheld } = remarksOf(rows);
  return (
    <div>
      <Scrolls label={say('overview.agencies')}>
        <table className="plain">
          <caption>{say('overview.agencies')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('overview.agency')}</th>
              <th scope="col">{say('overview.stage.pending')}</th>
              <th scope="col">{say('overview.median')}</th>
              <th scope="col">{say('overview.p90')}</th>
              <th scope="col">{say('overview.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, name, pending, medianDays, p90Days, oldest }) => (
              <tr key={code}>
                <th scope="row">
                  <Link href={dataHref({ subject: 'verification', agency: code })}>{name}</Link>
                </th>
                <td data-agency={code}>
                  <Figure
                    figure={pending}
                    as="whole"
                    show={({ kind }) => kind !== 'PERTURBED' && kind !== 'MONTH' && kind !== 'EXACT'}
                  />
                </td>
                <td>{days(medianDays)}</td>
                <td>{days(p90Days)}</td>
                <td>{oldest === null ? '–' : formats.day(oldest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {tied > 0 && <p className="hint">{say('overview.agencies.tied', { rows: tied })}</p>}
      {withheld && <p className="hint">{say('overview.agencies.withheld')}</p>}
    </div>
  );
}
