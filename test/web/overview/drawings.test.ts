/** Drawings of the overview as they are taken away, and the words on its map. */
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { barsDrawing } from '../../../web/charts/bars-drawing.ts';
import { gridDrawing } from '../../../web/charts/grid-drawing.ts';
import { inkOn, paletteOf } from '../../../web/charts/palette.ts';
import { en } from '../../../web/language/en.ts';
import type { Say } from '../../../web/language/say.ts';
import { formatsOf } from '../../../web/numbers/formats.ts';
import type { Marked } from '../../../web/numbers/marks.ts';
import { districtsDrawing, villagesDrawing } from '../../../web/overview/area-drawing.ts';
import { drawnOf, labelledOf } from '../../../web/overview/area-shapes.ts';
import type { Area } from '../../../web/overview/areas.ts';
import { contrast } from '../charts/contrast.ts';

const intl = createIntl({ locale: 'en-GB', messages: en });
const say = ((key: keyof typeof en, values?: Record<string, string | number>) =>
  String(intl.formatMessage({ id: key }, values))) as Say;
const formats = formatsOf('en-GB');

const moved = (value: number | null): Marked => ({ value, marks: [{ kind: 'PERTURBED', noise: 10 }] });

/** Side by side, from the lowest rate to the highest. */
const areas = [0.1, 0.3, 0.42, 0.5, 0.58, 0.7, 0.9, null].map((rate, at): Area => {
  const ring = [
    [at / 10, 0],
    [(at + 1) / 10, 0],
    [(at + 1) / 10, 0.1],
    [at / 10, 0.1],
  ];
  return {
    code: `32.75.0${at}`,
    name: `<Kecamatan ${at}>`,
    rate: moved(rate),
    covered: moved(rate === null ? null : 1000 * rate),
    total: moved(1000),
    eligibleNotCovered: moved(3),
    boundary: { type: 'Polygon', coordinates: [ring] },
  };
});

describe.each([
  ['light', false],
  ['dark', true],
])('names and numbers on the map, %s', (_name, dark) => {
  it('are read on every colour, from the lowest rate to the highest and where there is none', () => {
    const palette = paletteOf(dark);
    const colours = labelledOf(drawnOf(areas), palette, formats).map(({ colour }) => colour);
    expect(colours[0]).toBe(palette.scale[0]);
    expect(colours[6]).toBe(palette.scale.at(-1));
    expect(colours[7]).toBe(palette.none);
    for (const colour of colours) expect(contrast(inkOn(colour), colour), colour).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.ink, palette.paper)).toBeGreaterThanOrEqual(4.5);
  });
});

const textsIn = (markup: string): string[] =>
  [...markup.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

describe('the map as it is taken away', () => {
  const { markup, height, shows, notes, remarks } = districtsDrawing(areas, { say, formats });

  it('has every district by name and rate, on the map or in the list below it, and nothing that is no number', () => {
    const texts = textsIn(markup);
    for (const at of areas.keys()) expect(texts).toContain(`&lt;Kecamatan ${at}&gt;`);
    expect(texts).toContain('90.0%');
    expect(texts).toContain('900 of 1,000');
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    expect(height).toBeGreaterThan(200);
  });

  it('says what it shows, that rates were moved, and where its scale begins', () => {
    expect(shows).toBe('Coverage rate');
    expect(notes).toEqual([{ mark: { kind: 'RATE', noise: 10 } }]);
    expect(remarks!.join()).toMatch(/scale runs from .*pale line/);
  });

  it('has an edge of its area around each word that stands on it, twice so that every program draws the letters above', () => {
    const halos = [...markup.matchAll(/<g stroke="(#\w{6})"[^>]*>(.*?)<\/g>/g)];
    expect(halos.length).toBeGreaterThan(0);
    for (const [, colour, inner] of halos) {
      const fill = /fill="(#\w{6})"/.exec(inner!)![1]!;
      expect(contrast(fill, colour!)).toBeGreaterThanOrEqual(4.5);
      expect(markup.split(inner!)).toHaveLength(3);
    }
  });

  it('is a list alone for villages, which have no borders', () => {
    const bare = areas.map(({ boundary: _boundary, ...area }) => area);
    const drawing = villagesDrawing(bare, { say, formats });
    expect(drawing.markup).not.toContain('<path');
    expect(textsIn(drawing.markup)).toContain('&lt;Kecamatan 3&gt;');
  });
});

describe('a grid as it is taken away', () => {
  it('has every number on its colour, and long names in lines of their own', () => {
    const { markup, height } = gridDrawing({
      rows: ['Pedagang kaki lima', 'Buruh'],
      columns: ['Desil 6 sampai 10, tidak layak menerima', 'Desil 5'],
      cell: (row, column) => ({ text: `${row}${column}`, colour: row === 0 ? '#064744' : '#dcefec' }),
    });
    expect(textsIn(markup)).toEqual(expect.arrayContaining(['00', '01', '10', '11', 'Buruh']));
    expect(markup).toMatch(/fill="#ffffff"[^>]*>01</);
    expect(markup).toMatch(/fill="#000000"[^>]*>11</);
    expect(height).toBeGreaterThan(64);
  });
});

describe('bars as they are taken away', () => {
  it('are as long as their share, with the title of their group', () => {
    const { markup } = barsDrawing([
      { bars: [{ name: 'Diminta', text: '100', share: 1 }] },
      { title: 'Menunggu', bars: [{ name: 'Lama', text: '25', share: 0.25 }] },
    ]);
    expect(textsIn(markup)).toEqual(['Diminta', '100', 'Menunggu', 'Lama', '25']);
    const long = [...markup.matchAll(/width="([\d.]+)" fill="#0a6b66"/g)].map(([, width]) => Number(width));
    expect(long[1]! / long[0]!).toBeCloseTo(0.25);
  });
});
