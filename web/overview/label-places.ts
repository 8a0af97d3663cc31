/** Where the names of areas stand on a map: inside where there is room for them, else beside the map with a line to their area. */
import type { Box, Point, Shape } from './projection.ts';

/** An area and what is written on it. */
export interface Labelled {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly shape: Shape;
}

export interface Label {
  readonly key: string;
  readonly lines: readonly string[];
  /** The middle of the text inside an area; beside the map, its end or its start. */
  readonly at: Point;
  readonly anchor: 'middle' | 'start' | 'end';
  /** Where the line from a text beside the map ends, inside the area. */
  readonly tip?: Point;
}

/** Measures of the text, in units of the drawing. */
interface Type {
  /** Of a letter, about: what fits by this fits in every system's font. */
  readonly letter: number;
  readonly line: number;
}

/** Lines in which room is looked for. */
const TRIED = 32;

/** @param size of the letters, in units of the drawing @param view what of the drawing is seen, where names must not be cut off */
export function labelsOf(all: readonly Labelled[], size: number, view?: Box): Label[] {
  const type = { letter: 0.6 * size, line: 1.25 * size };
  const labels = all.map((each) => inside(each, type) ?? beside(each, all, type));
  return apart(view === undefined ? labels : labels.map((label) => seen(label, view, type)), type);
}

/** A name beside the map is not cut off where there is too little room for it: it then reaches over its area. */
function seen(label: Label, { left, width }: Box, type: Type): Label {
  const { lines, anchor, at } = label;
  if (anchor === 'middle') return label;
  const [x, y] = at;
  const long = widthOf(lines, type);
  const inView = anchor === 'end' ? Math.max(x, left + long) : Math.min(x, left + width - long);
  return { ...label, at: [inView, y] };
}

/** On one line or with its words below each other; where not even that fits, undefined. */
function inside({ key, name, value, shape }: Labelled, type: Type): Label | undefined {
  const forms = [[name, value], ...(name.includes(' ') ? [[...name.split(' '), value]] : [])];
  for (const lines of forms) {
    const at = roomFor(shape, widthOf(lines, type), lines.length * type.line);
    if (at !== undefined) return { key, lines, at, anchor: 'middle' };
  }
  return undefined;
}

const widthOf = (lines: readonly string[], { letter }: Type): number =>
  letter * (Math.max(...lines.map(({ length }) => length)) + 1);

/** The place nearest to the middle where a box of this size lies inside. */
function roomFor({ outer: [ring = []], middle }: Shape, width: number, height: number): Point | undefined {
  const [top, bottom] = [Math.min(...ring.map(([, y]) => y)), Math.max(...ring.map(([, y]) => y))];
  const found: Point[] = [];
  for (let step = 0; step <= TRIED; step += 1) {
    const y = top + height / 2 + (step / TRIED) * Math.max(0, bottom - top - height);
    const lines = [-0.5, -0.25, 0, 0.25, 0.5].map((share) => spansAt(ring, y + share * height));
    for (const [left, right] of lines.reduce(overlap))
      if (right - left >= width) found.push([clamped(middle[0], left + width / 2, right - width / 2), y]);
  }
  const far = ([x, y]: Point): number => (x - middle[0]) ** 2 + (y - middle[1]) ** 2;
  return found.toSorted((left, right) => far(left) - far(right))[0];
}

type Span = readonly [left: number, right: number];

/** Where a level line runs inside a ring. */
function spansAt(ring: readonly Point[], y: number): readonly Span[] {
  const crossed = ring
    .flatMap(([x, above], index) => {
      const [nextX, below] = ring[(index + 1) % ring.length]!;
      return above > y === below > y ? [] : [x + ((y - above) / (below - above)) * (nextX - x)];
    })
    .sort((left, right) => left - right);
  return crossed.flatMap((left, index) => (index % 2 === 0 ? [[left, crossed[index + 1] ?? left] as const] : []));
}

const overlap = (some: readonly Span[], others: readonly Span[]): readonly Span[] =>
  some.flatMap(([left, right]) =>
    others.flatMap(([otherLeft, otherRight]) => {
      const both = [Math.max(left, otherLeft), Math.min(right, otherRight)] as const;
      return both[0] < both[1] ? [both] : [];
    }),
  );

const clamped = (value: number, least: number, greatest: number): number => Math.min(Math.max(value, least), greatest);

/** On the side where the map ends first; inside, without its name, where other areas lie on both sides. */
function beside({ key, name, value, shape }: Labelled, all: readonly Labelled[], type: Type): Label {
  const [x, y] = shape.middle;
  const gap = 2 * type.letter;
  const others = all.filter((each) => each.key !== key).flatMap(({ shape: { outer } }) => outer);
  const levels = [y - type.line, y, y + type.line];
  const taken = levels.flatMap((level) => others.flatMap((ring) => spansAt(ring, level)));
  const own = shape.outer.flatMap((ring) => spansAt(ring, y));
  const [left, right] = [Math.min(x, ...own.map(([from]) => from)), Math.max(x, ...own.map(([, to]) => to))];
  const lines = [name, value];
  if (taken.every(([, to]) => to > x)) return { key, lines, at: [left - gap, y], anchor: 'end', tip: [left + gap, y] };
  if (taken.every(([from]) => from < x))
    return { key, lines, at: [right + gap, y], anchor: 'start', tip: [right - gap, y] };
  return { key, lines: [value], at: [x, y], anchor: 'middle' };
}

/** Texts on the same side of the map keep clear of each other. */
function apart(labels: readonly Label[], { line }: Type): Label[] {
  const free = new Map<Label['anchor'], number>();
  return labels
    .toSorted((left, right) => left.at[1] - right.at[1])
    .map((label): Label => {
      if (label.anchor === 'middle') return label;
      const y = Math.max(label.at[1], free.get(label.anchor) ?? -Infinity);
      free.set(label.anchor, y + line * (label.lines.length + 0.25));
      return { ...label, at: [label.at[0], y] };
    });
}

/** @returns the box with room on both sides for the names that stand beside it @param share of its width that each side gets */
export function withMargins({ left, top, width, height }: Box, share = 0.14): Box {
  return { left: left - share * width, top, width: width * (1 + 2 * share), height };
}
