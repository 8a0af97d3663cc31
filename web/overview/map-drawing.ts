/** Areas on a map with their names and the scale of their colours, for a picture that is taken away. */
import { PRINTED } from '../charts/drawing.ts';
import { inkOn } from '../charts/palette.ts';
import { linesAt, rounded, tag, textAt } from '../charts/svg.ts';
import { labelsOf, type Label, type Labelled } from './label-places.ts';
import type { Box, Point } from './projection.ts';

interface MapOf {
  readonly areas: readonly (Labelled & { readonly colour: string })[];
  /** What of the drawing is seen. */
  readonly view: Box;
  /** What the ends of the scale stand for, as the reader writes it. */
  readonly ends: readonly [least: string, greatest: string];
}

/** Pixels, of letters and of a line of them; of the scale with the space above it, and of its bar. */
const [LETTERS, LINE, SCALE, BAR] = [12, 15, 32, 160];

interface Size {
  readonly width: number;
  /** At most; the map is as wide as its proportions then allow. */
  readonly height: number;
}

/** @returns elements of SVG from 0, 0 on, and their height, pixels */
export function mapDrawing(
  { areas, view, ends }: MapOf,
  size: Size,
): { readonly markup: string; readonly height: number } {
  const zoom = Math.min(size.width / view.width, (size.height - SCALE) / view.height);
  const left = (size.width - zoom * view.width) / 2;
  const at = ([x, y]: Point): Point => [left + zoom * (x - view.left), zoom * (y - view.top)];
  const place = `translate(${rounded(left - zoom * view.left)} ${rounded(-zoom * view.top)}) scale(${zoom})`;
  const shapes = areas.map(({ shape, colour }) =>
    tag('path', { d: shape.path, fill: colour, stroke: PRINTED.paper, 'stroke-width': 1.5 / zoom }),
  );
  const labels = labelsOf(areas, LETTERS / zoom, view).map((label) => {
    const { colour } = areas.find(({ key }) => key === label.key)!;
    return labelAt(label, at, colour);
  });
  const height = zoom * view.height + SCALE;
  const markup = [tag('g', { transform: place }, ...shapes), ...labels, scaleAt(height - LINE, size.width, ends)];
  return { markup: markup.join(''), height };
}

function labelAt({ lines, at: place, anchor, tip }: Label, at: (point: Point) => Point, colour: string): string {
  const [x, y] = at(place);
  const fill = tip === undefined ? inkOn(colour) : PRINTED.ink;
  const texts = linesAt(x, y, lines, LINE, { fill, anchor });
  // Twice: not every program knows which of a letter's edge and its filling is drawn first.
  if (tip === undefined) return tag('g', haloOf(colour), ...texts) + texts.join('');
  const [x2, y2] = at(tip);
  return tag('line', { x1: x + (anchor === 'end' ? 4 : -4), y1: y, x2, y2, stroke: PRINTED.ink }) + texts.join('');
}

/** An edge of the area's own colour: letters that reach over its border are read there too. */
const haloOf = (colour: string) => ({ stroke: colour, 'stroke-width': 3, 'stroke-linejoin': 'round' });

/** Steps, not a gradient: every program draws them. */
function scaleAt(y: number, width: number, [least, greatest]: readonly [string, string]): string {
  const from = (width - BAR) / 2;
  const step = BAR / PRINTED.scale.length;
  return [
    textAt(from - 8, y, least, { fill: PRINTED.quiet, anchor: 'end' }),
    ...PRINTED.scale.map((fill, at) =>
      tag('rect', { x: rounded(from + at * step), y: y - 5, width: rounded(step), height: 10, fill }),
    ),
    textAt(from + BAR + 8, y, greatest, { fill: PRINTED.quiet }),
  ].join('');
}
