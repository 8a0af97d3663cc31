/** The documents that the files of a city become, by database and collection. */
import type { Agency, City, District, PublishedFigure, Village } from '../agencies/models.ts';
import type { Budget, ContributionRate, Programme } from '../funding/models.ts';
import type { Group } from '../groups/models.ts';
import { comparable } from '../../base/comparable.ts';
import type { OccupationWord, ReferenceAgency, ReferenceVillage } from '../import/references.ts';
import type { CityFiles, Located } from './city-files.ts';
import { districtOfVillage } from './references.ts';

/** Documents of one database by collection, the key under `_id`. */
export interface CityDocuments {
  readonly agencies: {
    readonly cities: readonly City[];
    readonly districts: readonly District[];
    readonly villages: readonly Village[];
    readonly agencies: readonly Agency[];
    readonly published_figures: readonly PublishedFigure[];
  };
  readonly groups: { readonly groups: readonly Group[]; readonly reference_villages: readonly ReferenceVillage[] };
  /** What an import of workers compares with: a subgraph reads no other agency's database. */
  readonly workers: {
    readonly reference_villages: readonly ReferenceVillage[];
    readonly reference_agencies: readonly ReferenceAgency[];
    readonly occupation_words: readonly OccupationWord[];
  };
  readonly funding: {
    readonly programmes: readonly Programme[];
    readonly budgets: readonly Budget[];
    readonly contribution_rates: readonly ContributionRate[];
  };
}

/** @returns population and workforce of districts and of the city as the sums of their villages */
export function documentsOf(files: CityFiles): CityDocuments {
  const { city, tables } = files;
  const villages = valuesOf(tables.villages).map(({ code, ...rest }) => ({
    _id: code,
    ...rest,
    district: districtOfVillage(code),
  }));
  return {
    agencies: {
      cities: [{ _id: city.code, name: city.name, areaKm2: city.areaKm2, ...sums(villages) }],
      districts: districtsOf(files, villages),
      villages,
      agencies: valuesOf(tables.agencies).map(({ code, ...rest }) => ({ _id: code, ...rest })),
      published_figures: valuesOf(tables['published-figures']).map(({ code, ...rest }, position) => ({
        _id: code,
        ...rest,
        city: city.code,
        position,
      })),
    },
    groups: {
      groups: valuesOf(tables.groups).map(({ kind, ...rest }) => ({ _id: kind, ...rest })),
      reference_villages: referenceVillages(files),
    },
    workers: {
      reference_villages: referenceVillages(files),
      reference_agencies: valuesOf(tables.agencies).map(({ code, name, roles }) => ({ _id: code, name, roles })),
      occupation_words: valuesOf(tables['occupation-words']).map(({ word, occupation }) => ({
        _id: comparable(word),
        word,
        occupation,
      })),
    },
    funding: moneyOf(files),
  };
}

function referenceVillages({ tables }: CityFiles): ReferenceVillage[] {
  const districts = new Map(valuesOf(tables.districts).map(({ code, name }) => [code, name]));
  return valuesOf(tables.villages).map(({ code, name }) => {
    const district = districtOfVillage(code);
    return { _id: code, name, district, districtName: districts.get(district)! };
  });
}

function districtsOf({ city, tables, borders }: CityFiles, villages: readonly Village[]): District[] {
  return valuesOf(tables.districts).map(({ code, ...rest }) => ({
    _id: code,
    ...rest,
    city: city.code,
    boundary: borders.get(code) ?? [],
    ...sums(villages.filter(({ district }) => district === code)),
  }));
}

function moneyOf({ tables }: CityFiles): CityDocuments['funding'] {
  return {
    programmes: valuesOf(tables.programmes).map(({ code, ...rest }) => ({ _id: code, ...rest })),
    budgets: valuesOf(tables.budgets).map(({ ceiling, ...rest }) => ({
      _id: `${rest.programme}-${rest.year}`,
      ...rest,
      ceiling: BigInt(ceiling),
    })),
    contribution_rates: valuesOf(tables['contribution-rates']).map(({ jkk, jkm, ...rest }) => ({
      _id: `${rest.sector}-${rest.from}`,
      ...rest,
      jkk: BigInt(jkk),
      jkm: BigInt(jkm),
    })),
  };
}

const valuesOf = <Value>(records: readonly Located<Value>[]): Value[] => records.map(({ value }) => value);

function sums(villages: readonly { readonly population: number; readonly workforce: number }[]) {
  return {
    population: villages.reduce((sum, { population }) => sum + population, 0),
    workforce: villages.reduce((sum, { workforce }) => sum + workforce, 0),
  };
}
