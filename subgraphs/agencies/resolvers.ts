/** Fields of the `agencies` subgraph. */
import { connectionOf, type Order } from '../data/connection.ts';
import { allOf, oneOf } from '../data/filter.ts';
import { globalId } from '../data/global-id.ts';
import { scalars } from '../data/scalars.ts';
import type { AgencyModels } from './models.ts';
import { loadNode } from './load-node.ts';
import type { AgenciesParents } from './parents.ts';
import { savedQuestionQueries, savedQuestionTypes } from './questions/resolvers.ts';
import type {
  AgencyResolvers,
  CityResolvers,
  DistrictResolvers,
  MeasureUnit,
  PublishedFigureResolvers,
  QueryResolvers,
  Resolvers,
  VillageResolvers,
  VillageSort,
} from './resolver-types.ts';

const VILLAGE_ORDERS: Readonly<Record<VillageSort, Order>> = {
  CODE: { field: '_id', direction: 1 },
  NAME: { field: 'name', direction: 1 },
  POPULATION_LARGEST: { field: 'population', direction: -1 },
};
const BY_CODE: Order = { field: '_id', direction: 1 };

const code = ({ _id }: { _id: string }): string => _id;

/** The field of `Measure` that a unit sets. */
const MEASURES: Readonly<Partial<Record<MeasureUnit, string>>> = {
  PEOPLE: 'people',
  RUPIAH: 'rupiah',
  PERCENT: 'percent',
  DATE: 'date',
};

/** @returns the resolvers of every type in `schema/agencies.graphql` */
export function agenciesResolvers(models: AgencyModels): Resolvers {
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    GeoJSON: scalars.GeoJSON,
    Rupiah: scalars.Rupiah,
    Query: { ...agenciesQueryResolvers(models), ...savedQuestionQueries(models.SavedQuestion) },
    ...savedQuestionTypes,
    City: agenciesCityResolvers,
    District: agenciesDistrictResolvers,
    Village: agenciesVillageResolvers,
    Agency: agenciesAgencyResolvers,
    PublishedFigure: agenciesPublishedFigureResolvers,
  };
}

function agenciesQueryResolvers(models: AgencyModels): QueryResolvers {
  return {
    city: () => models.City.findOne({}).sort({ _id: 1 }).lean().exec(),
    agency: (_, { code }, { load }) => load.agency.load(code),
    district: (_, { code }, { load }) => load.district.load(code),
    village: (_, { code }, { load }) => load.village.load(code),
    node: (_, { id }, { load }) => loadNode(id, load),
    agencies: (_, args) =>
      connectionOf(
        models.Agency,
        {
          name: 'agencies',
          condition: allOf(oneOf('kind', args.filter?.kinds), oneOf('roles', args.filter?.roles)),
          order: BY_CODE,
        },
        args,
      ),
    villages: (_, args) =>
      connectionOf(
        models.Village,
        { name: 'villages', condition: oneOf('district', args.filter?.districts), order: VILLAGE_ORDERS[args.sort] },
        args,
      ),
    publishedFigures: (_, { codes }) =>
      models.PublishedFigure.find(oneOf('_id', codes)).sort({ position: 1 }).lean().exec(),
  };
}

const agenciesCityResolvers: CityResolvers = {
  __resolveReference: ({ code }, { load }) => load.city.load(code!),
  id: globalId('City', '_id'),
  code,
  districts: ({ _id }, _args, { load }) => load.districtsOfCity.load(_id),
};

const agenciesDistrictResolvers: DistrictResolvers = {
  __resolveReference: ({ code }, { load }) => load.district.load(code),
  id: globalId('District', '_id'),
  code,
  boundary: ({ boundary }) => ({ type: 'MultiPolygon', coordinates: boundary }),
  city: ({ city }, _args, { load }) => load.city.load(city),
  villages: ({ _id }, _args, { load }) => load.villagesOfDistrict.load(_id),
};

const agenciesVillageResolvers: VillageResolvers = {
  __resolveReference: ({ code }, { load }) => load.village.load(code),
  id: globalId('Village', '_id'),
  code,
  district: ({ district }, _args, { load }) => load.district.load(district),
};

const agenciesAgencyResolvers: AgencyResolvers = {
  __resolveReference: ({ code }, { load }) => load.agency.load(code),
  id: globalId('Agency', '_id'),
  code,
};

const agenciesPublishedFigureResolvers: PublishedFigureResolvers = {
  __resolveReference: ({ code }, { load }) => load.figure.load(code),
  id: globalId('PublishedFigure', '_id'),
  code,
  published: ({ unit, value }) => (unit in MEASURES ? { [MEASURES[unit]!]: value } : {}),
  city: ({ city }, _args, { load }) => load.city.load(city) as Promise<AgenciesParents['City']>,
};
