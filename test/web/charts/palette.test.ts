/** Colours of the drawings. */
import { describe, expect, it } from 'vitest';
import { colourAt, inkOn, paletteOf } from '../../../web/charts/palette.ts';
import { contrast, luminance } from './contrast.ts';

describe.each([
  ['light', false],
  ['dark', true],
])('the %s palette', (_name, dark) => {
  const palette = paletteOf(dark);

  it('has lines that are seen, and words that are read, on its paper', () => {
    // Lines have their names beside them, in their colour.
    for (const colour of [palette.ink, palette.quiet, ...palette.series])
      expect(contrast(colour, palette.paper), colour).toBeGreaterThanOrEqual(4.5);
  });

  it('has words that are read on every colour of its scale', () => {
    for (let at = 0; at <= 50; at++) {
      const colour = colourAt(palette, at / 50);
      expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has a scale that goes one way, from the paper on', () => {
    const light = Array.from({ length: 21 }, (_, at) => luminance(colourAt(palette, at / 20)));
    const sorted = light.toSorted((left, right) => (dark ? left - right : right - left));
    expect(light).toEqual(sorted);
    expect(colourAt(palette, -1)).toBe(palette.scale[0]);
    expect(colourAt(palette, 2)).toBe(palette.scale.at(-1));
  });
});
