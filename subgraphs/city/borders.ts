/** Borders of districts, a GeoJSON file beside the tables. */
import { z } from 'zod';
import type { Borders, CityFiles } from './city-files.ts';
import type { CityFault } from './read-table.ts';

const FILE = 'districts.geojson';
const ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(4);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
]);
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ id: z.string('expected the code of a district'), geometry })),
});

/** @param content of the file; without one there are no borders @param faults receives what is wrong in it */
export function readBorders(content: string | undefined, faults: CityFault[]): Borders {
  const empty: Borders = new Map();
  if (content === undefined) return empty;
  const read = collection.safeParse(jsonOf(content));
  if (!read.success) {
    const [issue] = read.error.issues;
    faults.push({ file: FILE, what: `${issue!.path.join('.') || 'expected GeoJSON'}: ${issue!.message}` });
    return empty;
  }
  return new Map(
    read.data.features.map(({ id, geometry: { type, coordinates } }) => [
      id,
      type === 'Polygon' ? [coordinates] : coordinates,
    ]),
  );
}

/** @returns borders of districts that there are not */
export function borderFaults({ tables, borders }: CityFiles): CityFault[] {
  const codes = new Set(tables.districts.map(({ value }) => value.code));
  return [...borders.keys()]
    .filter((code) => !codes.has(code))
    .map((code) => ({ file: FILE, what: `expected the code of a district as id, got ${code}` }));
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
