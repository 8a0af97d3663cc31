/** Borders as shapes on the screen. */
import { describe, expect, it } from 'vitest';
import { around, latitudeOf, padded, shapeOf } from '../../../web/overview/projection.ts';

const square = (east: number, north: number, size: number) => [
  [
    [east, north],
    [east + size, north],
    [east + size, north + size],
    [east, north + size],
    [east, north],
  ],
];

describe('the shape of an area', () => {
  it('has north above and east to the right, and is as wide as it is at its latitude', () => {
    const { box, path } = shapeOf({ type: 'Polygon', coordinates: square(107, -6, 0.1) }, 60);
    expect(box.top).toBeCloseTo(5900);
    expect(box.height).toBeCloseTo(100);
    expect(box.width).toBeCloseTo(50);
    expect(path).toMatch(/^M[\d.,L]+Z$/);
  });

  it('is named in the middle of its largest part', () => {
    const coordinates = [square(107, -6, 0.1), square(108, -6, 0.2)];
    const { middle, path } = shapeOf({ type: 'MultiPolygon', coordinates }, 0);
    expect(middle[0]).toBeCloseTo(108_100);
    expect(middle[1]).toBeCloseTo(5900);
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('has a middle also where it has no area', () => {
    const line = [
      [
        [107, -6],
        [107.2, -6],
        [107, -6],
      ],
    ];
    expect(shapeOf({ type: 'Polygon', coordinates: line }, 0).middle[0]).toBeCloseTo(107_100);
  });
});

describe('boxes', () => {
  it('are joined and padded', () => {
    const joined = around([
      { left: 0, top: 0, width: 10, height: 10 },
      { left: 20, top: -10, width: 10, height: 10 },
    ]);
    expect(joined).toEqual({ left: 0, top: -10, width: 30, height: 20 });
    expect(padded(joined, 0.1)).toEqual({ left: -3, top: -12, width: 36, height: 24 });
  });
});

describe('the latitude of a city', () => {
  it('is that of its middle; 0 where there is no border', () => {
    expect(latitudeOf([{ type: 'Polygon', coordinates: square(107, -6.4, 0.4) }])).toBeCloseTo(-6.2);
    expect(latitudeOf([])).toBe(0);
  });
});
