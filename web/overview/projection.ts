/** Borders in degrees as shapes on the screen. A city is small enough for a plain grid: east as far as north is high at its latitude. */
import type { Geometry } from './answers.ts';

/** East, north, in degrees. */
type Position = readonly [number, number];
/** Right and down, in units of the drawing. */
export type Point = readonly [number, number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One area as it is drawn. */
export interface Shape {
  /** For the attribute `d` of an SVG path. */
  readonly path: string;
  /** Where its name stands: the middle of its largest part. */
  readonly middle: Point;
  readonly box: Box;
  /** Its outer borders, the largest first. */
  readonly outer: readonly (readonly Point[])[];
}

/** Units of the drawing in a degree of latitude. */
const SCALE = 1000;

/** @param latitude of the middle of the city, degrees */
export function shapeOf(geometry: Geometry, latitude: number): Shape {
  const parts = polygonsOf(geometry).map((rings) => rings.map((ring) => ring.map((at) => projected(at, latitude))));
  const path = parts.flat().map(pathOf).join('');
  const outer = parts.map(([ring = []]) => ring);
  const bySize = outer.toSorted((left, right) => Math.abs(areaOf(right)) - Math.abs(areaOf(left)));
  return { path, middle: middleOf(bySize[0] ?? []), box: boxOf(outer.flat()), outer: bySize };
}

/** The smallest box around some boxes. */
export function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: right - left, height: bottom - top };
}

/** A box with some space around it. @param share of its size, on each side */
export function padded({ left, top, width, height }: Box, share: number): Box {
  const [x, y] = [width * share, height * share];
  return { left: left - x, top: top - y, width: width + 2 * x, height: height + 2 * y };
}

/** The latitude of the middle of some borders, degrees; 0 where there are none. */
export function latitudeOf(geometries: readonly Geometry[]): number {
  const north = geometries.flatMap((geometry) =>
    polygonsOf(geometry)
      .flat(2)
      .map(([, latitude]) => latitude),
  );
  return north.length === 0 ? 0 : (Math.min(...north) + Math.max(...north)) / 2;
}

const polygonsOf = ({ type, coordinates }: Geometry): readonly (readonly (readonly Position[])[])[] =>
  type === 'Polygon'
    ? [coordinates as readonly (readonly Position[])[]]
    : (coordinates as readonly (readonly (readonly Position[])[])[]);

const projected = ([east, north]: Position, latitude: number): Point => [
  SCALE * east * Math.cos((latitude * Math.PI) / 180),
  -SCALE * north,
];

const pathOf = (ring: readonly Point[]): string =>
  `M${ring.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join('L')}Z`;

function boxOf(points: readonly Point[]): Box {
  const [x, y] = [points.map(([right]) => right), points.map(([, down]) => down)];
  const [left, top] = [Math.min(...x), Math.min(...y)];
  return { left, top, width: Math.max(...x) - left, height: Math.max(...y) - top };
}

/** By the shoelace formula; its sign tells which way round the ring goes. */
function areaOf(ring: readonly Point[]): number {
  return sides(ring).reduce((sum, [[x, y], [nextX, nextY]]) => sum + (x * nextY - nextX * y) / 2, 0);
}

/** The centre of gravity of a ring; of its box where it has no area. */
function middleOf(ring: readonly Point[]): Point {
  const area = areaOf(ring);
  if (area === 0) {
    const { left, top, width, height } = boxOf(ring);
    return [left + width / 2, top + height / 2];
  }
  // Measured from the first point: the numbers are large, and their differences small.
  const [[firstX, firstY]] = ring as [Point];
  const near = ring.map(([x, y]): Point => [x - firstX, y - firstY]);
  const sum = sides(near).reduce<Point>(
    ([sumX, sumY], [[x, y], [nextX, nextY]]) => {
      const twice = x * nextY - nextX * y;
      return [sumX + (x + nextX) * twice, sumY + (y + nextY) * twice];
    },
    [0, 0],
  );
  return [firstX + sum[0] / (6 * area), firstY + sum[1] / (6 * area)];
}

const sides = (ring: readonly Point[]): (readonly [Point, Point])[] =>
  ring.map((point, index) => [point, ring[(index + 1) % ring.length]!]);
