/** Reference data of the city as they are kept: areas, agencies, published figures. Nothing personal. */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';

export interface City {
  _id: string;
  name: string;
  population: number;
  workforce: number;
  areaKm2: number;
}

export interface District {
  _id: string;
  name: string;
  city: string;
  latitude: number;
  longitude: number;
  population: number;
  workforce: number;
  /** Coordinates of a GeoJSON MultiPolygon. */
  boundary: number[][][][];
}

export interface Village {
  _id: string;
  name: string;
  district: string;
  population: number;
  workforce: number;
}

export interface Agency {
  _id: string;
  name: string;
  kind: string;
  roles: string[];
  contact: string;
  subgraph: string | null;
}

export interface PublishedFigure {
  _id: string;
  title: string;
  titleId: string;
  unit: 'PEOPLE' | 'RUPIAH' | 'PERCENT' | 'DATE' | 'TEXT';
  /** Of the unit; null where the figure is words. */
  value: number | string | null;
  text: string;
  source: string;
  date: string;
  city: string;
  /** Place in the list. */
  position: number;
}

export interface AgencyModels {
  readonly City: Model<City>;
  readonly District: Model<District>;
  readonly Village: Model<Village>;
  readonly Agency: Model<Agency>;
  readonly PublishedFigure: Model<PublishedFigure>;
}

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const options = { versionKey: false } as const;

export function agencyModels(connection: DatabaseConnection): AgencyModels {
  const area = { _id: text, name: text, population: whole, workforce: whole };
  const district = new Schema(
    { ...area, city: text, latitude: whole, longitude: whole, boundary: Schema.Types.Mixed },
    options,
  ).index({ city: 1, _id: 1 });
  const village = new Schema({ ...area, district: text }, options)
    .index({ district: 1, _id: 1 })
    .index({ name: 1, _id: 1 })
    .index({ population: 1, _id: 1 });
  const agency = new Schema(
    { _id: text, name: text, kind: text, roles: [String], contact: text, subgraph: String },
    options,
  )
    .index({ kind: 1, _id: 1 })
    .index({ roles: 1, _id: 1 });
  const figure = new Schema(
    {
      _id: text,
      title: text,
      titleId: text,
      unit: text,
      value: Schema.Types.Mixed,
      text,
      source: text,
      date: text,
      city: text,
      position: whole,
    },
    options,
  ).index({ position: 1 });
  return {
    City: connection.model<City, Model<City>>(
      'City',
      new Schema({ ...area, areaKm2: whole }, options) as never,
      'cities',
    ),
    District: connection.model<District, Model<District>>('District', district as never, 'districts'),
    Village: connection.model<Village, Model<Village>>('Village', village as never, 'villages'),
    Agency: connection.model<Agency, Model<Agency>>('Agency', agency as never, 'agencies'),
    PublishedFigure: connection.model<PublishedFigure, Model<PublishedFigure>>(
      'PublishedFigure',
      figure as never,
      'published_figures',
    ),
  };
}
