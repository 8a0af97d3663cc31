/** Colours of the drawings. */
import { describe, expect, it } from 'vitest';
import { colourAt, inkOn, paletteOf } from '../../../web/charts/palette.ts';

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(left: string, right: string): number {
  const [dark, light] = [luminance(left), luminance(right)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', false],
  ['dark', true],
])('the %s palette', (_name, dark) => {
  const palette = paletteOf(dark);

  it('has lines that are seen, and words that are read, on its paper', () => {
    for (const colour of palette.series) expect(contrast(colour, palette.paper), colour).toBeGreaterThanOrEqual(3);
    for (const colour of [palette.ink, palette.quiet])
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
