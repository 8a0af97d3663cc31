/** Districts by rate, on a map and as ranked bars; pointing at one shows it in the other. With a district chosen, its villages. */
import { useMemo, useState, type ReactNode } from 'react';
import { dataHref } from '../address/data-view.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import type { Part } from '../numbers/figure-at.ts';
import type { Mark } from '../numbers/marks.ts';
import { monthsIn } from '../numbers/months-in.ts';
import { Choice } from '../parts/choice.tsx';
import { Panel, type PanelPicture } from '../parts/panel.tsx';
import { useReply, type Following } from '../session/use-reply.ts';
import type { AreasAnswer, VillagesAnswer } from './answers.ts';
import { AreaMap } from './area-map.tsx';
import { districtsIn, ranked, villagesIn, type Area } from './areas.ts';
import { AREAS, VILLAGES } from './questions.ts';
import { RankedAreas } from './ranked-areas.tsx';
import { useTellMarks, type TellMarks } from './use-tell-marks.ts';

const ASKED = { query: AREAS };

interface AreaPanelProps {
  readonly district: string | null;
  readonly onDistrict: (code: string | null) => void;
  readonly onMarks: TellMarks;
}

export function AreaPanel({ district, onDistrict, onMarks }: AreaPanelProps): ReactNode {
  const say = useSay();
  const following = useReply<AreasAnswer>(ASKED);
  const part = partOf(following.reply);
  const areas = useMemo(() => (part === undefined ? [] : districtsIn(part)), [part]);
  const chosen = areas.find(({ code }) => code === district);
  const villagesAsked = useMemo(
    () => (chosen === undefined ? undefined : { query: VILLAGES, variables: { district: chosen.code } }),
    [chosen],
  );
  const villages = useReply<VillagesAnswer>(villagesAsked);
  useTellMarks(onMarks, 'areas', marksOf(areas));
  const picture = usePicture(areas, chosen, partOf(villages.reply));
  return (
    <Panel
      title={say('overview.areas')}
      className="wide areas"
      asked={villagesAsked ?? ASKED}
      following={following}
      marks={() => marksOf(areas)}
      picture={picture}
      tools={<Zoom areas={areas} district={chosen?.code ?? null} onDistrict={onDistrict} />}
    >
      {() => <Areas areas={areas} chosen={chosen} villages={villages} onDistrict={onDistrict} />}
    </Panel>
  );
}

/** The map beside the list; with a district chosen, the list of its villages. */
function usePicture(
  areas: readonly Area[],
  chosen: Area | undefined,
  part: Part | undefined,
): PanelPicture | undefined {
  const say = useSay();
  const formats = useFormats();
  const shown = chosen === undefined ? areas : part === undefined ? [] : villagesIn(part);
  if (shown.length === 0) return undefined;
  return {
    draw: async () => {
      const { districtsDrawing, villagesDrawing } = await import('./area-drawing.ts');
      return (chosen === undefined ? districtsDrawing : villagesDrawing)(shown, { say, formats });
    },
    filters: chosen === undefined ? [] : [{ name: say('data.by.district'), value: chosen.name }],
    sources: ['Disnaker', 'Diskominfo'],
    months: monthsIn(marksOf(shown)),
  };
}

const marksOf = (areas: readonly Area[]): Mark[] => areas.flatMap(({ rate }) => rate.marks);

function Zoom({
  areas,
  district,
  onDistrict,
}: {
  areas: readonly Area[];
  district: string | null;
  onDistrict: (code: string | null) => void;
}): ReactNode {
  const say = useSay();
  const byName = areas.toSorted((left, right) => left.name.localeCompare(right.name));
  return (
    <Choice
      label={say('overview.zoom')}
      value={district ?? ''}
      options={[
        { name: '', title: say('overview.allDistricts') },
        ...byName.map(({ code, name }) => ({ name: code, title: name })),
      ]}
      onChoose={(code) => onDistrict(code === '' ? null : code)}
    />
  );
}

interface AreasProps {
  readonly areas: readonly Area[];
  readonly chosen: Area | undefined;
  readonly villages: Following<VillagesAnswer>;
  readonly onDistrict: (code: string | null) => void;
}

function Areas({ areas, chosen, villages, onDistrict }: AreasProps): ReactNode {
  const [pointed, setPointed] = useState<string>();
  return (
    <>
      <Summary areas={areas} />
      <div className="area-grid">
        <div>
          <AreaMap
            areas={areas}
            chosen={chosen?.code}
            pointed={chosen?.code ?? pointed}
            onPoint={setPointed}
            hrefOf={hrefOf}
          />
        </div>
        {chosen === undefined ? (
          <RankedAreas
            areas={ranked(areas)}
            pointed={pointed}
            onPoint={setPointed}
            hrefOf={hrefOf}
            onZoom={onDistrict}
          />
        ) : (
          <Villages district={chosen} villages={villages} onBack={() => onDistrict(null)} />
        )}
      </div>
    </>
  );
}

const hrefOf = (code: string): string => dataHref({ by: ['village'], area: code });

/** What the map shows, in one sentence. */
function Summary({ areas }: { areas: readonly Area[] }): ReactNode {
  const say = useSay();
  const { percent } = useFormats();
  const rated = ranked(areas).filter(({ rate }) => rate.value !== null);
  const [lowest] = rated;
  const highest = rated.at(-1);
  if (lowest === undefined || highest === undefined) return null;
  return (
    <p className="summary">
      {say('overview.areas.summary', {
        lowest: lowest.name,
        lowestRate: percent(lowest.rate.value!),
        highest: highest.name,
        highestRate: percent(highest.rate.value!),
      })}
    </p>
  );
}

/** The graph has no borders of villages, so they are a list, the lowest rate first. */
function Villages({
  district,
  villages,
  onBack,
}: {
  district: Area;
  villages: Following<VillagesAnswer>;
  onBack: () => void;
}): ReactNode {
  const say = useSay();
  const [pointed, setPointed] = useState<string>();
  const { reply, asking } = villages;
  const part = partOf(reply);
  return (
    <div>
      <p className="ranked-head">
        <strong>{say('overview.villagesOf', { district: district.name })}</strong>
        <button type="button" className="tool" onClick={onBack}>
          {say('overview.allDistricts')}
        </button>
      </p>
      {part === undefined ? (
        <p className="hint" role="status">
          {say(asking ? 'shell.loading' : 'trouble.unreachable.title')}
        </p>
      ) : (
        <RankedAreas
          areas={villagesIn(part)}
          pointed={pointed}
          onPoint={setPointed}
          hrefOf={(code) => dataHref({ area: code, by: ['occupation'] })}
        />
      )}
      <p className="hint">{say('overview.noVillageBorders')}</p>
    </div>
  );
}
