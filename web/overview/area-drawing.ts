/** Districts on a map above their ranked rates, or the villages of one by rate, for a picture that is taken away. */
import { INNER, notesOf, PRINTED, type Drawing } from '../charts/drawing.ts';
import { tag } from '../charts/svg.ts';
import type { Say } from '../language/say.ts';
import { written, type Formats } from '../numbers/formats.ts';
import { marksOfRate } from '../numbers/marks.ts';
import { drawnOf, labelledOf, wholeOf } from './area-shapes.ts';
import { ranked, reachOf, spanOf, type Area } from './areas.ts';
import { mapDrawing } from './map-drawing.ts';
import { rankedDrawing } from './ranked-drawing.ts';
import { scaleOf } from './rate-axis.ts';

interface Words {
  readonly say: Say;
  readonly formats: Formats;
}

/** Pixels: of the map at most, and between it and the list; steps of the scale. */
const [HIGHEST, GAP, STEPS] = [640, 24, 6];

/** @param areas the districts, on the map and in the list */
export function districtsDrawing(areas: readonly Area[], words: Words): Drawing {
  const list = listOf(ranked(areas), words);
  const drawn = drawnOf(areas);
  const [least, greatest] = spanOf(areas) ?? [0, 0];
  const ends = [words.formats.percent(least), words.formats.percent(greatest)] as const;
  const map = mapDrawing(
    { areas: labelledOf(drawn, PRINTED, words.formats), view: wholeOf(drawn), ends },
    { width: INNER, height: HIGHEST },
  );
  return {
    markup: map.markup + tag('g', { transform: `translate(0 ${map.height + GAP})` }, list.markup),
    width: INNER,
    height: map.height + GAP + list.height,
    ...saidOf(areas, words),
  };
}

/** @param areas villages of one district, in the order of the list */
export const villagesDrawing = (areas: readonly Area[], words: Words): Drawing => ({
  ...listOf(areas, words),
  width: INNER,
  ...saidOf(areas, words),
});

function listOf(areas: readonly Area[], { say, formats }: Words): { markup: string; height: number } {
  const scale = scaleOf(areas, STEPS);
  if (scale === undefined) return { markup: '', height: 0 };
  const count = (value: number | null): string => written(value, 'whole', formats);
  const countsOf = ({ covered, total }: Area): string =>
    say('overview.shortOf', { covered: count(covered.value), total: count(total.value) });
  return rankedDrawing(areas, { scale, formats, width: INNER, countsOf });
}

function saidOf(areas: readonly Area[], { say, formats }: Words): Pick<Drawing, 'shows' | 'notes' | 'remarks'> {
  const scale = scaleOf(areas, STEPS);
  const reaches = areas.some((area) => reachOf(area) !== undefined);
  const ends = scale && { from: formats.shortPercent(scale.from), to: formats.shortPercent(scale.to) };
  const remark = ends && `${say('overview.scale', ends)}${reaches ? ` ${say('overview.scale.noise')}` : ''}`;
  const shows = say('overview.measure.coverageRate');
  return {
    shows,
    notes: notesOf([{ name: shows, marks: marksOfRate(areas.flatMap(({ rate }) => rate.marks)) }]),
    remarks: [say('overview.areas.workersOnly'), ...(remark === undefined ? [] : [remark])],
  };
}
