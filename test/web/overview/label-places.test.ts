/** Names on a map. */
import { describe, expect, it } from 'vitest';
import { labelsOf, withMargins, type Label, type Labelled } from '../../../web/overview/label-places.ts';
import { shapeOf } from '../../../web/overview/projection.ts';

/** A rectangle from the left, the top, to the right and the bottom, in units of the drawing. */
function area(
  key: string,
  [left, top, right, bottom]: readonly [number, number, number, number],
  name = key,
): Labelled {
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  const ring = corners.map(([x, y]) => [x / 1000, -y / 1000]);
  return { key, name, value: '84,5%', shape: shapeOf({ type: 'Polygon', coordinates: [ring] }, 0) };
}
const labelled = (...areas: Labelled[]) => Object.fromEntries(labelsOf(areas, 10).map((label) => [label.key, label]));

describe('the name of an area', () => {
  it('stands in its middle where it fits', () => {
    const { wide } = labelled(area('wide', [0, 0, 200, 100]));
    expect(wide).toMatchObject({ lines: ['wide', '84,5%'], anchor: 'middle' });
    expect(wide!.at.map(Math.round)).toEqual([100, 50]);
  });

  it('has its words below each other where it does not fit on one line', () => {
    const { a } = labelled(area('a', [0, 0, 60, 100], 'Bekasi Selatan'));
    expect(a).toMatchObject({ lines: ['Bekasi', 'Selatan', '84,5%'], anchor: 'middle' });
  });

  it('stands beside the map, with a line, where its area is narrower than it', () => {
    const { left, right } = labelled(
      area('left', [0, 0, 40, 100], 'Pondokmelati'),
      area('right', [40, 0, 80, 100], 'Jatisampurna'),
    );
    expect(left).toMatchObject({ anchor: 'end', lines: ['Pondokmelati', '84,5%'] });
    expect(left!.at[0]).toBeLessThan(0);
    expect(left!.tip![0]).toBeGreaterThan(0);
    expect(right).toMatchObject({ anchor: 'start' });
    expect(right!.at[0]).toBeGreaterThan(80);
  });

  it('is left out between two others: its number alone stays, and the list has its name', () => {
    const areas = [
      area('l', [0, 0, 40, 100]),
      area('m', [40, 0, 80, 100], 'Pondokmelati'),
      area('r', [80, 0, 120, 100]),
    ];
    expect(labelled(...areas)['m']).toMatchObject({ anchor: 'middle', lines: ['84,5%'] });
  });

  it('is not cut off where the map ends: it then reaches over its area', () => {
    const areas = [area('left', [0, 0, 40, 100], 'Pondokmelati'), area('right', [40, 0, 80, 100], 'Jatisampurna')];
    const [left, right] = labelsOf(areas, 10, { left: -20, top: 0, width: 120, height: 100 }) as [Label, Label];
    // As wide as thirteen letters of six units.
    expect(left).toMatchObject({ anchor: 'end', at: [58, 50] });
    expect(right).toMatchObject({ anchor: 'start', at: [22, 50] });
  });

  it('keeps clear of the other names on its side', () => {
    const areas = [area('a', [0, 0, 20, 20], 'Medansatria'), area('b', [0, 20, 20, 40], 'Pondokmelati')];
    const { a, b } = labelled(...areas);
    expect(b!.at[1] - a!.at[1]).toBeGreaterThanOrEqual(2 * 12.5);
  });

  it('has room on both sides of the map', () => {
    expect(withMargins({ left: 10, top: 0, width: 100, height: 50 }, 0.1)).toEqual({
      left: 0,
      top: 0,
      width: 120,
      height: 50,
    });
  });
});
