/** Where the boxes of agencies and the arrows between them stand, in units of the drawing. */
import type { ReachGraph } from './reach.ts';

interface Box {
  readonly code: string;
  readonly subgraphs: readonly string[];
  /** Its left upper corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Arrow {
  readonly from: string;
  readonly into: string;
  /** Types it is about. */
  readonly count: number;
  /** As the attribute `d` of a path. */
  readonly path: string;
  /** Where its number stands. */
  readonly x: number;
  readonly y: number;
}

export interface ReachDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const TITLE = 28;
const LINE = 18;
/** Subgraphs that a box names; of more it says how many. */
const MOST_NAMED = 6;
/** How far an arrow bends to its side, of its length: two that run against each other stay apart. */
const BEND = 0.09;
/** Room between an arrow's point and the box. */
const GAP = 4;

/** Room between two boxes. */
const APART = 24;

/** @param narrow for a phone: upright, and smaller boxes */
export function drawReach({ agencies, reaches }: ReachGraph, narrow: boolean): ReachDrawing {
  const sized = agencies.map(({ code, subgraphs }) => ({
    code,
    subgraphs: namesShown(subgraphs),
    width: narrow ? 124 : 172,
    height: TITLE + LINE * Math.min(subgraphs.length, MOST_NAMED + 1) + 6,
  }));
  let [width, height] = narrow ? [360, 500] : [800, 440];
  let boxes = onEllipse(sized, width, height);
  while (!narrow && !areApart(boxes)) {
    [width, height] = [width * 1.1, height * 1.1];
    boxes = onEllipse(sized, width, height);
  }
  // A phone's width is what it is: two columns.
  if (!areApart(boxes)) {
    boxes = inColumns(sized, width);
    height = Math.max(...boxes.map((box) => box.y + box.height)) + 2;
  }
  const boxOf = new Map(boxes.map((box) => [box.code, box]));
  const arrows = reaches.map(({ from, into, adds, requires }): Arrow => ({
    from,
    into,
    count: new Set([...adds, ...requires]).size,
    ...arrowBetween(boxOf.get(from)!, boxOf.get(into)!),
  }));
  return { width, height, boxes, arrows };
}

/** On an ellipse that fills the drawing, the first on top. */
function onEllipse(sized: readonly Omit<Box, 'x' | 'y'>[], width: number, height: number): Box[] {
  const tallest = Math.max(0, ...sized.map((box) => box.height));
  return sized.map((box, at) => {
    const angle = (2 * Math.PI * at) / sized.length - Math.PI / 2;
    const out = sized.length === 1 ? 0 : 1;
    return {
      ...box,
      x: width / 2 + out * Math.cos(angle) * (width / 2 - box.width / 2 - 2) - box.width / 2,
      y: height / 2 + out * Math.sin(angle) * (height / 2 - tallest / 2 - 2) - box.height / 2,
    };
  });
}

/** Left and right in turn, each lower than the one before. */
function inColumns(sized: readonly Omit<Box, 'x' | 'y'>[], width: number): Box[] {
  const step = (Math.max(...sized.map((box) => box.height)) + APART) / 2;
  return sized.map((box, at) => ({ ...box, x: at % 2 === 0 ? 2 : width - box.width - 2, y: 2 + at * step }));
}

const areApart = (boxes: readonly Box[]): boolean =>
  boxes.every((a, at) =>
    boxes
      .slice(at + 1)
      .every(
        (b) =>
          Math.abs(a.x - b.x) >= (a.width + b.width) / 2 + APART ||
          Math.abs(a.y + a.height / 2 - b.y - b.height / 2) >= (a.height + b.height) / 2 + APART,
      ),
  );

function namesShown(names: readonly string[]): string[] {
  if (names.length <= MOST_NAMED + 1) return [...names];
  return [...names.slice(0, MOST_NAMED), `+ ${names.length - MOST_NAMED}`];
}

const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

function arrowBetween(from: Box, into: Box): Pick<Arrow, 'path' | 'x' | 'y'> {
  const [start, end] = [middleOf(from), middleOf(into)];
  const bend: Point = {
    x: (start.x + end.x) / 2 - (end.y - start.y) * BEND,
    y: (start.y + end.y) / 2 + (end.x - start.x) * BEND,
  };
  const [leave, arrive] = [borderTowards(from, bend), borderTowards(into, bend)];
  const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return {
    path: `M ${at(leave)} Q ${at(bend)} ${at(arrive)}`,
    // The middle of a quadratic curve.
    x: (leave.x + 2 * bend.x + arrive.x) / 4,
    y: (leave.y + 2 * bend.y + arrive.y) / 4,
  };
}

/** Where the line from the middle of a box to a point leaves the box. */
function borderTowards(box: Box, to: Point): Point {
  const middle = middleOf(box);
  const [dx, dy] = [to.x - middle.x, to.y - middle.y];
  const scale = Math.min(
    (box.width / 2 + GAP) / Math.max(Math.abs(dx), 1e-6),
    (box.height / 2 + GAP) / Math.max(Math.abs(dy), 1e-6),
  );
  return { x: middle.x + dx * scale, y: middle.y + dy * scale };
}
