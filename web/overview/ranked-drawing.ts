/** Areas by rate as dots with the reach of their noise, for a picture that is taken away: what ranked-areas.tsx is on the screen. */
import { PRINTED } from '../charts/drawing.ts';
import { placeOn, type RateScale } from '../charts/rate-scale.ts';
import { rounded, tag, textAt } from '../charts/svg.ts';
import { written, type Formats } from '../numbers/formats.ts';
import { reachOf, type Area } from './areas.ts';

/** Pixels: of a row, of the axis; where dots begin, what stands behind them, and of that the counts. */
const [ROW, AXIS, FROM, BEHIND, COUNTS] = [26, 24, 104, 160, 114];

/** @returns elements of SVG from 0, 0 on, and their height, pixels */
export function rankedDrawing(
  areas: readonly Area[],
  { scale, formats, width, countsOf }: RankedLook,
): { readonly markup: string; readonly height: number } {
  const at = (rate: number): number => rounded(FROM + placeOn(scale, rate) * (width - FROM - BEHIND));
  const height = AXIS + areas.length * ROW;
  const axis = scale.ticks.flatMap((tick) => [
    textAt(at(tick), AXIS / 2, formats.shortPercent(tick), { fill: PRINTED.quiet, anchor: 'middle', size: 11 }),
    tag('line', { x1: at(tick), y1: AXIS, x2: at(tick), y2: height, stroke: PRINTED.line }),
  ]);
  const rows = areas.map((area, index) => {
    const y = AXIS + (index + 0.5) * ROW;
    const name = textAt(0, y, area.name, { fill: PRINTED.ink });
    const rate = textAt(width - COUNTS, y, written(area.rate.value, 'percent', formats), {
      fill: PRINTED.ink,
      anchor: 'end',
    });
    const counts = textAt(width, y, countsOf(area), { fill: PRINTED.quiet, anchor: 'end', size: 11 });
    return name + dotAt(area, y, at) + rate + counts;
  });
  return { markup: [...axis, ...rows].join(''), height };
}

interface RankedLook {
  readonly scale: RateScale;
  readonly formats: Formats;
  /** Pixels. */
  readonly width: number;
  /** Such as `748 dari 908`. */
  readonly countsOf: (area: Area) => string;
}

function dotAt(area: Area, y: number, at: (rate: number) => number): string {
  const reach = reachOf(area);
  const { value } = area.rate;
  const line =
    reach === undefined
      ? ''
      : tag('rect', {
          x: at(reach[0]),
          y: y - 2,
          width: rounded(at(reach[1]) - at(reach[0])),
          height: 4,
          rx: 2,
          fill: PALE,
        });
  const dot =
    value === null
      ? ''
      : tag('circle', { cx: at(value), cy: y, r: 5.5, fill: PRINTED.series[0]!, stroke: PRINTED.paper });
  return line + dot;
}

const PALE = PRINTED.scale[1]!;
