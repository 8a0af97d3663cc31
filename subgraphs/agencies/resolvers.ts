/** Fields of the `agencies` subgraph. */
import { connectionOf, type Order, type PageArguments } from '../data/connection.ts';
import { allOf, oneOf } from '../data/filter.ts';
import type { IResolvers } from '../resolvers.ts';
import { scalars, type Geometry } from '../data/scalars.ts';
import type { AgencyLoaders } from './loaders.ts';
import type { Agency, AgencyModels, City, District, PublishedFigure, Village } from './models.ts';

export interface AgenciesContext {
  readonly load: AgencyLoaders;
}

const VILLAGE_ORDERS: Readonly<Record<string, Order>> = {
  CODE: { field: '_id', direction: 1 },
  NAME: { field: 'name', direction: 1 },
  POPULATION_LARGEST: { field: 'population', direction: -1 },
};
const BY_CODE: Order = { field: '_id', direction: 1 };

interface ListArguments extends PageArguments {
  readonly filter?: Readonly<Record<string, never>> | null;
  readonly sort: string;
}

interface Coded {
  readonly code: string;
}

const code = ({ _id }: { _id: string }): string => _id;

/** Which field of Measure a unit sets. */
const MEASURES: Readonly<Record<string, string>> = { PEOPLE: 'people', RUPIAH: 'rupiah', PERCENT: 'percent', DATE: 'date' };

export function agenciesResolvers(models: AgencyModels): IResolvers {
  return {
    Date: scalars.Date,
    GeoJSON: scalars.GeoJSON,
    Rupiah: scalars.Rupiah,
    Query: {
      city: () => models.City.findOne({}).sort({ _id: 1 }).lean().exec(),
      agency: (_, { code }: Coded, { load }: AgenciesContext) => load.agency.load(code),
      district: (_, { code }: Coded, { load }: AgenciesContext) => load.district.load(code),
      village: (_, { code }: Coded, { load }: AgenciesContext) => load.village.load(code),
      agencies: (_, args: ListArguments) =>
        connectionOf(models.Agency, 'agencies', allOf(oneOf('kind', args.filter?.['kinds']), oneOf('roles', args.filter?.['roles'])), BY_CODE, args),
      villages: (_, args: ListArguments) =>
        connectionOf(models.Village, 'villages', oneOf('district', args.filter?.['districts']), VILLAGE_ORDERS[args.sort]!, args),
      publishedFigures: (_, { codes }: { codes?: string[] | null }) =>
        models.PublishedFigure.find(oneOf('_id', codes)).sort({ position: 1 }).lean().exec(),
    },
    City: {
      __resolveReference: ({ code }: Coded, { load }: AgenciesContext) => load.city.load(code),
      code,
      districts: ({ _id }: City, _args, { load }: AgenciesContext) => load.districtsOfCity.load(_id),
    },
    District: {
      __resolveReference: ({ code }: Coded, { load }: AgenciesContext) => load.district.load(code),
      code,
      boundary: ({ boundary }: District): Geometry => ({ type: 'MultiPolygon', coordinates: boundary }),
      city: ({ city }: District, _args, { load }: AgenciesContext) => load.city.load(city),
      villages: ({ _id }: District, _args, { load }: AgenciesContext) => load.villagesOfDistrict.load(_id),
    },
    Village: {
      __resolveReference: ({ code }: Coded, { load }: AgenciesContext) => load.village.load(code),
      code,
      district: ({ district }: Village, _args, { load }: AgenciesContext) => load.district.load(district),
    },
    Agency: {
      __resolveReference: ({ code }: Coded, { load }: AgenciesContext) => load.agency.load(code),
      code: ({ _id }: Agency) => _id,
    },
    PublishedFigure: {
      __resolveReference: ({ code }: Coded, { load }: AgenciesContext) => load.figure.load(code),
      code,
      published: ({ unit, value }: PublishedFigure) => (unit in MEASURES ? { [MEASURES[unit]!]: value } : {}),
      city: ({ city }: PublishedFigure, _args, { load }: AgenciesContext) => load.city.load(city),
    },
  };
}
