/** The city's areas: codes and names from regions.json, borders from districts.geojson, plausible populations. */
import { readFileSync } from 'node:fs';
import type { City, District, Village } from '../agencies/models.ts';
import { randomOf } from './random.ts';

interface Regions {
  code: string;
  name: string;
  population: { total: number };
  areaKm2: number;
  districts: {
    code: string;
    name: string;
    latitude: number;
    longitude: number;
    villages: { code: string; name: string }[];
  }[];
}

interface Borders {
  features: { id: string; geometry: { coordinates: number[][][][] } }[];
}

/** Rough shares of the city's people by district, in thousands; the total is the registry's. */
const THOUSANDS: Readonly<Record<string, number>> = {
  '32.75.01': 255,
  '32.75.02': 280,
  '32.75.03': 340,
  '32.75.04': 210,
  '32.75.05': 225,
  '32.75.06': 165,
  '32.75.07': 110,
  '32.75.08': 250,
  '32.75.09': 255,
  '32.75.10': 130,
  '32.75.11': 220,
  '32.75.12': 132,
};
/** Share of the people who are of working age and in work. */
const IN_WORK = 0.47;

/** The city with its 12 districts and 56 villages. */
export interface Areas {
  readonly city: City;
  readonly districts: readonly District[];
  readonly villages: readonly Village[];
}

/** @returns the areas; codes and names as published, the population of the city by the registry, that of villages made up from a seed */
export function areas(): Areas {
  const regions = read('regions.json') as Regions;
  const borders = read('districts.geojson') as Borders;
  const random = randomOf('villages');
  const weights = new Map(
    regions.districts.flatMap((district) =>
      district.villages.map(({ code }) => [
        code,
        (THOUSANDS[district.code]! / district.villages.length) * (0.6 + 0.8 * random.next()),
      ]),
    ),
  );
  const people = share(regions.population.total, weights);
  const villages = regions.districts.flatMap((district) =>
    district.villages.map(({ code, name }) => ({
      _id: code,
      name,
      district: district.code,
      population: people.get(code)!,
      workforce: inWork(people.get(code)!),
    })),
  );
  const districts = regions.districts.map(({ code, name, latitude, longitude }): District => {
    const own = villages.filter((village) => village.district === code);
    const boundary = borders.features.find(({ id }) => id === code)!.geometry.coordinates;
    return { _id: code, name, city: regions.code, latitude, longitude, boundary, ...sums(own) };
  });
  const city = { _id: regions.code, name: regions.name, areaKm2: regions.areaKm2, ...sums(villages) };
  return { city, districts, villages };
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

const inWork = (people: number): number => Math.round(people * IN_WORK);

function sums(villages: readonly { population: number; workforce: number }[]) {
  return {
    population: villages.reduce((sum, { population }) => sum + population, 0),
    workforce: villages.reduce((sum, { workforce }) => sum + workforce, 0),
  };
}

/** Divides a total by weights so that the parts add up to it (largest remainders). @returns whole numbers by key */
export function share(total: number, weights: ReadonlyMap<string, number>): Map<string, number> {
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const exact = [...weights].map(([key, weight]) => ({ key, value: (total * weight) / whole }));
  const parts = new Map(exact.map(({ key, value }) => [key, Math.floor(value)]));
  let left = total - [...parts.values()].reduce((sum, part) => sum + part, 0);
  for (const { key } of exact.toSorted((a, b) => (b.value % 1) - (a.value % 1))) {
    if (left-- <= 0) break;
    parts.set(key, parts.get(key)! + 1);
  }
  return parts;
}
