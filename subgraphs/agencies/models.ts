/** Reference data of the city as they are kept: areas, agencies, published figures, and the questions that are saved. Nothing personal. */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../data/database.ts';
import { savedQuestionsOf, type KeptQuestion } from './questions/saved-question.ts';

/** The city that the graph is about. */
export interface City {
  /** Code of the Ministry of Home Affairs, `32.75`. */
  _id: string;
  name: string;
  /** People of the registry. */
  population: number;
  /** People of working age who are in work. */
  workforce: number;
  areaKm2: number;
}

/** A district (kecamatan) of the city. */
export interface District {
  /** Code, `32.75.01`. */
  _id: string;
  name: string;
  /** Code of its city. */
  city: string;
  /** Degrees of WGS 84, of a point within it. */
  latitude: number;
  longitude: number;
  /** People of the registry. */
  population: number;
  /** People of working age who are in work. */
  workforce: number;
  /** Coordinates of a GeoJSON MultiPolygon. */
  boundary: number[][][][];
}

/** A village (kelurahan) of a district. */
export interface Village {
  /** Code, `32.75.01.1001`. */
  _id: string;
  name: string;
  /** Code of its district. */
  district: string;
  /** People of the registry. */
  population: number;
  /** People of working age who are in work. */
  workforce: number;
}

/** An office, a company or a partner that takes part. */
export interface Agency {
  /** Code, `DINSOS`. */
  _id: string;
  name: string;
  /** A value of the enum `AgencyKind`. */
  kind: string;
  /** Values of the enum `AgencyRole`. */
  roles: string[];
  /** Address of an office, never of a person. */
  contact: string;
  /** Name of the subgraph that it owns, if it owns one. */
  subgraph: string | null;
}

/** A figure that the city made public. */
export interface PublishedFigure {
  /** Code, `SIGAP_PARTICIPANTS`. */
  _id: string;
  /** In English. */
  title: string;
  /** In Indonesian. */
  titleId: string;
  unit: 'PEOPLE' | 'RUPIAH' | 'PERCENT' | 'DATE' | 'TEXT';
  /** Of the unit; null where the figure is words. */
  value: number | string | null;
  /** As it was published. */
  text: string;
  /** Who published it. */
  source: string;
  /** Day of publication, `YYYY-MM-DD`. */
  date: string;
  /** Code of the city that it is about. */
  city: string;
  /** Place in the list. */
  position: number;
}

/** The collections of the database `sigap_agencies`. */
export interface AgencyModels {
  readonly City: Model<City>;
  readonly District: Model<District>;
  readonly Village: Model<Village>;
  readonly Agency: Model<Agency>;
  readonly PublishedFigure: Model<PublishedFigure>;
  readonly SavedQuestion: Model<KeptQuestion>;
}

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const options = { versionKey: false } as const;

const area = { _id: text, name: text, population: whole, workforce: whole };

const citySchema = () => new Schema({ ...area, areaKm2: whole }, options);

const districtSchema = () =>
  new Schema({ ...area, city: text, latitude: whole, longitude: whole, boundary: Schema.Types.Mixed }, options).index({
    city: 1,
    _id: 1,
  });

const villageSchema = () =>
  new Schema({ ...area, district: text }, options)
    .index({ district: 1, _id: 1 })
    .index({ name: 1, _id: 1 })
    .index({ population: 1, _id: 1 });

const agencySchema = () =>
  new Schema({ _id: text, name: text, kind: text, roles: [String], contact: text, subgraph: String }, options)
    .index({ kind: 1, _id: 1 })
    .index({ roles: 1, _id: 1 });

function figureSchema() {
  const value = Schema.Types.Mixed;
  return new Schema(
    {
      _id: text,
      title: text,
      titleId: text,
      unit: text,
      value,
      text,
      source: text,
      date: text,
      city: text,
      position: whole,
    },
    options,
  ).index({ position: 1 });
}

/** @param connection to the database of `agencies` @returns models without built indexes: `ensureIndexes` builds them */
export function agencyModels(connection: DatabaseConnection): AgencyModels {
  return {
    City: modelOf(connection, 'City', 'cities', citySchema()),
    District: modelOf(connection, 'District', 'districts', districtSchema()),
    Village: modelOf(connection, 'Village', 'villages', villageSchema()),
    Agency: modelOf(connection, 'Agency', 'agencies', agencySchema()),
    PublishedFigure: modelOf(connection, 'PublishedFigure', 'published_figures', figureSchema()),
    SavedQuestion: savedQuestionsOf(connection),
  };
}
