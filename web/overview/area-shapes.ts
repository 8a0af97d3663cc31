/** Areas as they are drawn: shapes, colours and what is written on them. */
import { colourWithin, type Palette } from '../charts/palette.ts';
import { written, type Formats } from '../numbers/formats.ts';
import { spanOf, type Area } from './areas.ts';
import { withMargins, type Labelled } from './label-places.ts';
import { around, latitudeOf, padded, shapeOf, type Box, type Shape } from './projection.ts';

export interface Drawn {
  readonly area: Area;
  readonly shape: Shape;
}

/** @returns those that have a border */
export function drawnOf(areas: readonly Area[]): Drawn[] {
  const latitude = latitudeOf(areas.flatMap(({ boundary }) => boundary ?? []));
  return areas.flatMap((area) =>
    area.boundary === undefined ? [] : [{ area, shape: shapeOf(area.boundary, latitude) }],
  );
}

/** The box around all of them, with room for names on both sides. */
export const wholeOf = (drawn: readonly Pick<Drawn, 'shape'>[]): Box =>
  withMargins(padded(around(drawn.map(({ shape }) => shape.box)), 0.01));

export function labelledOf(
  drawn: readonly Drawn[],
  palette: Palette,
  formats: Formats,
): (Labelled & { readonly colour: string })[] {
  const span = spanOf(drawn.map(({ area }) => area));
  return drawn.map(({ area, shape }) => ({
    key: area.code,
    name: area.name,
    value: written(area.rate.value, 'percent', formats),
    shape,
    colour: colourWithin(palette, area.rate.value, span),
  }));
}
